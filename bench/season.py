"""The effect of school holidays in worlds where it is known: bias, coverage, false alarms, width, refusals; and what others say.

`./run bench season [--draws N] [--seed N]`, or without Django `python -m bench.season`. Three parts: a grid of dispersion, memory
of the noise, level and years; shapes that the estimator does not assume; and rivals on the grid. Percent and percent points.
About four minutes on one quiet core with 80 draws a cell; behind ± stands one standard error of the drawing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from bench.doors import holiday_effect
from bench.worlds.season import Counts, Noise, Response, Trend, World, Year, draw
from bench.worlds.season_rivals import RIVALS

SIZES = ((2.0, 1.0), (2.0, 3.0), (6.0, 2.0), (12.0, 1.0), (12.0, 2.0), (12.0, 3.0), (60.0, 1.0), (60.0, 3.0))
CORRELATIONS = (0.0, 0.4, 0.7, 0.85)
DISPERSIONS = (1.2, 3.0)
USUAL = World(level=20.0, correlation=0.5, noise_sd=0.2)
RIVAL_DRAWS = 20  # of each cell of the grid


@dataclass(frozen=True)
class Cell:
    """Answers of one way in one kind of world; NaN where it refused. ``answers``: a row of effect, low, high for each draw."""

    name: str
    effect: float
    answers: np.ndarray

    @property
    def given(self) -> np.ndarray:
        return self.answers[~np.isnan(self.answers[:, 0])]

    @property
    def covered(self) -> np.ndarray:
        return (self.given[:, 1] <= self.effect) & (self.effect <= self.given[:, 2])


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench season", description=__doc__)
    options.add_argument("--draws", type=int, default=80)
    options.add_argument("--seed", type=int, default=3_000_000)
    chosen = options.parse_args(arguments)
    started = time.monotonic()
    grid = list(_printed("The grid", _measured(_grid(), draws=chosen.draws, seed=chosen.seed)))
    shapes = list(_printed("Other shapes", _measured(_shapes(), draws=chosen.draws, seed=chosen.seed + 500_000)))
    calm = list(_printed("No effect", _measured(_calm(), draws=chosen.draws, seed=chosen.seed + 800_000)))
    list(_printed("Rivals on the grid", _rivals(draws=min(chosen.draws, RIVAL_DRAWS), seed=chosen.seed)))
    list(_printed("Together", [_together("grid", grid), _together("shapes", shapes), _together("no effect", calm)]))
    print(f"{time.monotonic() - started:.0f} s")
    return 0 if _holds(grid, calm) else 1


def _grid() -> Iterator[tuple[str, World]]:
    for level, years in SIZES:
        for correlation in CORRELATIONS:
            for dispersion in DISPERSIONS:
                name = f"{level:g} a day, {years:g} y, memory {correlation:g}, dispersion {dispersion:g}"
                yield (
                    name,
                    World(level=level, years=years, correlation=correlation, dispersion=dispersion, noise_sd=0.2),
                )


def _shapes() -> Iterator[tuple[str, World]]:
    worlds = [
        *(replace(USUAL, year=year) for year in Year),
        *(replace(USUAL, trend=trend) for trend in Trend),
        *(replace(USUAL, noise=noise) for noise in Noise),
        replace(USUAL, counts=Counts.NEGATIVE_BINOMIAL, dispersion=4.0),
        replace(USUAL, response=Response.DELAYED),
        replace(USUAL, spend_cut=0.0),
        replace(USUAL, spend_cut=0.6),
        replace(USUAL, noise_sd=0.4, correlation=0.85),
    ]
    worlds = list(dict.fromkeys(worlds))
    for world in worlds:
        changed = {name: value for name, value in vars(world).items() if value != getattr(USUAL, name)}
        yield ", ".join(f"{name} {value}" for name, value in changed.items()) or "usual", world


def _calm() -> Iterator[tuple[str, World]]:
    for name, world in _grid():
        if world.level >= 12 and world.dispersion < 2 and world.years != 3:
            yield name, replace(world, effect=0.0)


def _measured(worlds: Iterable[tuple[str, World]], *, draws: int, seed: int) -> Iterator[Cell]:
    for place, (name, world) in enumerate(worlds):
        seeds = range(seed + place * 5_000, seed + place * 5_000 + draws)
        yield Cell(name, world.effect, np.array([holiday_effect(draw(world, seed=each)) for each in seeds]))


def _rivals(*, draws: int, seed: int) -> Iterator[Cell]:
    """Every way on the same draws, where there are enough applications for ours."""
    worlds = [(place, world) for place, (_name, world) in enumerate(_grid()) if world.level * world.years > 5]
    days = [draw(world, seed=seed + place * 5_000 + n) for place, world in worlds for n in range(draws)]
    for name, way in {"ours": holiday_effect, **RIVALS}.items():
        yield Cell(name, World().effect, np.array([way(each) for each in days]))


def _together(name: str, cells: Sequence[Cell]) -> Cell:
    return Cell(name, cells[0].effect, np.concatenate([cell.answers for cell in cells]))


def _printed(title: str, cells: Iterable[Cell]) -> Iterator[Cell]:
    print(f"\n{title:<50}{'bias':>12}{'covers':>14}{'no effect out':>15}{'width':>8}{'refused':>9}", flush=True)
    for cell in cells:
        print(_line(cell), flush=True)
        yield cell


def _line(cell: Cell) -> str:
    refused = f"{100 * (1 - len(cell.given) / len(cell.answers)):8.0f}%"
    if len(cell.given) < 2:
        return f"{cell.name:<50}{'':>49}{refused}"
    n = len(cell.given) ** 0.5
    error, share = 100 * (cell.given[:, 0] - cell.effect), cell.covered.mean()
    alarms = np.mean((cell.given[:, 1] > 0) | (cell.given[:, 2] < 0))
    width = np.mean(cell.given[:, 2] - cell.given[:, 1])
    return (
        f"{cell.name:<50}{error.mean():+6.1f} ± {error.std() / n:3.1f}"
        f"{100 * share:8.1f} ± {100 * (share * (1 - share)) ** 0.5 / n:3.1f}"
        f"{100 * alarms:14.1f}%{100 * width:8.1f}{refused}"
    )


def _holds(grid: Sequence[Cell], calm: Sequence[Cell]) -> bool:
    """Whether what was promised holds together; a single cell of few draws may lie outside by chance."""
    whole, none = _together("", grid), _together("", calm)
    bias = abs(np.mean(whole.given[:, 0]) - whole.effect)
    return bool(bias <= 0.01 and 0.93 <= whole.covered.mean() <= 0.975 and 1 - none.covered.mean() <= 0.06)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
