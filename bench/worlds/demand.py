"""Hiring histories whose next quarter is known: drift, months that differ, several lag laws, outcomes not yet seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

QUARTER, MONTH = 91.0, 30.4
LAWS = ("lognormal", "gamma", "weibull", "mixture")
DRIFTS = ("walk", "walk", "walk", "trend", "jump")


@dataclass(frozen=True, kw_only=True)
class World:
    """Constants of one organisation. Days; ``drift`` and ``month`` are standard deviations of the log odds of a hire.

    ``unrecorded`` is the share of the others that nobody ever rejects in the system; ``season`` and ``slope`` shape how many
    applications come on a day of the year, and how they lean to the beginning or the end of the horizon.
    """

    days: int = 730
    horizon: int = 91
    per_day: float = 4.0
    rate: float = 0.04
    drift: float = 0.15
    drift_kind: str = "walk"
    month: float = 0.25
    law: str = "lognormal"
    lag_median: float = 35.0
    lag_spread: float = 0.6
    reject_median: float = 21.0
    reject_spread: float = 0.8
    unrecorded: float = 0.2
    season: float = 0.25
    slope: float = 0.0


@dataclass(frozen=True)
class Case:
    """What is known today, and what will be: ``hires_with(n)`` plays the same future with n planned applications."""

    history: dict[str, Any]
    pipeline_hires: int
    odds: np.ndarray
    shape: np.ndarray
    world: World
    seed: int

    def hires_with(self, planned: int) -> int:
        rng = np.random.default_rng([self.seed, 7])
        world, today = self.world, self.world.days
        day = today + rng.choice(world.horizon, size=planned, p=self.shape) + rng.random(planned)
        hired = rng.random(planned) < self.odds[_month(day, self.odds)]
        lag = _lags(world, planned, rng)
        return self.pipeline_hires + int(np.sum(hired & (day + lag <= today + world.horizon)))


def draw(seed: int, *, per_day: float) -> World:
    """Constants of one organisation among many."""
    rng = np.random.default_rng([seed, 11])
    return World(
        days=int(rng.integers(300, 1096)),
        per_day=per_day,
        rate=float(np.exp(rng.uniform(np.log(0.02), np.log(0.08)))),
        drift=float(rng.uniform(0.0, 0.3)),
        drift_kind=str(rng.choice(DRIFTS)),
        month=float(rng.uniform(0.0, 0.45)),
        law=str(rng.choice(LAWS)),
        lag_median=float(rng.uniform(15, 70)),
        lag_spread=float(rng.uniform(0.3, 0.9)),
        reject_median=float(rng.uniform(7, 60)),
        reject_spread=float(rng.uniform(0.4, 1.1)),
        unrecorded=float(rng.choice([0.0, 0.0, 0.1, 0.3, 0.6])),
        season=float(rng.uniform(0.0, 0.4)),
        slope=float(rng.choice([-0.6, 0.0, 0.0, 0.6])),
    )


def play(world: World, seed: int) -> Case:
    """One history of a world, and the future behind it."""
    rng = np.random.default_rng([seed, 3])
    odds = _odds(world, rng)
    days, horizon = world.days, world.horizon
    wave = 1 + world.season * np.sin(2 * np.pi * (np.arange(days + horizon) / 365.25 + rng.random()))
    arrivals = rng.poisson(world.per_day * wave[:days])
    day = np.repeat(np.arange(days), arrivals) + rng.random(arrivals.sum())
    hired = rng.random(day.size) < odds[_month(day, odds)]
    hire_day = np.where(hired, day + _lags(world, day.size, rng), np.nan)
    said = ~hired & (rng.random(day.size) >= world.unrecorded)
    late = world.reject_median * np.exp(world.reject_spread * rng.standard_normal(day.size))
    rejected_day = np.where(said, day + late, np.nan)
    pipeline = int(np.sum((hire_day > days) & (hire_day <= days + horizon)))
    shape = wave[days:] * (1 + world.slope * np.linspace(-1, 1, horizon))
    planned = int(rng.poisson(world.per_day * horizon * wave[days:].mean()))
    history = {
        "app_day": day,
        "hire_day": np.where(hire_day <= days, hire_day, np.nan),
        "rejected_day": np.where(rejected_day <= days, rejected_day, np.nan),
        "today": float(days),
        "planned_apps": planned,
        "horizon": float(horizon),
    }
    return Case(history, pipeline, odds, shape / shape.sum(), world, seed)


def with_constants(world: World, **changed: Any) -> World:
    return replace(world, **changed)


def _month(day: np.ndarray, odds: np.ndarray) -> np.ndarray:
    return np.minimum((day / MONTH).astype(int), odds.size - 1)


def _odds(world: World, rng: np.random.Generator) -> np.ndarray:
    """Chance of a hire per month of application: a path over the quarters, and beta-distributed months around it."""
    months = int(np.ceil((world.days + world.horizon) / MONTH)) + 1
    quarter = (np.arange(months) * MONTH / QUARTER).astype(int)
    steps = world.drift * rng.standard_normal(quarter.max() + 1)
    paths = {
        "walk": np.cumsum(steps),
        "trend": steps[0] * (np.arange(steps.size) - steps.size / 2),
        "jump": 3 * steps[0] * (np.arange(steps.size) >= rng.integers(1, steps.size)),
    }
    centre = np.log(world.rate / (1 - world.rate)) + paths[world.drift_kind][quarter]
    mean = 1 / (1 + np.exp(-centre))
    if not world.month:
        return mean
    size = (1 - mean) / (
        mean * world.month**2
    )  # of the beta law, so that the log odds have about this standard deviation
    return np.clip(rng.beta(mean * size, (1 - mean) * size), 1e-6, 1 - 1e-6)


def _lags(world: World, n: int, rng: np.random.Generator) -> np.ndarray:
    median, spread = world.lag_median, world.lag_spread
    if world.law == "lognormal":
        return median * np.exp(spread * rng.standard_normal(n))
    if world.law == "gamma":
        shape = 1 / spread**2
        return rng.gamma(shape, median / max(shape - 1 / 3, 0.2), n)
    if world.law == "weibull":
        shape = 1.2 / spread
        return median * (rng.exponential(size=n) / np.log(2)) ** (1 / shape)
    quick = rng.random(n) < 0.4
    return np.where(quick, 0.35, 1.3) * median * np.exp(0.7 * spread * rng.standard_normal(n))
