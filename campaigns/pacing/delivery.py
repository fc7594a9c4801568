"""What a network makes of a day budget: how much of it is spent, how surely, and what the untold days have probably cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .morning import FADE_DAYS, RECENT, Flags, Morning, Numbers

PRIOR_DAYS, PRIOR_RATIO, PRIOR_SPREAD, PRIOR_MEMORY = 2.0, 0.95, 0.12, 0.35
DEAD_AFTER = 2  # told days in a row without any spend
DEAD_DOUBT = 0.3  # of its budget: a silent network may have woken up
CARRIED_DAYS = 2  # before the first untold one, from which a deviation is carried on
FRESH_DAYS, FRESH_DOUBT = 2, 0.01  # the newest told days are restated most
_WEIGHTS = np.exp(-np.arange(1, RECENT + 1) / FADE_DAYS)


@dataclass(frozen=True)
class Delivery:
    """``spread``: standard deviation of a day's ratio against the mean one. ``spent`` and ``doubt``: by this morning, in all."""

    ratio: Numbers  # [C, N]
    spread: Numbers  # [C, N]
    dead: Flags  # [C, N]
    spent: Numbers  # [N]
    doubt: Numbers  # [N]


def learn(morning: Morning) -> Delivery:
    """Return what reports tell of every channel, and what was probably spent; where nothing is told, what is usual."""
    final = np.maximum(morning.reported / morning.told, 0.0)
    told = (final >= 0) & (morning.in_force > 0)  # NaN is not
    live = told & (final > 0)
    each = np.where(live, final / np.where(live, morning.in_force, 1.0), 0.0)
    ratio, prior = _ratio(morning, final, live)
    spread, memory = _spread(morning, each, live, ratio=ratio, prior=prior)
    dead = _dead(told, live)
    spent, doubt = _spent(morning, final, each, live, ratio=ratio, spread=spread, memory=memory, dead=dead)
    return Delivery(ratio, spread, dead, spent, doubt)


def _ratio(morning: Morning, final: Numbers, live: Flags) -> tuple[Numbers, Numbers]:
    """Spend over budget, both weighted by age, with a prior of a few days at the channel's own level; and that prior's weight."""
    past = morning.past
    weight = np.tensordot(_WEIGHTS, live.astype(float), 1) + past.weight
    budgets = np.tensordot(_WEIGHTS, np.where(live, morning.in_force, 0.0), 1) + past.budgets
    spends = np.tensordot(_WEIGHTS, np.where(live, final, 0.0), 1) + past.spends
    prior = PRIOR_DAYS * _WEIGHTS[0]
    known = weight > 0
    level = prior * budgets / np.where(known, weight, 1.0)
    ratio = np.where(known, (spends + PRIOR_RATIO * level) / np.where(known, budgets + level, 1.0), PRIOR_RATIO)
    return np.minimum(np.maximum(ratio, 0.3), np.maximum(morning.over, 1.0)), 2 * prior * np.ones_like(weight)


def _spread(morning: Morning, each: Numbers, live: Flags, *, ratio: Numbers, prior: Numbers) -> tuple[Numbers, Numbers]:
    """How far days lie from the ratio, and how much of that is left a day later, both with a prior."""
    past = morning.past
    apart = np.where(live, each / ratio - 1, 0.0)
    weight = np.tensordot(_WEIGHTS, live.astype(float), 1) + past.weight
    squares = np.tensordot(_WEIGHTS, apart**2, 1) + past.squares / ratio**2 - 2 * past.ratios / ratio + past.weight
    products = np.tensordot(_WEIGHTS[1:], apart[1:] * apart[:-1], 1)
    products += past.products / ratio**2 - past.pair_ratios / ratio + past.pairs
    usual = prior * PRIOR_SPREAD**2
    squares = np.maximum(squares, 0.0) + usual
    memory = np.clip((products + PRIOR_MEMORY * usual) / squares, -0.3, 0.9)
    return np.sqrt(squares / (weight + prior)), memory


def _dead(told: Flags, live: Flags) -> Flags:
    """Channels whose newest told days all brought no spend."""
    seen = np.zeros(told.shape[1:])
    dead = np.ones(told.shape[1:], bool)
    for day in range(len(told)):
        counts = told[day] & (seen < DEAD_AFTER)
        dead &= ~(counts & live[day])
        seen += counts
    return dead & (seen == DEAD_AFTER)


def _spent(
    morning: Morning,
    final: Numbers,
    each: Numbers,
    live: Flags,
    *,
    ratio: Numbers,
    spread: Numbers,
    memory: Numbers,
    dead: Flags,
) -> tuple[Numbers, Numbers]:
    """Settled, told and untold days together, and the standard deviation of that. Untold days follow the newest told one."""
    untold = np.isnan(final)
    open_days = np.flatnonzero(untold.any((1, 2)))
    oldest = int(open_days[-1]) + 1 if len(open_days) else 0
    total = morning.settled + final[oldest:].sum((0, 1))
    apart = np.zeros_like(ratio)
    open_money = np.zeros_like(ratio)
    for day in range(min(oldest + CARRIED_DAYS, len(final)) - 1, -1, -1):
        apart = np.where(live[day], np.minimum(np.maximum(each[day] / ratio - 1, -0.5), 0.5), apart * memory)
        if day < oldest:
            guess = morning.in_force[day] * ratio * (1 + apart) * ~dead
            total += np.where(untold[day], guess, final[day]).sum(0)
            open_money += (untold[day] * morning.in_force[day]) ** 2
    alone = open_money * np.where(dead, DEAD_DOUBT, spread * ratio) ** 2 * (1 + np.maximum(memory, 0.0))
    fresh = (np.where(untold[:FRESH_DAYS], 0.0, final[:FRESH_DAYS]) * FRESH_DOUBT) ** 2
    return total, np.sqrt(alone.sum(0) + fresh.sum((0, 1)))
