"""The daily round of a campaign: hear the networks, settle, decide, and bring the networks in line. Any number of times a day.

No transaction is open while a network is called. A tick that dies anywhere is finished by the next one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Max, Q, Value, When

from campaigns.channels import ChannelError, DayReport, NewFlight, channel_for
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    Cause,
    LedgerEntry,
    ReportRow,
)
from campaigns.pacing import ChannelPlan, DayPlan, Reason, Why, plan_day
from campaigns.selectors import flights
from campaigns.selectors.flights import Flight
from campaigns.services import ledger, proposals, signals, spend
from campaigns.services.spend import Told
from recruit_platform.core import clock, log, tenancy
from recruit_platform.lib.money import Money

RULE = "pacing.even@1"
_RESTATED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class _Order:
    """What a network should apply to one channel now; ``key`` makes a repeated order one order."""

    channel: CampaignChannel
    flight: NewFlight
    amount_minor: int
    day: date
    key: str


@dataclass(frozen=True)
class _Question:
    channel: CampaignChannel
    first: date
    last: date


def run(organisation_id: int, campaign_id: int, *, at: datetime) -> None:
    """Do one campaign's round. Safe beside itself: money moves under the campaign's lock, orders carry keys."""
    with tenancy.scope(organisation_id):
        questions = _questions(campaign_id, at=at)
    answers = [(one.channel, _ask(one, at=at)) for one in questions]
    with tenancy.scope(organisation_id):
        orders = _decide(campaign_id, answers, at=at)
    done = [(order, *_send(order, at=at)) for order in orders]
    with tenancy.scope(organisation_id):
        for order, external_id, in_force, alarm in done:
            _keep_standing(order, external_id=external_id, in_force=in_force, alarm=alarm, at=at)


def _questions(campaign_id: int, *, at: datetime) -> list[_Question]:
    """Which days of which channels are asked for: those that may be restated, and all since the last answer."""
    campaign = Campaign.objects.filter(pk=campaign_id).first()  # the primary key
    if campaign is None or campaign.state == CampaignState.DRAFT:
        return []
    channels = [one for one in flights.channels_of(campaign) if one.external_id]
    heard = dict(
        ReportRow.objects.filter(channel__campaign=campaign, is_current=True)
        .values_list("channel_id")
        .annotate(last=Max("last_on"))
        .order_by()
    )
    questions = []
    for one in channels:
        today = clock.local_date(at, zone=one.account.time_zone)
        last = heard.get(one.pk, campaign.starts_on - timedelta(days=1))
        questions.append(_Question(one, min(today - _RESTATED_FOR, last + timedelta(days=1)), today))
    return questions


def _ask(question: _Question, *, at: datetime) -> Sequence[DayReport]:
    channel = question.channel
    try:
        return channel_for(channel.account).fetch_report(
            channel.external_id, first=question.first, last=question.last, at=at
        )
    except ChannelError:
        return ()  # the next round asks again, from the last answer on


def _decide(
    campaign_id: int, answers: Sequence[tuple[CampaignChannel, Sequence[DayReport]]], *, at: datetime
) -> list[_Order]:
    """Keep what was heard, settle it, plan today if it is not planned, and say what the networks should apply now."""
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()  # the primary key
    if campaign is None or campaign.state == CampaignState.DRAFT:
        return []
    heard = [
        spend.keep(channel.account, [_told(channel, one) for one in reports], at=at) for channel, reports in answers
    ]
    beyond = ledger.settle(campaign, at=at, before_planning=campaign.state == CampaignState.RUNNING)
    flight = flights.flight(campaign, at=at)
    if campaign.state == CampaignState.RUNNING:
        _live(flight, at=at)
        beyond += ledger.settle(campaign, at=at)
    if beyond or any(kept.new or kept.corrected for kept in heard):
        signals.touched()
    return _orders(flight)


def _live(flight: Flight, *, at: datetime) -> None:
    """What a running campaign does today: end, stop when it cost more than it may, or have a plan."""
    campaign = flight.campaign
    if flight.state.day > campaign.ends_on:
        _stop(campaign, to=CampaignState.ENDED, cause=Cause.TICK, at=at)
        return
    if campaign.committed_minor + campaign.overspent_minor > campaign.budget_minor:
        for channel in flight.channels:
            channel.alarm = "overspent"
            channel.save(update_fields=["alarm"])
        _stop(campaign, to=CampaignState.PAUSED, cause=Cause.STOP, at=at)
        return
    if campaign.autonomy == Autonomy.OBSERVE:
        return
    plan = plan_day(flight.state)
    if plan.total_minor == 0 and sum(flight.held_minor.values()) > 0:
        _authorise(flight, plan, cause=Cause.STOP, at=at)  # the last vacancy closed in the middle of a day
        proposals.lapse(campaign, at=at)
    elif campaign.autonomy == Autonomy.AUTOMATIC:
        _authorise(flight, plan, cause=Cause.TICK, at=at)
    else:
        in_force = in_force_of(flight)
        _authorise(flight, _kept(flight, plan, in_force=in_force), cause=Cause.TICK, at=at)
        proposals.make(flight, plan, in_force=in_force, at=at)


def _authorise(flight: Flight, plan: DayPlan, *, cause: Cause, at: datetime) -> None:
    entries = ledger.authorise(flight, plan, cause=cause, by=None, at=at)
    if entries:
        total = sum(entry.day_budget_minor or 0 for entry in entries)
        log.append(
            "campaign.day_planned",
            subject=log.Subject("campaign", flight.campaign.pk),
            actor=log.Actor.system(),
            at=at,
            data={"day": plan.day, "total": Money(total, flight.campaign.currency)},
            rule_version=RULE,
        )
        signals.touched()


def in_force_of(flight: Flight) -> dict[int, int]:
    """Per channel the day budget that was authorised last. One statement."""
    rows = (
        LedgerEntry.objects.filter(campaign=flight.campaign)
        .exclude(day_budget_minor=None)
        .order_by("channel_id", "-id")
        .distinct("channel_id")
        .values_list("channel_id", "day_budget_minor")
    )
    return {channel_id: amount or 0 for channel_id, amount in rows}


def _kept(flight: Flight, plan: DayPlan, *, in_force: Mapping[int, int]) -> DayPlan:
    """What stays in force until somebody decides; never more than remains, nothing where the plan itself stops."""
    if plan.total_minor == 0 or sum(in_force.values()) > flight.state.remaining_minor:
        return plan
    return DayPlan(
        plan.day,
        tuple(
            ChannelPlan(one.channel_id, in_force.get(one.channel_id, 0), (Reason(Why.KEPT),)) for one in plan.channels
        ),
    )


def _stop(campaign: Campaign, *, to: CampaignState, cause: Cause, at: datetime) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(state=to, changed_at=at)
    campaign.state = to
    proposals.lapse(campaign, at=at)
    kind = "campaign.ended" if to == CampaignState.ENDED else "campaign.paused"
    log.append(
        kind, subject=log.Subject("campaign", campaign.pk), actor=log.Actor.system(), at=at, data={"cause": cause},
        rule_version=RULE,
    )  # fmt: skip
    signals.touched()


def _orders(flight: Flight) -> list[_Order]:
    """What differs from what the networks last said is in force. One statement."""
    if flight.campaign.autonomy == Autonomy.OBSERVE and flight.campaign.state == CampaignState.RUNNING:
        return []
    latest = {
        entry.channel_id: entry
        for entry in LedgerEntry.objects.filter(campaign=flight.campaign, day__in=set(flight.local_days.values()))
        .exclude(day_budget_minor=None)
        .order_by("id")
        if entry.day == flight.local_days[entry.channel_id]
    }
    orders = [_order(flight, channel, latest.get(channel.pk)) for channel in flight.channels]
    return [order for order in orders if order is not None]


def _order(flight: Flight, channel: CampaignChannel, entry: LedgerEntry | None) -> _Order | None:
    campaign = flight.campaign
    runs = campaign.state == CampaignState.RUNNING
    wanted = (entry.day_budget_minor if entry else None) if runs else 0
    asks_a_person = channel.alarm == "by_hand"
    is_said = channel.in_force_minor == wanted and not channel.alarm.startswith("not_")
    was_never = wanted == 0 and channel.in_force_minor is None
    if wanted is None or ((is_said or was_never) and not asks_a_person):
        return None
    day = flight.local_days[channel.pk]
    mark = f"entry-{entry.pk}" if runs and entry else f"stop-{campaign.version}"
    opening = NewFlight(key=f"{campaign.public_id}.{channel.public_id}", name=campaign.name)
    return _Order(channel, opening, wanted, day, f"{channel.public_id}.{day}.{mark}")


def _send(order: _Order, *, at: datetime) -> tuple[str, int | None, str]:
    """Tell a network, and read back what it applies. Returns its id of the campaign, what is in force, and an alarm."""
    account = channel_for(order.channel.account)
    external_id = order.channel.external_id
    try:
        external_id = external_id or account.open_flight(order.flight, at=at)
        account.set_day_budget(external_id, amount_minor=order.amount_minor, day=order.day, key=order.key, at=at)
        told = account.read_back(external_id, day=order.day, at=at)
    except ChannelError as problem:
        return external_id, order.channel.in_force_minor, "not_accepted" if problem.permanent else "not_reached"
    if told is None:
        return external_id, order.channel.in_force_minor, "by_hand"
    return external_id, told.amount_minor, "" if told.amount_minor == order.amount_minor else "not_in_force"


def _keep_standing(order: _Order, *, external_id: str, in_force: int | None, alarm: str, at: datetime) -> None:
    if alarm == "by_hand":
        _ask_by_hand(order, external_id=external_id)
        return
    is_stopped = order.channel.alarm == "overspent" and not alarm
    CampaignChannel.objects.filter(pk=order.channel.pk).update(
        external_id=external_id, in_force_minor=in_force, in_force_at=at, alarm="overspent" if is_stopped else alarm
    )


def _ask_by_hand(order: _Order, *, external_id: str) -> None:
    """A person may say that it is set while this round runs: what they say stands, so only the alarm is written."""
    rows = CampaignChannel.objects.filter(pk=order.channel.pk)
    is_set = Q(in_force_minor=order.amount_minor)
    if order.amount_minor == 0:
        is_set |= Q(in_force_minor=None)
    alarm = Case(When(is_set, then=Value("")), default=Value("by_hand"))
    rows.update(external_id=external_id, alarm=alarm)


def _told(channel: CampaignChannel, report: DayReport) -> Told:
    return Told(
        identity=hashlib.sha256(f"network={channel.external_id}".encode()).hexdigest(),
        first_on=report.day,
        last_on=report.day,
        spend_minor=report.spend_minor,
        impressions=report.impressions,
        clicks=report.clicks,
        external_id=channel.external_id,
        campaign_name="",
        channel=channel,
    )
