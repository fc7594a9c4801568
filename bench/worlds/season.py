"""Daily applications of a made-up employer, with a school-holiday effect planted in them.

The shapes differ on purpose from what the estimator assumes: the year can be a spline or steps, the trend can bend, the noise
need not be of the first order. All constants are drawn anew for every seed. Applications and spend per day; spend in euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

Series = NDArray[np.float64]

REGIONS = ("Noord", "Midden", "Zuid")
DAYS_IN_YEAR = 365.25


class Year(StrEnum):
    FLAT = "flat"
    FOURIER = "fourier"  # two pairs
    ROUGH = "rough"  # five pairs
    SPLINE = "spline"
    MONTHS = "months"


class Trend(StrEnum):
    LINE = "line"
    BENDS = "bends"
    WALK = "walk"


class Noise(StrEnum):
    AR1 = "ar1"
    AR2 = "ar2"
    MOVING = "moving"  # a moving average of two weeks
    LONG = "long"  # a quick and a slow one together


class Counts(StrEnum):
    NEGATIVE_BINOMIAL = "nb"  # variance mean + mean²/size
    SCALED = "scaled"  # variance dispersion · mean


class Response(StrEnum):
    SAME_DAY = "same_day"
    DELAYED = "delayed"  # a third on the day, the rest over the days after


@dataclass(frozen=True, kw_only=True)
class World:
    """What is held fixed; everything else is drawn. ``noise_sd`` is the spread of the log of the daily level."""

    effect: float = -0.12
    level: float = 12.0
    years: float = 2.0
    correlation: float = 0.5
    noise_sd: float = 0.15
    dispersion: float = 1.5
    spend_cut: float | None = None  # None: drawn between 0.1 and 0.35
    year: Year = Year.FOURIER
    trend: Trend = Trend.LINE
    noise: Noise = Noise.AR1
    counts: Counts = Counts.SCALED
    response: Response = Response.SAME_DAY


def draw(world: World, *, seed: int) -> pd.DataFrame:
    """Return one history: date, applications, spend, school_holiday (0/1), public_holiday (0/1), in date order."""
    rng = np.random.default_rng([seed, 20_240_901])
    dates = _dates(world.years, rng)
    region = REGIONS[rng.integers(3)]
    school, public = calendar(dates[0], dates[-1], region)
    spend = _spend(world, school, rng)
    n = len(dates)
    log_mean = np.log1p(world.effect) * school
    log_mean += _year(world.year, dates, rng) + _trend(world.trend, n, rng)
    log_mean += _weekday(dates, rng) + np.log1p(-rng.uniform(0.1, 0.5)) * public
    log_mean += rng.uniform(0.2, 0.7) * np.log(_response(world.response, spend))
    log_mean += _noise(world, n, rng)
    mean = np.exp(log_mean)
    mean *= world.level / mean.mean()
    return pd.DataFrame(
        {
            "date": pd.to_datetime(dates),
            "applications": _counts(world, mean, rng),
            "spend": spend.round(2),
            "school_holiday": school.astype(int),
            "public_holiday": public.astype(int),
        }
    )


def calendar(first: date, last: date, region: str) -> tuple[Series, Series]:
    """Return 0/1 for school holidays of a Dutch region and for public holidays, one a day."""
    school, public = _holidays(region)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return np.array([day in school for day in days], float), np.array([day in public for day in days], float)


@lru_cache
def _holidays(region: str) -> tuple[frozenset[date], frozenset[date]]:
    import holidays

    years = range(2018, 2028)
    school = holidays.country_holidays("NL", subdiv=region, years=years, categories=("school",))
    return frozenset(school), frozenset(holidays.country_holidays("NL", years=years))


def _dates(years: float, rng: Generator) -> list[date]:
    first = date(2020, 1, 1) + timedelta(days=int(rng.integers(0, 1400)))
    return [first + timedelta(days=n) for n in range(round(years * 365))]


def _spend(world: World, school: Series, rng: Generator) -> Series:
    """Budgets are set for some weeks at a time, delivery differs by day, and somebody cuts them in the holidays."""
    n = len(school)
    cut = rng.uniform(0.1, 0.35) if world.spend_cut is None else world.spend_cut
    periods = np.repeat(rng.normal(0, rng.uniform(0.05, 0.3), n // 28 + 1), 28)[:n]
    daily = rng.normal(0, rng.uniform(0.1, 0.35), n)
    depth = np.clip(rng.normal(cut, 0.05, n), 0, 0.9)
    return rng.uniform(80, 800) * np.exp(periods + daily) * (1 - depth * school)


def _response(kind: Response, spend: Series) -> Series:
    if kind is Response.SAME_DAY:
        return spend
    weights = np.array([1, 0.7, 0.49, 0.34, 0.24, 0.17, 0.12])
    padded = np.concatenate([np.full(6, spend[:14].mean()), spend])
    return np.convolve(padded, weights / weights.sum(), mode="valid")


def _weekday(dates: list[date], rng: Generator) -> Series:
    shape = np.log([1.15, 1.2, 1.1, 1.0, 0.85, 0.55, 0.65]) * rng.uniform(0.4, 1.3) + rng.normal(0, 0.05, 7)
    return shape[[day.weekday() for day in dates]]


def _year(kind: Year, dates: list[date], rng: Generator) -> Series:
    angle = 2 * np.pi * np.array([day.timetuple().tm_yday for day in dates]) / DAYS_IN_YEAR
    size = rng.uniform(0.05, 0.25)
    if kind is Year.FLAT:
        return np.zeros(len(dates))
    if kind is Year.MONTHS:
        return rng.normal(0, size * 0.6, 12)[[day.month - 1 for day in dates]]
    if kind is Year.SPLINE:
        knots = np.linspace(0, 2 * np.pi, 9)
        heights = rng.normal(0, size * 0.8, 8)
        return _smooth(angle, knots, np.append(heights, heights[0]))
    found = np.zeros(len(dates))
    for pair in range(1, (2 if kind is Year.FOURIER else 5) + 1):
        phase = rng.uniform(0, 2 * np.pi)
        found += size / pair * rng.uniform(0.5, 1) * np.cos(pair * angle + phase)
    return found


def _smooth(angle: Series, knots: Series, heights: Series) -> Series:
    """A closed curve through the knots, its pieces joined by half cosines."""
    place = np.clip(np.searchsorted(knots, angle, side="right") - 1, 0, len(knots) - 2)
    share = (angle - knots[place]) / (knots[1] - knots[0])
    return heights[place] + (heights[place + 1] - heights[place]) * (1 - np.cos(np.pi * share)) / 2


def _trend(kind: Trend, n: int, rng: Generator) -> Series:
    years = np.arange(n) / DAYS_IN_YEAR
    if kind is Trend.LINE:
        return rng.normal(0, 0.15) * years
    if kind is Trend.BENDS:
        at = np.sort(rng.uniform(0, years[-1], 2))
        return sum((rng.normal(0, 0.3) * np.maximum(years - start, 0) for start in at), rng.normal(0, 0.15) * years)
    return np.cumsum(rng.normal(0, rng.uniform(0.003, 0.012), n))


def _noise(world: World, n: int, rng: Generator) -> Series:
    """Noise of the level with spread ``noise_sd``; what it is after a long time, from the first day on."""
    warm, rho = 200, world.correlation
    shocks = rng.normal(size=n + warm)
    if world.noise is Noise.AR1:
        raw = _autoregress(shocks, rho)
    elif world.noise is Noise.AR2:
        raw = _autoregress(_autoregress(shocks, rho), rho / 2)
    elif world.noise is Noise.MOVING:
        raw = np.convolve(shocks, np.ones(14), mode="same")
    else:
        raw = _autoregress(shocks, rho / 2) * np.sqrt(1 - rho**2 / 4)
        raw += _autoregress(rng.normal(size=n + warm), 0.96) * np.sqrt(1 - 0.96**2) * 0.5
    return raw[warm:] * world.noise_sd / _spread(world)


def _autoregress(shocks: Series, rho: float) -> Series:
    from scipy.signal import lfilter

    return lfilter([1.0], [1.0, -rho], shocks)


def _spread(world: World) -> float:
    """The spread of the raw noise of this kind over a long time, from its impulse response."""
    impulse = np.zeros(400)
    impulse[0] = 1
    if world.noise is Noise.AR1:
        response = _autoregress(impulse, world.correlation)
    elif world.noise is Noise.AR2:
        response = _autoregress(_autoregress(impulse, world.correlation), world.correlation / 2)
    elif world.noise is Noise.MOVING:
        response = np.ones(14)
    else:
        return float(np.sqrt(1 + 0.25))
    return float(np.sqrt(np.sum(response**2)))


def _counts(world: World, mean: Series, rng: Generator) -> NDArray[np.int64]:
    """Counts whose variance is ``dispersion`` · mean at the usual level; both kinds grow apart elsewhere."""
    extra = max(world.dispersion - 1, 1e-6)
    shape = np.full(len(mean), world.level / extra) if world.counts is Counts.NEGATIVE_BINOMIAL else mean / extra
    return rng.poisson(rng.gamma(shape, mean / shape))
