"""Hires of the next quarter against invented organisations: does the 80 % band hold, how wide is it, do sure plans succeed.

    ./run bench demand --seeds 120 --first 50000

Every seed is another organisation (bench/worlds/demand.py). The spreadsheet beside it: hires over applications so far, times the
planned applications, with a binomial 80 % band. Winkler's score is the width and ten times what lies outside (Gneiting and
Raftery 2007), summed over the seeds. A plan asks for as many hires as the spreadsheet expects.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.worlds import demand as worlds

GOALS = {1.5: (68, 0.70), 4.0: (61, 0.70), 15.0: (39, 0.50)}  # a day: what a spreadsheet covered, the score to reach


@dataclass(frozen=True)
class Result:
    ours: bool
    sheet: bool
    score: float
    sheet_score: float
    succeeds: float
    seconds: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench demand", description=__doc__)
    parser.add_argument("--seeds", type=int, default=150, help="organisations per number of applications a day")
    parser.add_argument("--first", type=int, default=50_000, help="the first seed; those below 10,000 were tuned on")
    given = parser.parse_args(arguments)
    forecast_once()
    print(f"{given.seeds} organisations each, seeds from {given.first}; ± one standard error. Goals in brackets.")
    print(
        "| applications a day | covers 80 % (76–86) | spreadsheet | Winkler, of its | sure plans succeed (76–86) | ms |"
    )
    print("|---|---|---|---|---|---|")
    for per_day, (_, goal) in GOALS.items():
        results = [played(seed, per_day) for seed in range(given.first, given.first + given.seeds)]
        score, error = _ratio([one.score for one in results], [one.sheet_score for one in results])
        print(
            f"| {per_day:g} | {_share([one.ours for one in results])} | {_share([one.sheet for one in results])} "
            f"| {score:.2f} × ± {error:.2f} (≤ {goal:.2f}) | {_share([one.succeeds for one in results])} "
            f"| {1000 * np.median([one.seconds for one in results]):.0f} |",
            flush=True,
        )
    return 0


def forecast_once() -> None:
    """What is imported at the first call is not part of a call's time."""
    from bench import doors

    doors.hires_forecast(worlds.play(worlds.World(), 1).history)


def played(seed: int, per_day: float) -> Result:
    from bench import doors

    case = worlds.play(worlds.draw(seed, per_day=per_day), seed)
    truth = case.hires_with(case.history["planned_apps"])
    started = time.perf_counter()
    band = doors.hires_forecast(case.history)
    seconds = time.perf_counter() - started
    sheet = spreadsheet(case.history)
    return Result(
        band[0] <= truth <= band[2],
        sheet[0] <= truth <= sheet[2],
        winkler(band, truth),
        winkler(sheet, truth),
        _plan(case, hires=max(round(sheet[1]), 1)),
        seconds,
    )


def spreadsheet(history: dict[str, object]) -> tuple[float, float, float]:
    """Hires over applications, times what is planned; 10, 50 and 90 % of a binomial number."""
    from scipy import stats

    applications = max(np.size(history["app_day"]), 1)
    share = np.isfinite(np.asarray(history["hire_day"], dtype=float)).sum() / applications
    low, median, high = stats.binom.ppf([0.1, 0.5, 0.9], history["planned_apps"], share)
    return float(low), float(median), float(high)


def winkler(band: tuple[float, float, float], truth: float) -> float:
    return band[2] - band[0] + 10 * (max(band[0] - truth, 0) + max(truth - band[2], 0))


def _plan(case: worlds.Case, *, hires: int) -> float:
    """Whether a plan that is sure of so many hires makes them; NaN where nothing needs planning, or nothing helps."""
    from calendar_app import demand

    history = case.history
    read = demand.read_history(history["app_day"], history["hire_day"], history["rejected_day"], today=history["today"])
    outlook = demand.look(read, horizon_days=history["horizon"])
    try:
        planned = demand.applications_needed(outlook, hires=hires).sure
    except demand.OutOfReachError:
        return float("nan")
    return float(case.hires_with(planned) >= hires) if planned else float("nan")


def _share(values: Sequence[float]) -> str:
    known = np.array([one for one in values if np.isfinite(one)], dtype=float)
    share = known.mean()
    return f"{100 * share:.0f} % ± {100 * np.sqrt(share * (1 - share) / known.size):.0f}"


def _ratio(above: Sequence[float], below: Sequence[float]) -> tuple[float, float]:
    """The ratio of two sums and its standard error (delta method)."""
    ratio = sum(above) / sum(below)
    rest = np.array(above) - ratio * np.array(below)
    return ratio, float(np.sqrt(rest.size) * rest.std(ddof=1) / sum(below))
