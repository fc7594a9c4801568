"""Texts of mails to candidates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class TemplateKind(models.TextChoices):
    FIRST_REPLY = "first_reply", _("Eerste antwoord")
    FOLLOW_UP = "follow_up", _("Opvolging")
    POOL = "pool", _("Talentpool")
    INTERVIEW = "interview", _("Gesprek")
    REJECTION = "rejection", _("Afwijzing")


class MailTemplate(TenantModel):
    """A text that recruiters choose by name; what it says is in its versions, the newest one counts."""

    personal = {"name": Personal.PLAIN, "kind": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(max_length=12, choices=TemplateKind)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="template_name_once"),
            unique_in_organisation("public_id", name="template_public_id"),
        ]


class TemplateVersion(TenantModel):
    """One version of a text, Dutch and (if there is one) English, with allow-listed {placeholders}. Append-only."""

    personal = {
        "subject_nl": Personal.PLAIN,
        "body_nl": Personal.PLAIN,
        "subject_en": Personal.PLAIN,
        "body_en": Personal.PLAIN,
    }

    template = TenantForeignKey("automation.MailTemplate", models.CASCADE)
    number = models.PositiveSmallIntegerField()
    subject_nl = models.CharField(max_length=200)
    body_nl = models.TextField(max_length=8000)
    subject_en = models.CharField(max_length=200, default="", blank=True)
    body_en = models.TextField(max_length=8000, default="", blank=True)
    by = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("template", "number", name="template_version_once")]


class FirstReply(TenantModel):
    """Which first reply: per vacancy, or (without a vacancy) for all others. No template: explicitly none, with a reason."""

    personal = {"none_because": Personal.PLAIN}

    vacancy = TenantForeignKey("calendar_app.Vacancy", models.CASCADE, null=True)
    template = TenantForeignKey("automation.MailTemplate", models.PROTECT, null=True)
    none_because = models.CharField(max_length=200, default="", blank=True)
    changed_by = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("vacancy", name="one_first_reply_per_vacancy", nulls_distinct=False),
            models.CheckConstraint(
                name="first_reply_or_a_reason_for_none",
                condition=Q(template__isnull=False, none_because="") | (Q(template=None) & ~Q(none_because="")),
            ),
        ]
