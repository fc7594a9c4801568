"""People who leave, month by month, and when recruiting for them must begin. Months are given by their first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from recruit_platform.lib.periods import Period, add_months, month_of

from .history import Floats, ImpossiblePlanError
from .lags import LagLaw
from .spread import Band, Mixture

LEAST_MONTHS = 6  # below this there is no forecast of outflow
LEAST_HIRES = 10  # hires below which a lead time is mostly assumed
_SEASON_WEIGHT = 10.0  # leavers it takes in one month of the year to believe its season half
_DISPERSION, _DISPERSION_WEIGHT = (
    0.05,
    6.0,
)  # squared variation of months beyond chance, before months are seen; and in months


class TooFewMonthsError(ValueError):
    """Not enough counted months to say how many will leave."""


@dataclass(frozen=True)
class MonthOutflow:
    """Leavers of a month. ``is_said``: somebody wrote this number down, so the band is that number."""

    month: date
    leavers: Band
    is_said: bool


@dataclass(frozen=True)
class MonthStart:
    """Hires to start recruiting for in a month; ``late`` of them should have been begun before today."""

    month: date
    hires: float
    late: float


@dataclass(frozen=True)
class StartBy:
    """Last day on which recruiting may begin. ``lead_days``: within them ``sure_share`` of those hired in the end are hired.

    ``days_left`` is negative when it is too late; ``is_measured``: learned from enough hires of one's own.
    """

    on: date
    lead_days: int
    sure_share: float
    days_left: int
    is_measured: bool


def forecast_outflow(
    counted: Mapping[date, int], *, months: Sequence[date], said: Mapping[date, int] | None = None
) -> tuple[MonthOutflow, ...]:
    """Leavers of coming months from those counted, with a season per month of the year; what somebody said goes first.

    The season is each calendar month's share, shrunk to none by how few left in it; the spread of months beyond chance is
    measured. Raises TooFewMonthsError when a month that nobody said must be forecast from fewer than LEAST_MONTHS.
    """
    said = said or {}
    if any(number < 0 for number in [*counted.values(), *said.values()]):
        raise ImpossiblePlanError("Nobody can leave less than not at all.")
    unsaid = [month for month in months if month not in said]
    if unsaid and len(counted) < LEAST_MONTHS:
        raise TooFewMonthsError(f"{len(counted)} months were counted; {LEAST_MONTHS} are needed.")
    bands = dict(zip(unsaid, _bands(counted, unsaid), strict=True)) if unsaid else {}
    return tuple(
        MonthOutflow(month, Band(*(float(said[month]),) * 3), True)
        if month in said
        else MonthOutflow(month, bands[month], False)
        for month in months
    )


def start_months(needed: Mapping[date, float], *, lead_days: int, today: date) -> tuple[MonthStart, ...]:
    """When to start recruiting for hires needed in given months: every day of a month, ``lead_days`` earlier.

    The hires of a month are spread evenly over its days. What should have begun before today begins today, and is said to be
    late; none is lost. Months in order, from today's on, without those in which nothing begins.
    """
    if lead_days < 0 or any(not np.isfinite(number) or number < 0 for number in needed.values()):
        raise ImpossiblePlanError("Hires needed and the lead time must be zero or more.")
    found: dict[date, float] = {}
    late = 0.0
    for month, hires in needed.items():
        days = month_of(month)
        earlier = Period(days.starts_on - timedelta(days=lead_days), days.ends_before - timedelta(days=lead_days))
        for piece in earlier.by_month():
            in_past = min(max((today - piece.starts_on).days, 0), piece.days)
            late += hires * in_past / days.days
            first = piece.starts_on.replace(day=1)
            found[first] = found.get(first, 0.0) + hires * (piece.days - in_past) / days.days
    now = today.replace(day=1)
    found[now] = found.get(now, 0.0) + late
    return tuple(
        MonthStart(month, found[month], late if month == now else 0.0) for month in sorted(found) if found[month]
    )


def latest_start(needed_on: date, *, law: LagLaw, today: date, sure_share: float = 0.8) -> StartBy:
    """Last day to begin so that this share (0..1) of the hires is made by ``needed_on``, by the measured time-to-hire."""
    lead_days = int(np.ceil(law.days_for(sure_share)))
    on = needed_on - timedelta(days=lead_days)
    return StartBy(on, lead_days, sure_share, (on - today).days, law.observed >= LEAST_HIRES)


def _bands(counted: Mapping[date, int], months: Sequence[date]) -> list[Band]:
    """Negative binomial in effect: Poisson numbers around a lognormal expectation, taken at nodes of Gauss and Hermite."""
    number = np.array([counted[month] for month in sorted(counted)], dtype=float)
    calendar = np.array([month.month - 1 for month in sorted(counted)])
    season, known = _season(number, calendar)
    level = (number.sum() + 0.5) / season[calendar].sum()
    beyond = _dispersion(number, level * season[calendar], left=_left(number, known, calendar))
    nodes, belief = np.polynomial.hermite_e.hermegauss(15)
    bands = []
    for month in (one.month - 1 for one in months):
        rest = level * season[month]
        doubt = beyond + 1 / (number.sum() + 0.5) + (1 + beyond * level) / known[month]
        spread = np.sqrt(np.log1p(doubt))
        mixed = Mixture(belief / belief.sum(), np.zeros(nodes.size), rest * np.exp(spread * nodes - spread**2 / 2))
        bands.append(mixed.band())
    return bands


def _dispersion(number: Floats, expected: Floats, *, left: Floats) -> float:
    """Squared variation of months beyond chance, by moments; ``left``: the part of its variance that fitting the season left."""
    level = expected.mean()
    excess = float(np.sum((number - expected) ** 2 / left - expected))
    prior = _DISPERSION_WEIGHT * level**2
    return max((excess + _DISPERSION * prior) / (float(expected @ expected) + prior), 0.0)


def _left(number: Floats, known: Floats, calendar: np.ndarray) -> Floats:
    """A month's own count weighs ``own`` in its expectation, and those of the same month in other years as much each."""
    own, years = number.mean() / known[calendar], np.bincount(calendar, minlength=12)[calendar]
    return np.maximum((1 - own) ** 2 + (years - 1) * own**2, 0.05)


def _season(number: Floats, calendar: np.ndarray) -> tuple[Floats, Floats]:
    """Factor of each calendar month around one, and how many leavers it is known by."""
    known = np.bincount(calendar, minlength=12) * number.mean() + _SEASON_WEIGHT
    factor = (np.bincount(calendar, weights=number, minlength=12) + _SEASON_WEIGHT) / known
    return factor / factor.mean(), known


def next_months(today: date, count: int) -> tuple[date, ...]:
    """The first days of today's month and those after it."""
    return tuple(add_months(today.replace(day=1), n) for n in range(count))
