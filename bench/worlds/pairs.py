"""Matched pairs of vacancies whose true ratio of hires per euro is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class World:
    """``hires``: expected in an event vacancy of the usual size; ``between``, ``within``: standard deviation in logs of what a
    pair has in common, and of what each vacancy has of its own, with the same law on both sides; ``budgets``: of the sizes of
    pairs; ``unequal``: of the two budgets in a pair, and ``richer`` how many times as much the always-on side has as a rule;
    ``groups``: pairs come in groups that share half of what a pair has in common; ``crowded``: extra variance of counts per hire.
    """

    pairs: int = 16
    ratio: float = 1.0
    hires: float = 4.0
    between: float = 0.6
    within: float = 0.3
    budgets: float = 0.4
    unequal: float = 0.3
    richer: float = 1.0
    groups: int = 0
    crowded: float = 0.0


def draw(seed: int, *, pairs: int | None = None) -> World:
    """Constants of one comparison among many."""
    rng = np.random.default_rng([seed, 17])
    return World(
        pairs=pairs or int(rng.integers(8, 41)),
        ratio=float(np.exp(rng.uniform(np.log(0.5), np.log(2.5)))),
        hires=float(np.exp(rng.uniform(np.log(0.8), np.log(12)))),
        between=float(rng.uniform(0.2, 1.0)),
        within=float(rng.uniform(0.0, 0.5)),
        budgets=float(rng.uniform(0.0, 0.6)),
        unequal=float(rng.uniform(0.0, 0.5)),
        richer=float(rng.choice([0.7, 1.0, 1.0, 1.5])),
        groups=int(rng.choice([0, 4])),
        crowded=float(rng.choice([0.0, 0.3])),
    )


def play(world: World, seed: int) -> pd.DataFrame:
    """One table of pairs, with the columns of the door."""
    rng = np.random.default_rng([seed, 5])
    n = world.pairs
    shared = rng.standard_normal(n)
    if world.groups:
        group = rng.standard_normal(world.groups)[rng.integers(0, world.groups, n)]
        shared = np.sqrt(0.5) * (shared + group)
    level = world.hires * np.exp(world.between * shared - world.between**2 / 2)
    size = np.exp(world.budgets * rng.standard_normal(n))
    lean = np.exp(world.unequal * rng.standard_normal(n)) * world.richer
    columns = {}
    for side, times, part in (("always_on", world.ratio, np.sqrt(lean)), ("event", 1.0, 1 / np.sqrt(lean))):
        own = np.exp(world.within * rng.standard_normal(n) - world.within**2 / 2)
        expected = level * size * part * own * times
        if world.crowded:
            expected = rng.gamma(expected / world.crowded, world.crowded)
        columns[f"{side}_euros"] = np.round(3000 * size * part, 2)
        columns[f"{side}_hires"] = rng.poisson(expected)
    return pd.DataFrame(columns)
