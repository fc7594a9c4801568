"""What is known of many flights on one morning, as arrays; money in minor units as floats.

N flights stand in the last axis and channels before it, so that one operation runs along thousands of flights: [N], [C, N] and
[D, C, N] with D days back, yesterday (age 1) first. NaN in ``reported`` is a day that is not told yet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

RECENT = 8  # days that may still be restated, or untold
LEARNED = 28  # days back that the delivery ratio is learned from
FADE_DAYS = 10.0  # a day's weight in the ratio falls by e in so many days


@dataclass(frozen=True, kw_only=True)
class Past:
    """Weighted sums over the days of age RECENT + 1 to LEARNED on which a channel spent anything, [C, N] each.

    ``weight``: Σ w, with w = exp(−age / FADE_DAYS); ``budgets``, ``spends``: Σ w·b, Σ w·s; ``ratios``, ``squares``: Σ w·(s/b),
    Σ w·(s/b)²; ``pairs``, ``pair_ratios``, ``products``: the same of days that follow each other. ``days``: how many, unweighted.
    """

    days: Numbers
    weight: Numbers
    budgets: Numbers
    spends: Numbers
    ratios: Numbers
    squares: Numbers
    pairs: Numbers
    pair_ratios: Numbers
    products: Numbers

    @classmethod
    def of(cls, budgets: Numbers, spends: Numbers) -> Past:
        """Sum up older days: both [D, C, N], ages RECENT + 1 and on; NaN spend is left out."""
        ages = np.arange(RECENT + 1, RECENT + 1 + len(budgets))
        live = (budgets > 0) & (np.nan_to_num(spends) > 0)
        weight = np.exp(-ages / FADE_DAYS)[:, None, None] * live
        spends = np.where(live, spends, 0.0)
        ratio = np.where(live, spends / np.where(live, budgets, 1.0), 0.0)
        both = weight[1:] * live[:-1]
        return cls(
            days=live.sum(0).astype(float),
            weight=weight.sum(0),
            budgets=(weight * budgets).sum(0),
            spends=(weight * spends).sum(0),
            ratios=(weight * ratio).sum(0),
            squares=(weight * ratio**2).sum(0),
            pairs=both.sum(0),
            pair_ratios=(both * (ratio[1:] + ratio[:-1])).sum(0),
            products=(both * ratio[1:] * ratio[:-1]).sum(0),
        )


@dataclass(frozen=True, kw_only=True)
class Morning:
    """One block.

    ``settled``: what was spent before the recent days, final. ``share``: today's part of the weights that are left, 0..1.
    ``planned``: what the plan says is spent by this morning. ``told``: learned share of a day's final spend that is told at each
    recent age. ``value`` and ``scale`` are the response: value × log(1 + spend / scale). ``most`` and ``cap`` may be infinite.
    ``over``: what a network may spend of a day budget at most, as a multiple of it.
    """

    days_left: NDArray[np.int64]  # [N], today included; 0: over
    budget: Numbers  # [N]
    settled: Numbers  # [N]
    share: Numbers  # [N]
    planned: Numbers  # [N]
    cap: Numbers  # [N]
    active: Flags  # [C, N]
    least: Numbers  # [C, N]
    most: Numbers  # [C, N]
    over: Numbers  # [C, N]
    in_force: Numbers  # [RECENT, C, N]
    reported: Numbers  # [RECENT, C, N]
    told: Numbers  # [RECENT, C, N]
    past: Past
    value: Numbers  # [C, N]
    scale: Numbers  # [C, N]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``amounts``: whole minor units per channel; the rest is what the reasons are printed from."""

    amounts: NDArray[np.int64]  # [C, N]
    spent: Numbers  # [N], expected spend so far, the untold days included
    doubt: Numbers  # [N], its standard deviation
    target: Numbers  # [N], what should be spent today
    guard: Numbers  # [N], kept back because of what is not told yet
    ratio: Numbers  # [C, N], expected spend of a day as a share of its budget
    spread: Numbers  # [C, N], standard deviation of a day's ratio, relative
    dead: Flags  # [C, N], spends nothing though it may
    weak: Flags  # [C, N], rests: its smallest budget brings more elsewhere
    held: Flags  # [C, N], too small a step to send
    bounded: Flags  # [C, N], stopped by the size of a step
    hurried: Flags  # [N], the plan was out of reach with ordinary steps
