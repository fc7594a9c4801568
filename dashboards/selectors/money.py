"""Spend of the campaigns that run, against a straight plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet, Sum

from campaigns import outlook
from campaigns.models import (
    Campaign,
    CampaignChannel,
    CampaignState,
    ChannelAccount,
    Granularity,
    ReportFile,
    ReportFileState,
    ReportRow,
)
from campaigns.outlook import Budget, Outlook, Told
from campaigns.selectors import outlooks
from dashboards.periods import Span

_LIVE = (CampaignState.RUNNING, CampaignState.PAUSED)


@dataclass(frozen=True)
class Flight:
    campaign: Campaign
    outlook: Outlook


@dataclass(frozen=True)
class Pace:
    """All running campaigns of one currency together. ``reported_on`` is the last day any network told about.

    ``spent`` adds up what was told per day; ``periods`` is money over more than a day, of which nobody knows the days: in the
    total, not in that line.
    """

    currency: str
    flights: Sequence[Flight]
    total: Outlook
    starts_on: date
    ends_on: date
    reported_on: date | None
    spent: Sequence[tuple[date, int]]
    periods: Sequence[tuple[Campaign, Told]]
    planned: Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Spent:
    """What networks reported for a span, per currency in minor units, amounts of nothing left out.

    ``ours`` is of campaigns here; ``unlinked`` was left on "not of a campaign here". ``unplaced`` is of campaigns here too, over
    periods that lie partly outside the span: in neither. ``reported_on``: the last day of the span that was told about.
    """

    ours: Mapping[str, int]
    unlinked: Mapping[str, int]
    unplaced: Mapping[str, int]
    reported_on: date | None


def pace(*, today: date) -> Pace | None:
    """Return spend against plan of the campaigns that run; None without one. Three statements.

    Campaigns in the commonest currency; reads the days of these campaigns only.
    """
    running = list(Campaign.objects.filter(state__in=_LIVE, starts_on__lte=today).order_by("ends_on", "pk"))
    if not running:
        return None
    currency = max((one.currency for one in running), key=[one.currency for one in running].count)
    chosen = [one for one in running if one.currency == currency]
    told = _told(chosen)
    reported_on = max((row.last_on for rows in told.values() for row in rows), default=None)
    last = min(reported_on or today - timedelta(days=1), today)
    flights = [Flight(one, _outlook(one, told.get(one.pk, []), today=today)) for one in chosen]
    first, until = min(one.starts_on for one in chosen), max(one.ends_on for one in chosen)
    together: dict[date, int] = defaultdict(int)
    for row in (row for rows in told.values() for row in rows if row.days == 1):
        together[row.first_on] += row.minor
    periods = [(one, row) for one in chosen for row in told.get(one.pk, []) if row.days > 1]
    return Pace(
        currency=currency,
        flights=flights,
        total=outlook.together([one.outlook for one in flights]),
        starts_on=first,
        ends_on=until,
        reported_on=reported_on,
        spent=outlook.cumulative(together, first=first, last=last) if together else [],
        periods=sorted(periods, key=lambda pair: (pair[1].first_on, pair[1].last_on, pair[0].pk, pair[1].minor)),
        planned=_planned(chosen, first=first, last=until),
    )


def spent_in(span: Span) -> Spent:
    """Return what networks reported for a span. Two statements, three where a report over a longer period crosses its ends."""
    accounts = {one.pk: one.currency for one in ChannelAccount.objects.only("pk", "currency")}
    found = inside(span, accounts=list(accounts)).values_list("account_id")
    ours: dict[str, int] = defaultdict(int)
    unlinked: dict[str, int] = defaultdict(int)
    last = []
    for account_id, of_us, of_nobody, last_on in found.annotate(
        ours=Sum("spend_minor", filter=Q(channel__isnull=False)),
        unlinked=Sum("spend_minor", filter=Q(channel__isnull=True)),
        last=Max("last_on"),
    ).order_by():
        ours[accounts[account_id]] += of_us or 0
        unlinked[accounts[account_id]] += of_nobody or 0
        last.append(last_on)
    return Spent(_some(ours), _some(unlinked), _unplaced(span, accounts), max(last, default=None))


def inside(span: Span, *, accounts: Sequence[int]) -> QuerySet[ReportRow]:
    """Return what is current and lies wholly in a span; a report over a longer period too."""
    return ReportRow.objects.filter(
        account_id__in=accounts,
        is_current=True,
        first_on__gte=span.first,
        first_on__lt=span.until,
        last_on__lt=span.until,
    )


def unlinked(span: Span) -> QuerySet[ReportRow]:
    """Return the rows of a span that nobody linked to a campaign, newest first."""
    accounts = list(ChannelAccount.objects.values_list("pk", flat=True).order_by("pk"))
    rows = inside(span, accounts=accounts).filter(channel=None).exclude(spend_minor=0)
    return rows.select_related("account").order_by("-pk")


def _unplaced(span: Span, accounts: Mapping[int, str]) -> dict[str, int]:
    """Money of campaigns over longer periods that cross an end of the span: nobody knows how much of it was inside."""
    crossing = Q(first_on__lt=span.first, last_on__gte=span.first) | Q(first_on__lt=span.until, last_on__gte=span.until)
    files = ReportFile.objects.filter(crossing, state=ReportFileState.APPLIED, granularity=Granularity.PERIOD)
    rows = ReportRow.objects.filter(crossing, file_id__in=files.values("pk"), is_current=True, channel__isnull=False)
    found: dict[str, int] = defaultdict(int)
    for account_id, minor in rows.values_list("account_id").annotate(total=Sum("spend_minor")).order_by():
        found[accounts[account_id]] += minor
    return _some(found)


def _some(found: Mapping[str, int]) -> dict[str, int]:
    return {currency: minor for currency, minor in found.items() if minor}


def _told(campaigns: Sequence[Campaign]) -> Mapping[int, Sequence[Told]]:
    channels = dict(CampaignChannel.objects.filter(campaign__in=campaigns).values_list("pk", "campaign_id"))
    rows = ReportRow.objects.filter(channel_id__in=list(channels), is_current=True)
    found: dict[int, list[Told]] = defaultdict(list)
    values = ("channel_id", "first_on", "last_on")
    for channel_id, first, last, minor in rows.values_list(*values).annotate(total=Sum("spend_minor")).order_by():
        found[channels[channel_id]].append(Told(first, last, minor))
    return found


def _outlook(campaign: Campaign, told: Sequence[Told], *, today: date) -> Outlook:
    return outlooks.of(campaign, spent_minor=sum(one.minor for one in told), told=told, today=today)


def _planned(campaigns: Sequence[Campaign], *, first: date, last: date) -> list[tuple[date, int]]:
    """The plan of all together, once a week and on the days on which a campaign begins or ends: it is straight in between."""
    corners = {first, last, *(one.starts_on for one in campaigns), *(one.ends_on for one in campaigns)}
    corners |= {first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)}
    budgets = [Budget(one.budget_minor, one.starts_on, one.ends_on) for one in campaigns]
    return [(day, sum(outlook.planned_by(one, end_of=day) for one in budgets)) for day in sorted(corners)]
