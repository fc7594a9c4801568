"""Organisations and what each may set for itself."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import tenancy

from .tenant import Personal, TenantForeignKey, TenantModel, unique_in_organisation


class Organisation(models.Model):
    """The directory of organisations: what must be known before one is active. Everything else is in its settings."""

    personal = {"slug": Personal.PLAIN, "name": Personal.PLAIN, "career_host": Personal.PLAIN}

    slug = models.SlugField(
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Alleen kleine letters, cijfers en streepjes."))],
    )
    name = models.CharField(max_length=200)
    career_host = models.CharField(max_length=253, unique=True, null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def active(cls) -> Organisation:
        """The active organisation, read once a transaction: to look at, not to change."""
        return tenancy.remembered(cls, "", lambda: cls.objects.get(pk=tenancy.required()))


class Region(models.TextChoices):
    NORTH = "noord", _("Noord")
    MIDDLE = "midden", _("Midden")
    SOUTH = "zuid", _("Zuid")


class Language(models.TextChoices):
    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"


class Font(models.TextChoices):
    FIGTREE = "figtree", "Figtree"
    NUNITO = "nunito", "Nunito"
    SYSTEM = "system", _("Lettertype van het apparaat")


class OrganisationSettings(TenantModel):
    """One row per organisation."""

    personal = {
        "time_zone": Personal.PLAIN,
        "region": Personal.PLAIN,
        "language": Personal.PLAIN,
        "brand_colour": Personal.PLAIN,
        "font": Personal.PLAIN,
    }

    time_zone = models.CharField(max_length=63, default="Europe/Amsterdam")
    region = models.CharField(max_length=10, choices=Region, default=Region.MIDDLE)
    language = models.CharField(max_length=2, choices=Language, default=Language.DUTCH)
    english_on = models.BooleanField(default=True)
    brand_colour = models.CharField(
        max_length=7,
        default="#4338ca",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Schrijf een kleur als #4338ca."))],
    )
    font = models.CharField(max_length=10, choices=Font, default=Font.FIGTREE)
    corner_radius = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(0), MaxValueValidator(24)]
    )
    logo = TenantForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True)
    mfa_required = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    demo_year_is_due = models.BooleanField(default=False)  # the demo shows its pages while it still lives its year
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation(name="one_settings_row_per_organisation")]

    @classmethod
    def active(cls) -> OrganisationSettings:
        """The settings of the active organisation, read once a transaction: to look at, not to change."""
        return tenancy.remembered(cls, "", cls.objects.get)


class DayOff(TenantModel):
    """A day on which this organisation does not work, besides public holidays: the clocks stand still."""

    personal = {"name": Personal.PLAIN}

    day = models.DateField()
    name = models.CharField(max_length=100)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("day", name="day_off_once")]
