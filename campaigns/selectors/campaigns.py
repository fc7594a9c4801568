"""Campaigns as rows: what they may cost, did cost and brought. For lists, the campaign's page and the floors above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Sum, Value, When

from calendar_app.models import Vacancy
from campaigns.models import (
    Campaign,
    CampaignState,
    CampaignVacancy,
    Goal,
    Outcome,
    OutcomeKind,
    Proposal,
    ProposalState,
    ReportRow,
)
from campaigns.outlook import Outlook
from campaigns.selectors import outlooks

COUNTS_FOR = {
    Goal.APPLICATIONS: OutcomeKind.APPLIED,
    Goal.QUALIFIED: OutcomeKind.QUALIFIED,
    Goal.HIRES: OutcomeKind.HIRED,
}


@dataclass(frozen=True)
class DaySpend:
    """What a channel's network said of one day, its newest version."""

    campaign_id: int
    channel_id: int
    network: str
    day: date
    spend_minor: int
    impressions: int
    clicks: int


@dataclass(frozen=True)
class PeriodSpend:
    """What a channel's network said of several days together, both included; nobody knows what each day of them cost."""

    campaign_id: int
    channel_id: int
    network: str
    first_on: date
    last_on: date
    spend_minor: int
    impressions: int
    clicks: int


@dataclass(frozen=True)
class Standing:
    """One campaign on a day. ``heard_on`` is the last day that any network reported; ``brought``: outcomes by kind."""

    campaign: Campaign
    spent_minor: int
    heard_on: date | None
    outlook: Outlook
    brought: Mapping[str, int] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """How much of what the campaign is for has happened."""
        return self.brought.get(COUNTS_FOR[Goal(self.campaign.goal)], 0)

    @property
    def applications(self) -> int:
        return self.brought.get(OutcomeKind.APPLIED, 0)

    def planned_goal(self, *, until: date) -> float:
        return self.campaign.goal_count * passed_days(self.campaign, until=until) / total_days(self.campaign)


def total_days(campaign: Campaign) -> int:
    return (campaign.ends_on - campaign.starts_on).days + 1


def passed_days(campaign: Campaign, *, until: date) -> int:
    """Days of the campaign up to and including one."""
    return min(max((until - campaign.starts_on).days + 1, 0), total_days(campaign))


def listed() -> QuerySet[Campaign]:
    """Return every campaign, running ones first, then the newest. One statement."""
    order = (CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.DRAFT, CampaignState.ENDED)
    cases = (When(state=state, then=Value(place)) for place, state in enumerate(order))
    return Campaign.objects.annotate(place=Case(*cases, default=Value(9), output_field=IntegerField())).order_by(
        "place", "-pk"
    )


def standings(campaigns: Sequence[Campaign], *, today: date) -> list[Standing]:
    """Return what each spent and brought and how it goes, in the same order. Three statements."""
    ids = [one.pk for one in campaigns]
    spent = {
        campaign_id: (total, last)
        for campaign_id, total, last in ReportRow.objects.filter(channel__campaign__in=ids, is_current=True)
        .values_list("channel__campaign_id")
        .annotate(total=Sum("spend_minor"), last=Max("last_on"))
        .order_by()
    }
    brought: dict[int, dict[str, int]] = {}
    rows = Outcome.objects.filter(last_link__campaign__in=ids).values_list("last_link__campaign_id", "kind")
    for campaign_id, kind, n in rows.annotate(n=Count("id")).order_by():
        brought.setdefault(campaign_id, {})[kind] = n
    lately = outlooks.told_lately(campaigns, today=today)
    found = []
    for one in campaigns:
        minor, heard_on = spent.get(one.pk, (0, None))
        look = outlooks.of(one, spent_minor=minor, told=lately.get(one.pk, []), today=today)
        found.append(Standing(one, minor, heard_on, look, brought.get(one.pk, {})))
    return found


def spend_per_day(*, first: date, until: date, campaign: Campaign | None = None) -> list[DaySpend]:
    """Return what networks reported per channel and day in ``[first, until)``, oldest first; rows over longer periods are left
    out, for nobody knows their days (``spend_per_period`` has them). One statement."""
    rows = ReportRow.objects.filter(is_current=True, first_on__gte=first, first_on__lt=until, last_on=F("first_on"))
    rows = rows.filter(channel__campaign=campaign) if campaign else rows.exclude(channel=None)
    values = ("channel__campaign_id", "channel_id", "account__network", "first_on")
    found = (
        rows.values_list(*values)
        .annotate(spend=Sum("spend_minor"), seen=Sum("impressions"), clicked=Sum("clicks"))
        .order_by("first_on", "channel_id")
    )
    return [
        DaySpend(campaign, channel, network, day, spend, seen or 0, clicked or 0)
        for campaign, channel, network, day, spend, seen, clicked in found
    ]


def spend_per_period(campaign: Campaign) -> list[tuple[int, date, date, int]]:
    """Return (channel, first, last, spend) of what was reported over more than a day. One statement."""
    rows = ReportRow.objects.filter(is_current=True, channel__campaign=campaign).exclude(last_on=F("first_on"))
    found = rows.values_list("channel_id", "first_on", "last_on").annotate(spend=Sum("spend_minor"))
    return list(found.order_by("first_on", "last_on", "channel_id"))


def periods_between(*, first: date, last: date) -> list[PeriodSpend]:
    """Return what networks reported over more than a day, of every campaign, where it touches the span. One statement."""
    rows = ReportRow.objects.filter(is_current=True, first_on__lte=last, last_on__gte=first).exclude(channel=None)
    values = ("channel__campaign_id", "channel_id", "account__network", "first_on", "last_on")
    found = (
        rows.exclude(last_on=F("first_on"))
        .values_list(*values)
        .annotate(spend=Sum("spend_minor"), seen=Sum("impressions"), clicked=Sum("clicks"))
        .order_by("first_on", "last_on", "channel_id")
    )
    return [
        PeriodSpend(campaign, channel, network, start, end, spend, seen or 0, clicked or 0)
        for campaign, channel, network, start, end, spend, seen, clicked in found
    ]


def per_channel(spend: Sequence[DaySpend], periods: Sequence[tuple[int, date, date, int]]) -> dict[int, int]:
    """Add up days and longer periods per channel. No statement."""
    found: dict[int, int] = {}
    for channel_id, minor in [
        *((one.channel_id, one.spend_minor) for one in spend),
        *((one[0], one[3]) for one in periods),
    ]:
        found[channel_id] = found.get(channel_id, 0) + minor
    return found


def outcomes_per_day(campaign: Campaign) -> list[tuple[date, int]]:
    """Return how much of the campaign's goal happened per day, oldest first. One statement."""
    kind = COUNTS_FOR[Goal(campaign.goal)]
    rows = Outcome.objects.filter(last_link__campaign=campaign, kind=kind).values_list("day")
    return list(rows.annotate(n=Count("id")).order_by("day"))


def outcomes_per_channel(campaign: Campaign) -> dict[int | None, dict[str, int]]:
    """Return outcomes by kind per channel of the last link. One statement."""
    found: dict[int | None, dict[str, int]] = {}
    rows = Outcome.objects.filter(last_link__campaign=campaign).values_list("last_link__channel_id", "kind")
    for channel_id, kind, n in rows.annotate(n=Count("id")).order_by():
        found.setdefault(channel_id, {})[kind] = n
    return found


def running_for(vacancy: Vacancy) -> QuerySet[Campaign]:
    """Return the campaigns that advertise a vacancy now, by name or by its profile. One statement."""
    condition = Q(pk__in=CampaignVacancy.objects.filter(vacancy=vacancy).values("campaign_id"))
    if vacancy.profile_id is not None:
        condition |= Q(profile_id=vacancy.profile_id)
    return Campaign.objects.filter(condition, state=CampaignState.RUNNING).order_by("pk")


def open_proposals() -> QuerySet[Proposal]:
    """Return what waits for a person, newest first. One statement."""
    return Proposal.objects.filter(state=ProposalState.OPEN).select_related("campaign").order_by("-pk")
