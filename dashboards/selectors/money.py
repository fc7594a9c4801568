"""Spend of the campaigns that run, against a straight plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from campaigns.models import Campaign, CampaignChannel, CampaignState, ChannelAccount, ReportRow
from dashboards import forecast
from dashboards.forecast import Budget, Outlook
from dashboards.periods import Span

_LIVE = (CampaignState.RUNNING, CampaignState.PAUSED)


@dataclass(frozen=True)
class Flight:
    campaign: Campaign
    outlook: Outlook


@dataclass(frozen=True)
class Pace:
    """All running campaigns of one currency together. ``reported_on`` is the last day any network told about."""

    currency: str
    flights: Sequence[Flight]
    total: Outlook
    starts_on: date
    ends_on: date
    reported_on: date | None
    spent: Sequence[tuple[date, int]]
    planned: Sequence[tuple[date, int]]


def pace(*, today: date) -> Pace | None:
    """Return spend against plan of the campaigns that run; None without one. Three statements.

    Campaigns in the commonest currency; reads the days of these campaigns only.
    """
    running = list(Campaign.objects.filter(state__in=_LIVE, starts_on__lte=today).order_by("ends_on", "pk"))
    if not running:
        return None
    currency = max((one.currency for one in running), key=[one.currency for one in running].count)
    chosen = [one for one in running if one.currency == currency]
    per_campaign = _per_day(chosen)
    days = [day for spent in per_campaign.values() for day in spent]
    reported_on = max(days, default=None)
    last = min(reported_on or today - timedelta(days=1), today)
    flights = [Flight(one, _outlook(one, per_campaign.get(one.pk, {}), last=last)) for one in chosen]
    first, until = min(one.starts_on for one in chosen), max(one.ends_on for one in chosen)
    together: dict[date, int] = defaultdict(int)
    for spent in per_campaign.values():
        for day, minor in spent.items():
            together[day] += minor
    return Pace(
        currency=currency,
        flights=flights,
        total=_sum(flights),
        starts_on=first,
        ends_on=until,
        reported_on=reported_on,
        spent=forecast.cumulative(together, first=first, last=last) if days else [],
        planned=_planned(chosen, first=first, last=until),
    )


def spent_in(span: Span) -> dict[str, int]:
    """Return what was spent in a span per currency, in minor units. Two statements."""
    accounts = {one.pk: one.currency for one in ChannelAccount.objects.only("pk", "currency")}
    rows = ReportRow.objects.filter(
        account_id__in=list(accounts),
        is_current=True,
        first_on__gte=span.first,
        first_on__lt=span.until,
        last_on__lt=span.until,
    )
    found: dict[str, int] = defaultdict(int)
    for account_id, minor in rows.values_list("account_id").annotate(total=Sum("spend_minor")).order_by():
        found[accounts[account_id]] += minor
    return dict(found)


def _per_day(campaigns: Sequence[Campaign]) -> Mapping[int, Mapping[date, int]]:
    channels = dict(CampaignChannel.objects.filter(campaign__in=campaigns).values_list("pk", "campaign_id"))
    rows = ReportRow.objects.filter(channel_id__in=list(channels), is_current=True)
    found: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for channel_id, day, minor in (
        rows.values_list("channel_id", "last_on").annotate(total=Sum("spend_minor")).order_by()
    ):
        found[channels[channel_id]][day] += minor
    return found


def _outlook(campaign: Campaign, spent: Mapping[date, int], *, last: date) -> Outlook:
    budget = Budget(campaign.budget_minor, campaign.starts_on, campaign.ends_on)
    since = max(campaign.starts_on, last - timedelta(days=forecast.LOOK_BACK_DAYS - 1))
    return forecast.outlook(
        budget,
        spent_minor=sum(spent.values()),
        lately_minor=sum(minor for day, minor in spent.items() if day >= since),
        lately_days=max(0, (last - since).days + 1) if spent else 0,
        last_day=last,
    )


def _sum(flights: Sequence[Flight]) -> Outlook:
    looks = [flight.outlook for flight in flights]
    return Outlook(
        budget_minor=sum(one.budget_minor for one in looks),
        spent_minor=sum(one.spent_minor for one in looks),
        planned_minor=sum(one.planned_minor for one in looks),
        expected_minor=sum(one.expected_minor for one in looks),
        is_known=all(one.is_known for one in looks),
    )


def _planned(campaigns: Sequence[Campaign], *, first: date, last: date) -> list[tuple[date, int]]:
    """The plan of all together, once a week and on the days on which a campaign begins or ends: it is straight in between."""
    corners = {first, last, *(one.starts_on for one in campaigns), *(one.ends_on for one in campaigns)}
    corners |= {first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)}
    budgets = [Budget(one.budget_minor, one.starts_on, one.ends_on) for one in campaigns]
    return [(day, sum(forecast.planned_by(one, end_of=day) for one in budgets)) for day in sorted(corners)]
