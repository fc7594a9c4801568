"""Committed money: reserved by plans, returned by reports. Rows are only added; the campaign's lock puts them in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from calendar_app.selectors import days
from campaigns.models import Autonomy, Campaign, Cause, EntryKind, LedgerEntry, ReportRow
from campaigns.pacing import DayPlan, Reason
from campaigns.selectors.flights import Flight
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

SETTLED_AFTER = timedelta(days=4)  # networks restate spend for two to four days


class CapReached(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Dit gaat boven het budget van de campagne."))


@dataclass(frozen=True)
class _Bucket:
    """Days that one report row covers, of one channel: what was reported, authorised, returned and charged beyond."""

    channel_id: int
    first_on: date
    last_on: date
    spent: int
    reserved: int
    released: int
    overspent: int


def lock(campaign_id: int) -> Campaign:
    """Return the campaign, locked until the transaction ends: whoever moves its money holds this first."""
    return Campaign.objects.select_for_update().get(pk=campaign_id)


def authorise(
    flight: Flight,
    plan: DayPlan,
    *,
    cause: Cause,
    by: Membership | None,
    at: datetime,
    notes: Sequence[Mapping[str, Any]] = (),
) -> list[LedgerEntry]:
    """Write today's budgets of a plan: what is more than held is reserved, what is less released. The campaign must be locked.

    A tick writes a channel's day once, whatever it plans later that day; a person may write again. Raises CapReached.
    """
    steps = _steps(flight)
    entries = []
    for one in plan.channels:
        day = flight.local_days[one.channel_id]
        if cause == Cause.TICK and (one.channel_id, day, EntryKind.RESERVE) in steps:
            continue
        move = one.amount_minor - flight.held_minor[one.channel_id]
        kind = EntryKind.RESERVE if move >= 0 else EntryKind.RELEASE
        entries.append(
            LedgerEntry(
                campaign=flight.campaign,
                channel_id=one.channel_id,
                day=day,
                kind=kind,
                step=steps.get((one.channel_id, day, kind), 0),
                amount_minor=move,
                day_budget_minor=one.amount_minor,
                cause=cause,
                reasons=[*map(_kept, one.reasons), *notes],
                by=by,
                at=at,
            )
        )
    _write(flight.campaign, entries)
    return entries


def settle(campaign: Campaign, *, at: datetime, before_planning: bool = False) -> int:
    """Compare reports with what was authorised; return the money that networks took beyond it just now.

    Spend above what its days were allowed counts apart, at once. Money that settled days did not spend comes back to the budget;
    what comes in late after that is taken again as far as the budget reaches. Repeatable. The campaign must be locked.
    ``before_planning`` leaves out what today cost so far while today has no plan yet: the plan comes first.
    """
    today = days.today(at)
    entries: list[LedgerEntry] = []
    room = campaign.budget_minor - campaign.committed_minor
    for bucket in _buckets(campaign):
        if before_planning and bucket.last_on >= today and bucket.reserved == 0:
            continue
        for kind, amount in _moves(bucket, campaign=campaign, room=room, today=today):
            entries.append(_reported(campaign, bucket, kind=kind, amount=amount, at=at))
            room -= amount if kind != EntryKind.OVERSPEND else 0
    if entries:
        _number(entries)
        _write(campaign, entries)
    return sum(entry.amount_minor for entry in entries if entry.kind == EntryKind.OVERSPEND)


def _moves(bucket: _Bucket, *, campaign: Campaign, room: int, today: date) -> list[tuple[EntryKind, int]]:
    held = bucket.reserved + bucket.released
    beyond = bucket.spent - held - bucket.overspent
    if beyond > 0:
        was_never_planned = campaign.autonomy == Autonomy.OBSERVE or bucket.reserved == 0
        may_take = beyond if was_never_planned else min(beyond, -bucket.released)
        taken = max(min(may_take, room), 0)
        moves = [(EntryKind.RESERVE, taken), (EntryKind.OVERSPEND, beyond - taken)]
        return [(kind, amount) for kind, amount in moves if amount]
    if bucket.spent < held and bucket.last_on + SETTLED_AFTER <= today:
        return [(EntryKind.RELEASE, bucket.spent - held)]
    return []


def _buckets(campaign: Campaign) -> list[_Bucket]:
    """Every reported period of the campaign's channels with the money moved for its days. Two statements."""
    reported = (
        ReportRow.objects.filter(channel__campaign=campaign, is_current=True)
        .values_list("channel_id", "first_on", "last_on")
        .annotate(spent=Sum("spend_minor"))
        .order_by("channel_id", "first_on", "last_on")
    )
    moved: dict[tuple[int, date], dict[str, int]] = {}
    rows = LedgerEntry.objects.filter(campaign=campaign).values_list("channel_id", "day", "kind")
    for channel_id, day, kind, total in rows.annotate(total=Sum("amount_minor")).order_by():
        moved.setdefault((channel_id, day), {})[kind] = total
    return [
        _Bucket(channel_id, first, last, spent, *_moved(moved, channel_id, first, last))
        for channel_id, first, last, spent in reported
    ]


def _moved(
    moved: Mapping[tuple[int, date], Mapping[str, int]], channel_id: int, first: date, last: date
) -> tuple[int, ...]:
    totals = dict.fromkeys(EntryKind, 0)
    for n in range((last - first).days + 1):
        for kind, amount in moved.get((channel_id, first + timedelta(days=n)), {}).items():
            totals[EntryKind(kind)] += amount
    return totals[EntryKind.RESERVE], totals[EntryKind.RELEASE], totals[EntryKind.OVERSPEND]


def _reported(campaign: Campaign, bucket: _Bucket, *, kind: EntryKind, amount: int, at: datetime) -> LedgerEntry:
    return LedgerEntry(
        campaign=campaign,
        channel_id=bucket.channel_id,
        day=bucket.last_on,
        kind=kind,
        amount_minor=amount,
        cause=Cause.REPORT,
        reasons=[{"why": "reported", "spent": bucket.spent, "held": bucket.reserved + bucket.released}],
        at=at,
    )


def _number(entries: Sequence[LedgerEntry]) -> None:
    """Give new movements the next step of their channel, day and kind."""
    found = (
        LedgerEntry.objects.filter(campaign=entries[0].campaign, day__in={entry.day for entry in entries})
        .values_list("channel_id", "day", "kind")
        .annotate(n=Count("id"))
        .order_by()
    )
    steps = {(channel_id, day, kind): n for channel_id, day, kind, n in found}
    for entry in entries:
        key = (entry.channel_id, entry.day, entry.kind)
        entry.step = steps.get(key, 0)
        steps[key] = entry.step + 1


def _steps(flight: Flight) -> dict[tuple[int, date, str], int]:
    """How many movements of each kind every channel's today already has. One statement."""
    rows = (
        LedgerEntry.objects.filter(campaign=flight.campaign, day__in=set(flight.local_days.values()))
        .values_list("channel_id", "day", "kind")
        .annotate(n=Count("id"))
        .order_by()
    )
    return {(channel_id, day, kind): n for channel_id, day, kind, n in rows}


def _write(campaign: Campaign, entries: Sequence[LedgerEntry]) -> None:
    """Add the rows and keep the campaign's sums; the database holds the cap as well."""
    committed = sum(entry.amount_minor for entry in entries if entry.kind != EntryKind.OVERSPEND)
    overspent = sum(entry.amount_minor for entry in entries if entry.kind == EntryKind.OVERSPEND)
    if campaign.committed_minor + committed > campaign.budget_minor:
        raise CapReached
    LedgerEntry.objects.bulk_create(entries)
    Campaign.objects.filter(pk=campaign.pk).update(
        committed_minor=F("committed_minor") + committed, overspent_minor=F("overspent_minor") + overspent
    )
    campaign.committed_minor += committed
    campaign.overspent_minor += overspent


def _kept(reason: Reason) -> dict[str, Any]:
    return {"why": reason.why.value, **reason.terms}
