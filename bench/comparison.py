"""Always-on against event in invented pairs whose ratio is known: does the 95 % interval hold it, and what could be seen.

    ./run bench comparison --seeds 200 --first 50000

Every seed is another organisation (bench/worlds/pairs.py). The spreadsheet beside it: hires over euros of both sides, the log of
their ratio with the error that Poisson counts would have.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
import pandas as pd

from bench.worlds import pairs as worlds

GRID = {
    "as drawn": {},
    "1 hire": {"hires": 1.0},
    "1 hire, ratio 2.5": {"hires": 1.0, "ratio": 2.5},
    "8 hires, ratio 2.5": {"hires": 8.0, "ratio": 2.5, "within": 0.5},
    "3 hires, ratio 0.5": {"hires": 3.0, "ratio": 0.5},
    "pairs differ much": {"hires": 5.0, "between": 1.2, "ratio": 2.0},
    "unequal budgets": {"hires": 2.0, "richer": 2.0, "unequal": 0.5, "ratio": 2.0},
    "vacancies differ much": {"within": 0.8, "ratio": 2.0},
    "nothing differs": {"within": 0.0, "between": 0.3},
    "groups": {"groups": 4, "between": 1.0},
}
PAIRS = (8, 16, 40)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench comparison", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="organisations per cell")
    parser.add_argument("--first", type=int, default=50_000, help="the first seed; those below 10,000 were tuned on")
    given = parser.parse_args(arguments)
    print(f"{given.seeds} organisations a cell, seeds from {given.first}. Coverage (93–97), the spreadsheet's after /,")
    print("then the smallest ratio that could be seen (median), and the share of wrong verdicts.")
    print(f"| world | {' | '.join(f'{n} pairs' for n in PAIRS)} |\n|---|{'---|' * len(PAIRS)}")
    for name, constants in GRID.items():
        cells = [_cell(constants, pairs=n, seeds=range(given.first, given.first + given.seeds)) for n in PAIRS]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    error = 100 * np.sqrt(0.95 * 0.05 / given.seeds)
    print(f"One standard error of a coverage is {error:.1f} points.")
    return 0


def _cell(constants: dict[str, float], *, pairs: int, seeds: range) -> str:
    found = np.array([_played(constants, pairs=pairs, seed=seed) for seed in seeds])
    ours, sheet = np.nanmean(found[:, :2], axis=0)
    return f"{100 * ours:.1f} / {100 * sheet:.0f}; {np.nanmedian(found[:, 2]):.2f} ×; {100 * found[:, 3].mean():.1f} %"


def _played(constants: dict[str, float], *, pairs: int, seed: int) -> tuple[float, float, float, float]:
    """Whether the interval and the spreadsheet's hold the truth, the smallest ratio to be seen, and a verdict that is wrong."""
    from dashboards.insight import comparison

    world = worlds.World(pairs=pairs, **constants) if constants else worlds.draw(seed, pairs=pairs)
    frame = worlds.play(world, seed)
    found = comparison.compare([comparison.Pair(*row) for row in frame.itertuples(index=False)], observational=False)
    if found.verdict is comparison.Verdict.TOO_LITTLE:
        return (np.nan, np.nan, np.nan, 0.0)
    wrong = (found.low > 1 and world.ratio <= 1) or (found.high < 1 and world.ratio >= 1)
    low, high = spreadsheet(frame)
    return (found.low <= world.ratio <= found.high, low <= world.ratio <= high, found.seen_from, wrong)


def spreadsheet(frame: pd.DataFrame) -> tuple[float, float]:
    """The ratio of the sums, with the error of two Poisson counts; half a hire is added to a side without."""
    total = frame.sum()
    always_on, event = max(total["always_on_hires"], 0.5), max(total["event_hires"], 0.5)
    middle = np.log(always_on / total["always_on_euros"]) - np.log(event / total["event_euros"])
    error = 1.96 * np.sqrt(1 / always_on + 1 / event)
    return float(np.exp(middle - error)), float(np.exp(middle + error))
