"""What ad networks say was spent: every version is kept, the newest one counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)

from .rates import RateField


class ReportFileState(models.TextChoices):
    PREVIEWED = "previewed", _("Voorbeeld")
    APPLIED = "applied", _("Ingelezen")
    UNDONE = "undone", _("Teruggedraaid")
    DISCARDED = "discarded", _("Niet ingelezen")


class Granularity(models.TextChoices):
    DAY = "day", _("per dag")
    PERIOD = "period", _("over een periode")


class ReportFile(TenantModel):
    """One uploaded export. ``mapping``: meaning → column; ``outcome``: counts, problems per row, control total."""

    personal = {
        "file_name": Personal.PLAIN,
        "sha256": Personal.PLAIN,
        "platform": Personal.PLAIN,
        "currency": Personal.PLAIN,
        "state": Personal.PLAIN,
        "mapping": Personal.PLAIN,
        "outcome": Personal.PLAIN,
        "granularity": Personal.PLAIN,
    }

    public_id = PublicIdField()
    account = TenantForeignKey("campaigns.ChannelAccount", models.PROTECT)
    file = TenantForeignKey("core.StoredFile", models.SET_NULL, null=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    platform = models.CharField(max_length=10)
    currency = models.CharField(max_length=3, default="")
    granularity = models.CharField(max_length=6, choices=Granularity, default=Granularity.DAY)
    state = models.CharField(max_length=10, choices=ReportFileState, default=ReportFileState.PREVIEWED)
    rows = models.PositiveIntegerField(default=0)
    spend_minor = models.BigIntegerField(default=0)
    control_minor = models.BigIntegerField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    mapping = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    made_by = TenantForeignKey("core.Membership", models.PROTECT)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="report_file_public_id")]
        indexes = [models.Index(fields=["organisation", "account", "-id"], name="report_file_of_account")]


class ReportRow(TenantModel):
    """One version of what a network reported for one thing over one period of days (both days included).

    ``identity`` names what the row is about within its account: the network's own ids where the file has them, else every
    describing column and its place among equal ones, never (day, name) alone. A correction is a row with the next version; the
    row before it is no longer current. ``spend_minor`` is in the account's currency; a row that was reported in another one keeps
    that amount and the rate it was converted by.
    """

    personal = {
        "identity": Personal.PLAIN,
        "campaign_name": Personal.PLAIN,
        "external_id": Personal.PLAIN,
        "original_currency": Personal.PLAIN,
    }

    account = TenantForeignKey("campaigns.ChannelAccount", models.PROTECT)
    channel = TenantForeignKey("campaigns.CampaignChannel", models.PROTECT, null=True)
    file = TenantForeignKey("campaigns.ReportFile", models.PROTECT, null=True)
    identity = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    first_on = models.DateField()
    last_on = models.DateField()
    external_id = models.CharField(max_length=100, default="")
    campaign_name = models.CharField(max_length=300, default="")
    spend_minor = models.BigIntegerField()
    original_minor = models.BigIntegerField(null=True)
    original_currency = models.CharField(max_length=3, default="", blank=True)
    rate = RateField(null=True)
    impressions = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("account", "identity", "first_on", "last_on", "version", name="report_version_once"),
            unique_in_organisation(
                "account",
                "identity",
                "first_on",
                "last_on",
                name="one_current_version",
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(name="report_period_in_order", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="original_amount_with_its_rate",
                condition=Q(original_minor=None, original_currency="", rate=None)
                | (Q(original_minor__isnull=False, rate__gt=0) & ~Q(original_currency="")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "channel", "first_on"], name="report_of_channel"),
            models.Index(fields=["organisation", "file"], name="report_rows_of_file"),
            models.Index(fields=["organisation", "account", "first_on"], name="report_of_account"),
        ]
