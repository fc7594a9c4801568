"""Money that was authorised, day by day: facts that are only ever added, and proposals that wait for a person."""

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


class EntryKind(models.TextChoices):
    RESERVE = "reserve", _("toegestaan")
    RELEASE = "release", _("teruggekomen")
    OVERSPEND = "overspend", _("boven wat mocht")


class Cause(models.TextChoices):
    TICK = "tick", _("dagelijks plan")
    PERSON = "person", _("een collega")
    UNDO = "undo", _("ongedaan gemaakt")
    REPORT = "report", _("rapport van het netwerk")
    STOP = "stop", _("gestopt")


class LedgerEntry(TenantModel):
    """One movement of a campaign's committed money for one channel and local day of its account. Append-only.

    ``amount_minor`` is signed: a reserve is positive, a release negative, an overspend positive and counted apart. The sum of
    reserves and releases is the campaign's ``committed_minor``. ``step`` counts the movements of one kind on one day, so a tick
    that is repeated, doubled or late meets a row that is there.
    """

    personal = {"kind": Personal.PLAIN, "cause": Personal.PLAIN, "reasons": Personal.PLAIN}

    campaign = TenantForeignKey("campaigns.Campaign", models.PROTECT)
    channel = TenantForeignKey("campaigns.CampaignChannel", models.PROTECT)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    step = models.PositiveSmallIntegerField(default=0)
    amount_minor = models.BigIntegerField()
    day_budget_minor = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=10, choices=Cause)
    reasons = models.JSONField(default=list)
    by = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("channel", "day", "kind", "step", name="ledger_movement_once"),
            models.CheckConstraint(
                name="ledger_amount_fits_its_kind",
                condition=Q(kind="reserve", amount_minor__gte=0)
                | Q(kind="release", amount_minor__lte=0)
                | Q(kind="overspend", amount_minor__gt=0),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "campaign", "day"], name="ledger_of_campaign")]


class HandSetting(TenantModel):
    """A day budget that a person says they set at a network that we cannot tell ourselves. One that was taken back stays."""

    personal = {}

    public_id = PublicIdField()
    channel = TenantForeignKey("campaigns.CampaignChannel", models.CASCADE)
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    before_minor = models.BigIntegerField(null=True)
    by = TenantForeignKey("core.Membership", models.PROTECT)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="hand_setting_public_id"),
            models.CheckConstraint(name="hand_setting_is_not_negative", condition=Q(amount_minor__gte=0)),
        ]
        indexes = [models.Index(fields=["organisation", "channel", "-id"], name="hand_settings_of_channel")]


class ProposalState(models.TextChoices):
    OPEN = "open", _("Wacht op jou")
    ACCEPTED = "accepted", _("Goedgekeurd")
    DECLINED = "declined", _("Afgewezen")
    LAPSED = "lapsed", _("Verlopen")


class Proposal(TenantModel):
    """Day budgets that the planner would set; a person decides. ``lines``: channel id, before, after, reasons."""

    personal = {"state": Personal.PLAIN, "lines": Personal.PLAIN}

    public_id = PublicIdField()
    campaign = TenantForeignKey("campaigns.Campaign", models.CASCADE)
    day = models.DateField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey("core.Membership", models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("campaign", "day", name="one_proposal_a_day"),
            unique_in_organisation("public_id", name="proposal_public_id"),
        ]
