"""Campaigns: what for, for whom, how much, how long, where."""

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


class CampaignKind(models.TextChoices):
    ALWAYS_ON = "always_on", _("Doorlopend")
    EVENT = "event", _("Eenmalig")


class Goal(models.TextChoices):
    APPLICATIONS = "applications", _("Sollicitaties")
    QUALIFIED = "qualified", _("Geschikte sollicitaties")
    HIRES = "hires", _("Aangenomen")


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("Concept")
    RUNNING = "running", _("Loopt")
    PAUSED = "paused", _("Gepauzeerd")
    ENDED = "ended", _("Afgelopen")


class Autonomy(models.TextChoices):
    OBSERVE = "observe", _("Alleen meekijken")
    PROPOSE = "propose", _("Voorstellen, jij beslist")
    AUTOMATIC = "automatic", _("Zelf bijsturen binnen de grenzen")


class Persona(TenantModel):
    """Whom an ad speaks to, in words. There is no place for age or sex: job ads may not be aimed by them."""

    personal = {
        "name": Personal.PLAIN,
        "situation": Personal.PLAIN,
        "drives": Personal.PLAIN,
        "message": Personal.PLAIN,
    }

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=120)
    situation = models.CharField(_("situatie"), max_length=500, default="", blank=True)
    drives = models.CharField(_("wat telt"), max_length=500, default="", blank=True)
    message = models.CharField(_("boodschap"), max_length=500, default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="persona_name_once"),
            unique_in_organisation("public_id", name="persona_public_id"),
        ]


class Campaign(TenantModel):
    """A budget over a period for one goal. ``committed_minor`` is the sum of its ledger, never above the cap.

    ``overspent_minor`` is what networks charged beyond what was authorised: their doing, shown apart.
    """

    personal = {
        "name": Personal.PLAIN,
        "kind": Personal.PLAIN,
        "goal": Personal.PLAIN,
        "currency": Personal.PLAIN,
        "state": Personal.PLAIN,
        "autonomy": Personal.PLAIN,
        "strategy": Personal.PLAIN,
    }

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=150)
    kind = models.CharField(max_length=10, choices=CampaignKind, default=CampaignKind.ALWAYS_ON)
    goal = models.CharField(max_length=12, choices=Goal, default=Goal.APPLICATIONS)
    goal_count = models.PositiveIntegerField(_("hoeveel"), default=1)
    profile = TenantForeignKey("calendar_app.JobProfile", models.PROTECT, null=True, blank=True)
    persona = TenantForeignKey("campaigns.Persona", models.PROTECT, null=True, blank=True)
    strategy = models.TextField(_("aanpak"), max_length=4000, default="", blank=True)
    budget_minor = models.BigIntegerField()
    committed_minor = models.BigIntegerField(default=0)
    overspent_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    starts_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    autonomy = models.CharField(max_length=10, choices=Autonomy, default=Autonomy.PROPOSE)
    made_by = TenantForeignKey("core.Membership", models.PROTECT)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="campaign_public_id"),
            models.CheckConstraint(name="campaign_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="campaign_has_a_budget", condition=Q(budget_minor__gt=0)),
            models.CheckConstraint(
                name="never_more_committed_than_the_budget",
                condition=Q(committed_minor__gte=0, committed_minor__lte=F("budget_minor")),
            ),
            models.CheckConstraint(name="overspend_is_not_negative", condition=Q(overspent_minor__gte=0)),
        ]
        indexes = [models.Index(fields=["organisation", "state", "ends_on"], name="campaign_by_state")]


class CampaignVacancy(TenantModel):
    """A vacancy that a campaign advertises by name; a campaign with a profile takes that profile's open ones besides."""

    personal = {}

    campaign = TenantForeignKey("campaigns.Campaign", models.CASCADE)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.PROTECT)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("campaign", "vacancy", name="vacancy_once_a_campaign")]
        indexes = [models.Index(fields=["organisation", "vacancy", "campaign"], name="campaigns_of_vacancy")]


class CampaignChannel(TenantModel):
    """One account that a campaign runs on. ``in_force_minor`` is the day budget as the network last told it."""

    personal = {"external_id": Personal.PLAIN, "alarm": Personal.PLAIN}

    public_id = PublicIdField()
    campaign = TenantForeignKey("campaigns.Campaign", models.CASCADE)
    account = TenantForeignKey("campaigns.ChannelAccount", models.PROTECT)
    external_id = models.CharField(max_length=100, default="", blank=True)
    weight = models.PositiveSmallIntegerField(_("gewicht"), default=1)
    daily_min_minor = models.BigIntegerField(default=0)
    daily_max_minor = models.BigIntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    in_force_minor = models.BigIntegerField(null=True)
    in_force_at = models.DateTimeField(null=True)
    alarm = models.CharField(max_length=30, default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("campaign", "account", name="account_once_a_campaign"),
            unique_in_organisation("public_id", name="channel_public_id"),
            models.CheckConstraint(
                name="channel_bounds_in_order",
                condition=Q(daily_min_minor__gte=0)
                & (Q(daily_max_minor=None) | Q(daily_max_minor__gte=F("daily_min_minor"))),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "account", "external_id"], name="channel_by_external_id")]
