"""How applications at equal spend differ by calendar month: twelve weights with mean 1, for dividing a year's plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .days import Days, Numbers
from .design import BENDING_PAIRS, YEAR_PAIRS, Design, Kind, design_of, year_columns
from .memory import weigh

MONTHS = 12
LEAST_DAYS = 365  # from the first to the last: before a year is round, a season and a trend look alike
LEAST_KNOWN_DAYS = 240
LEAST_APPLICATIONS = 300  # below it there is nothing to shrink
# How much of the market's season an employer without a season of its own takes over: vacancies are not applicants.
MARKET_TRUST = 0.5


@dataclass(frozen=True)
class SeasonWeights:
    """``months``: January to December, mean 1. ``certainty``: the part, 0..1, of the measured season that was kept."""

    months: tuple[float, ...]
    certainty: float


FLAT = SeasonWeights((1.0,) * MONTHS, 0.0)


def season_weights(days: Days) -> SeasonWeights:
    """Return the season of the fit: the year and the holidays in it as they fell, without spend, trend and weekday.

    The logarithms of the months are drawn towards none by the part of their variation that is error of measurement
    (James & Stein 1961, positive part), so that an unmeasured season is flat.
    """
    if len(days) < LEAST_DAYS:
        return FLAT
    design = design_of(days)
    if design.used.sum() < LEAST_KNOWN_DAYS or days.applications[design.used].sum() < LEAST_APPLICATIONS:
        return FLAT
    posterior = weigh(design, days.applications)
    by_month = _by_month(design, days)
    logs = by_month @ posterior.mean()
    error = float(np.trace(by_month @ posterior.covariance() @ by_month.T))
    signal = float(logs @ logs)
    certainty = max(0.0, 1 - error / signal) if signal else 0.0
    return SeasonWeights(_weights(certainty * logs), certainty)


def with_market(own: SeasonWeights, market: Sequence[float]) -> SeasonWeights:
    """Fill what the own history leaves open with the market's twelve numbers, at ``MARKET_TRUST``; certainty stays the own."""
    if len(market) != MONTHS or min(market) <= 0:
        raise ValueError("The market's season is twelve numbers above zero.")
    open_part = MARKET_TRUST * (1 - own.certainty)
    return SeasonWeights(_weights(np.log(own.months) + open_part * np.log(market)), own.certainty)


def _by_month(design: Design, days: Days) -> Numbers:
    """Return the matrix (12, p) from coefficients to the logarithms of the months, which have mean 0."""
    found = np.zeros((MONTHS, len(design.columns)))
    found[:, design.of(Kind.YEAR)] = _year_by_month(design)
    month = days.dates.astype("datetime64[M]").astype(int) % MONTHS
    for kind, shares in ((Kind.SCHOOL, days.school), (Kind.PUBLIC, days.public)):
        for column in design.of(kind):
            known = np.isfinite(shares)
            shared = np.bincount(month[known], shares[known], MONTHS)
            found[:, column] = shared / np.maximum(np.bincount(month[known], minlength=MONTHS), 1)
    return found - found.mean(axis=0)


def _year_by_month(design: Design) -> Numbers:
    """Return the mean of every column of the year over the days of each month; a year of 365 days."""
    dates = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]")
    month = dates.astype("datetime64[M]").astype(int) % MONTHS
    waves = year_columns(np.arange(len(dates), dtype=float), (*YEAR_PAIRS, *BENDING_PAIRS))
    means = np.column_stack([np.bincount(month, wave) / np.bincount(month) for wave in waves])
    return means[:, [design.columns[n].wave for n in design.of(Kind.YEAR)]]


def _weights(logs: Numbers) -> tuple[float, ...]:
    weights = np.exp(logs)
    return tuple(float(weight) for weight in weights / weights.mean())
