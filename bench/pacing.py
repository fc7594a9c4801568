"""Pacing and allocation in worlds of our own: whole flights beside simpler ways, event flights, and the speed of one block.

`./run bench pacing [--flights N] [--seed N]`, or without Django `python -m bench.pacing`. Percent of the budget; behind ± one
standard error over the flights. The engine was tuned on seeds below 100; the default begins above.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from bench.worlds.events import Events
from bench.worlds.flights import DISTURBED, MONTH, QUARTER, UNDISTURBED, Flights, Kind
from campaigns.pacing.deciding import decide
from campaigns.pacing.hourly import HourMemory, decide_hour
from campaigns.pacing.morning import LEARNED, RECENT, Morning, Past
from campaigns.pacing.pilot import Pilot, View
from campaigns.pacing.response import Response

Array = np.ndarray
KINDS: dict[str, Kind] = {
    "365 days, undisturbed": UNDISTURBED,
    "365 days, disturbed": DISTURBED,
    "90 days, disturbed": QUARTER,
    "30 days": MONTH,
}


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench pacing", description=__doc__)
    options.add_argument("--flights", type=int, default=300)
    options.add_argument("--seed", type=int, default=1_000)
    chosen = options.parse_args(arguments)
    started = time.monotonic()
    for name, kind in KINDS.items():
        print(f"\n{name:<24}{'end error':>16}{'P95':>7}{'> 0.05 %':>10}{'> 1 %':>7}{'off plan':>10}{'restarts':>10}"
              f"{'qualified':>16}{'worst 5 %':>11}{'< even':>8}")  # fmt: skip
        even: Array | None = None
        for way, make in WAYS.items():
            found = _fly(kind, make, flights=chosen.flights, seed=chosen.seed)
            even = found.brought if way == "naive" else even
            print(_line(way, found, even=even), flush=True)
    _events(chosen.seed)
    _speed()
    print(f"{time.monotonic() - started:.0f} s")
    return 0


# ways of deciding a morning: view → whole minor units [N, C]

Way = Callable[[View], Array]


def _engine(world: Flights) -> Way:
    pilot = Pilot(world.n, world.channels)
    return lambda view: pilot.decide(view).amounts.T


def _thompson(world: Flights) -> Way:
    """Our pacing, with the split of a strength drawn from what is believed instead of its mean."""
    chance = np.random.default_rng([world.seed, 2])

    class Drawing(Pilot):
        def _fit(self, view: View, told: Array) -> Response:
            found = super()._fit(view, told)
            shape = 1 / found.doubt**2
            return replace(found, value=found.value * chance.gamma(shape) / shape)

    pilot = Drawing(world.n, world.channels)
    return lambda view: pilot.decide(view).amounts.T


def _naive(world: Flights) -> Way:
    """The budget over the days and the channels, evenly, until reports say that it is spent."""

    def way(view: View) -> Array:
        part = view.budget / np.maximum(view.total, 1)
        left = np.maximum(view.budget - np.nansum(view.spend, axis=(1, 2)), 0)
        return _evenly(view, np.minimum(part, left))

    return way


def _pid(world: Flights) -> Way:
    """What reports leave over the weights that are left, and a share of yesterday's and all earlier deviations; evenly split."""
    total = np.zeros(world.n)

    def way(view: View) -> Array:
        nonlocal total
        told = np.nan_to_num(view.spend)
        guessed = np.where(np.isnan(view.spend), view.in_force, 0.0).sum((1, 2))
        left = np.maximum(view.budget - told.sum((1, 2)) - guessed, 0.0)
        ahead = view.weights[:, view.day :].sum(1)
        share = np.where(ahead > 0, view.weights[:, view.day] / np.where(ahead > 0, ahead, 1), 0.0)
        base = left * share
        off = np.zeros(world.n)
        if view.day > 1:
            off = (view.in_force[:, -2] - told[:, -2]).sum(1)
        total = 0.95 * total + off
        return _evenly(view, np.clip(base + 0.3 * off + 0.05 * total, 0.0, left))

    return way


def _evenly(view: View, amount: Array) -> Array:
    many = np.maximum(view.active.sum(1), 1)
    each = np.floor((amount / many)[:, None] * view.active)
    return np.where(each < view.least, 0.0, each)


WAYS: dict[str, Callable[[Flights], Way]] = {"naive": _naive, "PID": _pid, "Thompson": _thompson, "ours": _engine}


# flights


@dataclass(frozen=True)
class Flown:
    """By flight, shares of the budget but for ``restarts`` (a channel and year) and ``brought`` (of a same-day oracle)."""

    error: Array
    off_plan: Array
    restarts: float
    brought: Array


def _fly(kind: Kind, make: Callable[[Flights], Way], *, flights: int, seed: int) -> Flown:
    world = Flights(kind, flights, seed)
    way = make(world)
    apart, days = np.zeros(flights), np.zeros(flights)
    while (world.day < world.total).any():
        world.morning()
        live = world.is_live
        spent = world.spend[:, : world.day].sum((1, 2))
        apart += np.where(live, np.abs(spent - world.ideal) / world.budget, 0.0)
        days += live
        world.live(np.where(live[:, None], way(_view(world)) / 100, 0.0))
    inside = np.arange(world.horizon)[None] < world.total[:, None]
    years = (world.total / 365 * world.exists.sum(1)).sum()
    brought = world.expected_qualified.sum((1, 2)) / np.maximum((world.oracle * inside).sum(1), 1e-9)
    error = world.spend.sum((1, 2)) / world.budget - 1
    return Flown(error, apart / days, float(world.restarts.sum() / years), brought)


def _view(world: Flights) -> View:
    until = np.arange(world.horizon)[None] < world.total[:, None]
    return View(
        day=world.day,
        total=world.total,
        budget=world.budget * 100,
        weights=world.weights * until,
        active=world.active,
        exists=world.exists,
        least=world.least * 100,
        most=np.full_like(world.least, np.inf),
        over=world.over_cap,
        cap=np.full(world.n, np.inf),
        in_force=world.in_force[:, : world.day] * 100,
        spend=world.reported("spend") * 100,
        apps=world.reported("apps"),
        qualified=world.reported("qualified"),
    )


def _line(way: str, found: Flown, *, even: Array | None) -> str:
    error, brought = 100 * np.abs(found.error), 100 * found.brought
    n = len(error)
    worst = np.sort(brought)[: max(n // 20, 1)].mean()
    below = "" if even is None or way == "naive" else f"{100 * np.mean(found.brought < even - 0.01):.1f} %"
    return (
        f"{way:<24}{error.mean():9.3f} ± {error.std() / n**0.5:5.3f}{np.quantile(error, 0.95):7.2f}"
        f"{100 * np.mean(found.error > 0.0005):8.1f} %{100 * np.mean(found.error > 0.01):5.1f} %"
        f"{100 * found.off_plan.mean():10.3f}{found.restarts:10.2f}"
        f"{brought.mean():10.1f} ± {brought.std() / n**0.5:3.1f}{worst:11.1f}{below:>8}"
    )


def _events(seed: int) -> None:
    print(f"\n{'events of two days':<24}{'end error':>16}{'P95':>7}{'> 1 %':>8}")
    for lag in (1, 3, 6):
        world, memory, caps = Events(600, seed, lag=lag), HourMemory(), []
        for _hour in range(50):
            hour = world.observation(caps, {})
            caps.append(
                decide_hour(
                    hour.h, hours=hour.H, budget=hour.B, reported=hour.rep, newest=hour.lastrep, usual=hour.tod, caps=caps,
                    channels=hour.C, lag=hour.lag, memory=memory,
                )
            )  # fmt: skip
            world.live(caps[-1])
        long = world.hours >= 47
        error = 100 * (world.spend.sum((1, 2)) / world.budget - 1)[long]
        size = np.abs(error)
        print(
            f"told {lag} h late{'':<12}{size.mean():9.2f} ± {size.std() / len(size) ** 0.5:5.2f}"
            f"{np.quantile(size, 0.95):7.2f}{100 * np.mean(error > 1):6.1f} %"
        )


def _speed(flights: int = 100_000, channels: int = 5, block: int = 4_000) -> None:
    """One core decides a block of each size in turn with a raw sum of the same days' budgets and spend."""
    chance = np.random.default_rng(1)
    parts = [_block(chance, min(block, flights - first), channels) for first in range(0, flights, block)]
    raw = ours = float("inf")
    for _turn in range(5):
        began = time.perf_counter()
        for _morning, budgets, spends in parts:
            budgets.sum(), spends.sum()
        raw, began = min(raw, time.perf_counter() - began), time.perf_counter()
        for morning, _budgets, _spends in parts:
            decide(morning)
        ours = min(ours, time.perf_counter() - began)
    print(
        f"\n{flights:,} campaigns × {channels} channels decided in {ours:.2f} s: {flights / ours:,.0f} a second on one core, "
        f"{ours / raw:.0f} × a raw sum of their {LEARNED} days of budgets and spend"
    )


def _block(chance: np.random.Generator, flights: int, channels: int) -> tuple[Morning, Array, Array]:
    shape = (channels, flights)
    budgets = chance.uniform(2e3, 9e3, (LEARNED, *shape))
    spends = budgets * chance.uniform(0.8, 1.1, budgets.shape)
    spends[0] = np.where(chance.random(shape) < 0.2, np.nan, spends[0])
    days = chance.integers(1, 300, flights)
    morning = Morning(
        days_left=days, budget=budgets.sum((0, 1)) + days * 25e3, settled=spends[RECENT:].sum((0, 1)), share=1 / days,
        planned=budgets.sum((0, 1)) * 0.95, cap=np.full(flights, np.inf), active=chance.random(shape) < 0.95,
        least=np.full(shape, 500.0), most=np.full(shape, np.inf), over=np.full(shape, 1.5), in_force=budgets[:RECENT].copy(),
        reported=spends[:RECENT].copy(), told=np.full((RECENT, *shape), 0.99), past=Past.of(budgets[RECENT:], spends[RECENT:]),
        value=chance.uniform(0.1, 1, shape), scale=chance.uniform(1e3, 5e3, shape),
    )  # fmt: skip
    return morning, budgets, spends


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
