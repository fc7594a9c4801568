"""People who log in, what they may do in which organisation, and how they are invited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .organisation import Language
from .tenant import Personal, PublicIdField, TenantForeignKey, TenantModel, unique_in_organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. Belongs to no organisation by itself; memberships say where, and as what."""

    personal = {
        "password": Personal.SENSITIVE,
        "email": Personal.IDENTIFYING,
        "name": Personal.IDENTIFYING,
        "language": Personal.PLAIN,
        "theme": Personal.PLAIN,
    }

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Volg het apparaat")
        LIGHT = "light", _("Licht")
        DARK = "dark", _("Donker")

    email = models.EmailField(_("e-mailadres"), max_length=254, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    language = models.CharField(max_length=2, choices=Language, default=Language.DUTCH)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    shortcuts_on = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    sessions_ended = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=models.Q(email=Lower("email")))
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the password and to ``sessions_ended``: raising either ends every session of this person at once."""
        salt = "recruit_platform.core.models.people.User.session"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_ended}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Role(models.TextChoices):
    ADMIN = "admin", _("Beheerder")
    RECRUITER = "recruiter", _("Recruiter")
    MARKETEER = "marketeer", _("Marketeer")
    HIRING_MANAGER = "hiring_manager", _("Hiring manager")
    DIRECTOR = "director", _("Directie")


class Membership(TenantModel):
    """A person in an organisation, in one role."""

    personal = {"role": Personal.PLAIN}

    public_id = PublicIdField()
    user = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    last_seen_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("user", name="one_membership_per_person"),
            unique_in_organisation("public_id", name="membership_public_id"),
            models.CheckConstraint(name="membership_role_is_known", condition=models.Q(role__in=Role.values)),
        ]


class VacancyAccess(TenantModel):
    """Which vacancies a hiring manager sees; vacancies are named by their public id, one floor above."""

    personal = {}

    membership = TenantForeignKey("core.Membership", models.CASCADE)
    vacancy_public_id = models.UUIDField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("membership", "vacancy_public_id", name="vacancy_access_once")]


class Invitation(TenantModel):
    """A single-use way in, bound to one address. Only a hash of the link's token is kept."""

    personal = {
        "email": Personal.IDENTIFYING,
        "role": Personal.PLAIN,
        "token_hash": Personal.SENSITIVE,
    }

    public_id = PublicIdField()
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    token_hash = models.CharField(max_length=64)
    invited_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")  # null: the operator
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("token_hash", name="invitation_token_once"),
            unique_in_organisation("public_id", name="invitation_public_id"),
            unique_in_organisation(
                "email", name="one_open_invitation_per_address", condition=models.Q(accepted_at=None, revoked_at=None)
            ),
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]
        indexes = [models.Index(fields=["token_hash"], name="invitation_by_token")]
