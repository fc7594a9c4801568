"""Where people came from, and what became of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class TrackedLink(TenantModel):
    """A short address for one ad, ``/werkbij/<organisation>/l/<code>``. Where it belongs never changes, only whether it works."""

    personal = {
        "code": Personal.PLAIN,
        "label": Personal.PLAIN,
        "source": Personal.PLAIN,
        "medium": Personal.PLAIN,
        "content": Personal.PLAIN,
    }

    public_id = PublicIdField()
    code = models.CharField(max_length=12)
    label = models.CharField(_("naam"), max_length=120)
    campaign = TenantForeignKey("campaigns.Campaign", models.PROTECT, null=True, blank=True)
    channel = TenantForeignKey("campaigns.CampaignChannel", models.PROTECT, null=True, blank=True)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.PROTECT, null=True, blank=True)
    source = models.CharField("utm_source", max_length=60)
    medium = models.CharField("utm_medium", max_length=60, default="", blank=True)
    content = models.CharField("utm_content", max_length=60, default="", blank=True)
    is_active = models.BooleanField(default=True)
    made_by = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("code", name="link_code_once"),
            unique_in_organisation("public_id", name="link_public_id"),
        ]
        indexes = [models.Index(fields=["organisation", "campaign", "-id"], name="links_of_campaign")]


class OutcomeKind(models.TextChoices):
    APPLIED = "applied", _("gesolliciteerd")
    QUALIFIED = "qualified", _("geschikt")
    CONTACTED = "contacted", _("gesproken")
    INTERVIEW = "interview", _("gesprek")
    OFFER = "offer", _("aanbod")
    HIRED = "hired", _("aangenomen")
    ENDED = "ended", _("gestopt")


class Outcome(TenantModel):
    """What a tracked application came to. Append-only: one row per application and kind, told by the floor above.

    ``application_id`` is a number only: the application itself lives upstairs. ``day`` is the organisation's local day.
    """

    personal = {"kind": Personal.PLAIN}

    application_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=OutcomeKind)
    first_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    last_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.PROTECT, null=True)
    applied_on = models.DateField()
    day = models.DateField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("application_id", "kind", name="outcome_once")]
        indexes = [models.Index(fields=["organisation", "kind", "day"], name="outcome_by_day")]
