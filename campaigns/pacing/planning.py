"""The plan of one day: what remains over the days that remain, divided over the channels by their weights."""

from __future__ import annotations

from collections.abc import Sequence

from .shares import Part, divide
from .state import ChannelPlan, ChannelState, DayPlan, FlightState, Reason, Why


def plan_day(state: FlightState) -> DayPlan:
    """Return today's budget for every channel, with its reasons.

    Never negative, never together above what remains, within each channel's bounds or zero; the same state gives the same
    plan. What a day cannot spend stays for the days after it; on the last day all that remains is planned.
    """
    closed = _closed(state)
    if closed is not None:
        return DayPlan(state.day, tuple(ChannelPlan(one.id, 0, (closed,)) for one in state.channels))
    target, reason = _target(state)
    chosen = _chosen([one for one in state.channels if one.is_on], target)
    amounts = _amounts(target, chosen)
    plans = (_plan(one, amounts, target=target, reason=reason, chosen=chosen) for one in state.channels)
    return DayPlan(state.day, tuple(plans))


def _closed(state: FlightState) -> Reason | None:
    if state.day < state.starts_on:
        return Reason(Why.NOT_STARTED)
    if state.day > state.ends_on:
        return Reason(Why.OVER)
    if not state.has_open_vacancy:
        return Reason(Why.NO_VACANCY)
    return None if state.remaining_minor else Reason(Why.SPENT)


def _target(state: FlightState) -> tuple[int, Reason]:
    remaining, days = state.remaining_minor, state.days_left
    if days == 1:
        return remaining, Reason(Why.LAST_DAY, {"remaining": remaining})
    return remaining // days, Reason(Why.EVEN, {"remaining": remaining, "days": days})


def _chosen(channels: Sequence[ChannelState], target: int) -> list[ChannelState]:
    """The channels that can run today: the heaviest ones whose smallest budgets fit together, else any one that fits alone."""
    heaviest = sorted((one for one in channels if one.weight), key=lambda one: (-one.weight, one.id))
    while heaviest and sum(one.min_minor for one in heaviest) > target:
        heaviest.pop()
    if heaviest:
        return heaviest
    return [
        one
        for one in sorted(channels, key=lambda one: (one.min_minor, one.id))
        if one.weight and one.min_minor <= target
    ][:1]


def _amounts(target: int, chosen: Sequence[ChannelState]) -> dict[int, int]:
    parts = [
        Part(
            one.weight,
            one.min_minor,
            target if one.max_minor is None else max(min(one.max_minor, target), one.min_minor),
        )
        for one in chosen
    ]
    amount = min(target, sum(part.high for part in parts))
    return {one.id: share for one, share in zip(chosen, divide(amount, parts), strict=True)} if parts else {}


def _plan(
    channel: ChannelState, amounts: dict[int, int], *, target: int, reason: Reason, chosen: Sequence[ChannelState]
) -> ChannelPlan:
    if not channel.is_on or not channel.weight:
        return ChannelPlan(channel.id, 0, (Reason(Why.OFF),))
    if channel.id not in amounts:
        why = Why.LEFT_OUT if chosen else Why.SAVING
        return ChannelPlan(channel.id, 0, (reason, Reason(why, {"least": channel.min_minor})))
    amount = amounts[channel.id]
    whole = sum(one.weight for one in chosen)
    reasons = [reason]
    if len(chosen) > 1:
        reasons.append(Reason(Why.SHARE, {"weight": channel.weight, "of": whole}))
    even = target * channel.weight // whole
    if amount == channel.min_minor > even:
        reasons.append(Reason(Why.RAISED, {"to": amount}))
    if channel.max_minor is not None and amount == channel.max_minor < even:
        reasons.append(Reason(Why.LOWERED, {"to": amount}))
    return ChannelPlan(channel.id, amount, tuple(reasons))
