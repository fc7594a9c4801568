"""Today's budgets of a block of flights: what should be spent, over which channels, in steps that networks bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import delivery as deliveries
from .delivery import Delivery
from .morning import LEARNED, RECENT, Decision, Flags, Morning, Numbers
from .split import fill

STEP = 0.18  # larger steps restart a network's learning (the strictest is 20 %)
HOLD = 0.04  # smaller steps are not worth sending
WEAK = 1.25  # times less than elsewhere: a channel that its smallest budget makes too dear rests
RETURN_DAYS = 8.0  # in which a deviation from the plan is made good
MOST_RETURN = 0.2  # of today's part
GUARD_DAYS = 10  # at the end, in which money is kept back for what is not told yet
GUARD, SHORT_GUARD, MOST_SHORT_GUARD = (
    2.5,
    36.0,
    1.5,
)  # standard deviations; more where a day is a large part of the whole
LATE_DAYS = 2.5  # whose cost is not told, or not surely, when the last day is planned
# The last days are planned smaller: what is not told when a flight ends is then little money. By days left, from 0.
TAPER = np.concatenate(([0.0], 0.88 ** np.arange(6.0, 0.0, -1.0)))
_LAST = len(TAPER) - 1
_LEVEL = np.cumsum(TAPER)
_SLOW = np.exp(-np.arange(1, RECENT + 1) / 7.0)


def decide(morning: Morning) -> Decision:
    """Return today's day budgets of every flight. The same morning gives the same budgets, whatever else is in the block.

    Together they never exceed what remains; flights that are over, and channels that are not active, get zero. What makes no
    sense is refused before this (``refusals``).
    """
    learned = deliveries.learn(morning)
    left = np.maximum(morning.budget - learned.spent, 0.0)
    target, guard = _target(morning, learned, left=left)
    bounds = _bounds(morning, learned, target=target, left=left)
    spend, weak = _split(morning, learned, bounds, target=target)
    amounts, held = _hold(morning, spend / learned.ratio, bounds, weak)
    amounts *= np.minimum(1.0, np.minimum(left, morning.cap) / np.maximum(amounts.sum(0), 1e-9))
    amounts = np.where(amounts < morning.least - 0.5, 0.0, amounts)
    return Decision(
        amounts=(amounts + 1e-6).astype(np.int64),
        spent=learned.spent,
        doubt=learned.doubt,
        target=target,
        guard=guard,
        ratio=learned.ratio,
        spread=learned.spread,
        dead=learned.dead & morning.active,
        weak=weak,
        held=held,
        bounded=bounds.steps & (amounts > 0) & ((amounts >= bounds.high - 1) | (amounts <= bounds.low + 1)),
        hurried=bounds.hurried,
    )


def _target(morning: Morning, learned: Delivery, *, left: Numbers) -> tuple[Numbers, Numbers]:
    """Today's part of what is left, moved towards the plan; in the last days of what is left after the guard."""
    days = morning.days_left
    share = tapered(morning.share, days)
    base = left * share
    behind = np.maximum(1 / RETURN_DAYS - share, 0.0) * (morning.planned - learned.spent)
    pull = np.minimum(np.maximum(behind, -MOST_RETURN * base), MOST_RETURN * base)
    noise = _own_noise(morning, learned, base)
    many = GUARD + np.minimum(SHORT_GUARD * base / np.maximum(morning.budget, 1e-9), MOST_SHORT_GUARD)
    to_come = noise * LATE_DAYS**0.5 * TAPER[1] / TAPER[np.clip(days, 1, _LAST)]
    guard = many * np.where(days <= 2, np.hypot(learned.doubt, noise), to_come)
    guard = np.where(days <= GUARD_DAYS, np.minimum(guard, left), 0.0)
    target = np.where(days > 2 * GUARD_DAYS, base + pull, (left - guard) * share)
    return np.minimum(np.maximum(target, 0.0), left), guard


def tapered(share: Numbers, days: NDArray[np.int64]) -> Numbers:
    """Return today's share of what is left when the last days are planned smaller than their weights. [N], 0 when it is over."""
    whole = _LEVEL[np.minimum(days, _LAST)] + np.maximum(days - _LAST, 0)
    today = np.where(days > _LAST, 1.0, TAPER[np.clip(days, 0, _LAST)])
    return np.where(days > 0, np.minimum(share * days * today / np.maximum(whole, 1e-9), 1.0), 0.0)


def _own_noise(morning: Morning, learned: Delivery, base: Numbers) -> Numbers:
    """Standard deviation of what today itself will cost when ``base`` is planned over the channels as yesterday."""
    yesterday = morning.in_force[0] * morning.active
    whole = yesterday.sum(0)
    parts = np.where(whole > 0, yesterday, morning.active)
    whole = np.where(whole > 0, whole, np.maximum(morning.active.sum(0), 1))
    return base / whole * np.sqrt(((parts * learned.spread) ** 2).sum(0))


@dataclass(frozen=True)
class _Bounds:
    low: Numbers  # [C, N]
    high: Numbers  # [C, N]
    steps: Flags  # [C, N], the size of a step bounds it
    hurried: Flags  # [N]


def _bounds(morning: Morning, learned: Delivery, *, target: Numbers, left: Numbers) -> _Bounds:
    """The smallest and largest day budget of each channel today; wider where ordinary steps can no longer reach the end."""
    before, usual, days_run = _references(morning)
    runs = before > 0
    young = days_run < LEARNED
    low = np.where(young, before * (1 - STEP), np.maximum(before * (1 - STEP), np.minimum(usual * (1 - STEP), before)))
    high = before * (1 + STEP)
    high = np.where(young, high, np.minimum(high, np.maximum(usual * (1 + STEP) ** 2, before)))
    days = np.maximum(morning.days_left, 1)
    ready = before * learned.ratio * morning.active
    can = ready.sum(0) * (1 + STEP) * _grown(1 + STEP)[np.minimum(days, 60)]
    must = (ready * (morning.in_force[0] > 0)).sum(0) * (1 - STEP) * _grown(1 - STEP)[np.minimum(days, 60)]
    low = low * np.minimum(left / np.maximum(must, 1e-9), 1.0) * (days > 1)
    roof = np.maximum(target / learned.ratio, morning.least)
    high = np.where(runs, high * np.maximum(left / np.maximum(can, 1e-9), 1.0), np.inf)
    low = np.where(learned.dead, np.minimum(low, before / 4), low)
    high = np.where(learned.dead, before, high)
    low = np.maximum(low, morning.least) * morning.active
    steps = runs & (high < roof)
    high = np.maximum(np.minimum(np.minimum(high, morning.most), roof), low) * morning.active
    return _Bounds(low, high, steps, ((left > can) | (left < must)) & runs.any(0))


def _references(morning: Morning) -> tuple[Numbers, Numbers, Numbers]:
    """Of each channel: the budget that was in force last, its slow mean, and the days it ran."""
    runs = morning.in_force > 0
    weight = np.tensordot(_SLOW, runs.astype(float), 1)
    usual = np.tensordot(_SLOW, morning.in_force, 1) / np.maximum(weight, 1e-12)
    before = np.zeros_like(usual)
    for day in range(len(runs) - 1, -1, -1):
        before = np.where(runs[day], morning.in_force[day], before)
    return before, usual, runs.sum(0) + morning.past.days


def _grown(factor: float) -> Numbers:
    """Σ factor^i over i = 0 … d − 1, by d."""
    return np.asarray((factor ** np.arange(61) - 1) / (factor - 1), np.float64)


def _split(morning: Morning, learned: Delivery, bounds: _Bounds, *, target: Numbers) -> tuple[Numbers, Flags]:
    """Today's spend by channel, and which channels rest because their smallest budget would bring more elsewhere."""
    on = _affordable(morning, learned, target=target)
    value, ratio = morning.value * on, learned.ratio
    low, high = bounds.low * ratio * on, bounds.high * ratio * on
    spend = fill(target, value=value, scale=morning.scale, low=low, high=high)
    weak = _weak(morning, spend, value=value, low=low)
    some = np.flatnonzero(weak.any(0))
    if len(some):
        rest = ~weak[:, some]
        spend[:, some] = fill(
            target[some],
            value=value[:, some] * rest,
            scale=morning.scale[:, some],
            low=low[:, some] * rest,
            high=high[:, some] * rest,
        )
    return spend, weak


def _affordable(morning: Morning, learned: Delivery, *, target: Numbers) -> Flags:
    """The channels whose smallest budgets fit into today's money together, the most promising first."""
    needs = morning.least * learned.ratio * morning.active
    on = morning.active & (target > 0)
    tight = np.flatnonzero(needs.sum(0) > target + 1e-9)
    if len(tight):
        promise = np.where(morning.active, morning.value / morning.scale, -1.0)[:, tight]
        order = np.argsort(-promise, axis=0, kind="stable")
        fits = np.cumsum(np.take_along_axis(needs[:, tight], order, 0), axis=0) <= target[tight] + 1e-9
        chosen = np.zeros_like(fits)
        np.put_along_axis(chosen, order, fits, 0)
        on[:, tight] &= chosen
    return on


def _weak(morning: Morning, spend: Numbers, *, value: Numbers, low: Numbers) -> Flags:
    """Channels that stand at the network's smallest budget and bring clearly less for it than the others would."""
    free = (spend > low * 1.001) & (value > 0)
    price = np.where(free, value / (morning.scale + spend), 0.0).max(0)
    at_least = (spend > 0) & (spend <= morning.least * 1.3)
    return at_least & (value * np.log1p(spend / morning.scale) * WEAK < price * spend)


def _hold(morning: Morning, amounts: Numbers, bounds: _Bounds, weak: Flags) -> tuple[Numbers, Flags]:
    """Leave budgets as they are where the step is too small to be worth it."""
    before = morning.in_force[0]
    small = (before > 0) & (np.abs(amounts - before) < HOLD * before) & ~weak
    small &= (before >= bounds.low - 0.5) & (before <= bounds.high + 0.5) & (morning.days_left > GUARD_DAYS)
    return np.where(small, before, amounts), small
