"""How many hires come within so many days, from the open pipeline and from planned applications: a median and an 80 % band."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from . import chances, lags
from .history import Floats, History, ImpossiblePlanError
from .spread import Band, Mixture

LEAST_APPLICATIONS, LEAST_HIRES = 50, 2  # below these a screen says "too little data"
_TILT = (
    0.35  # standard deviation of how planned applications lean to the end of the horizon (1) or to its beginning (-1)
)
_DRAWS = 32  # of the months' chances together, under each pair of drift and difference


class Missing(StrEnum):
    APPLICATIONS = "applications"
    HIRES = "hires"


@dataclass(frozen=True)
class Shortage:
    """What there is too little of: ``found`` of it where ``needed`` is the least."""

    what: Missing
    found: int
    needed: int


@dataclass(frozen=True)
class Basis:
    """What a forecast was learned from. ``lead_days``: from application to hire, the middle one of those hired in the end, and
    ``lead_days_most`` for four in five. ``drift``: standard deviation of the step of the log odds from quarter to quarter;
    ``difference``: of a month around its quarter.
    """

    applications: int
    hires: int
    open_applications: int
    lead_days: float
    lead_days_most: float
    drift: float
    difference: float

    @property
    def shortages(self) -> tuple[Shortage, ...]:
        """Empty when there is enough to show a number."""
        found = (
            Shortage(Missing.APPLICATIONS, self.applications, LEAST_APPLICATIONS),
            Shortage(Missing.HIRES, self.hires, LEAST_HIRES),
        )
        return tuple(one for one in found if one.found < one.needed)


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a history says about the ``horizon_days`` after it; ask it about any number of planned applications.

    Per draw d of what is not known: ``belief[d]``; of the open applications ``pipeline[d]`` are hired in time, the variance of
    which is ``pipeline_variance[d]``; a planned application, coming at any moment of the horizon, is hired in time with chance
    ``in_time[d]`` and in the end with ``in_the_end[d]``.
    """

    horizon_days: float
    belief: Floats
    pipeline: Floats
    pipeline_variance: Floats
    in_time: Floats
    in_the_end: Floats
    law: lags.LagLaw
    basis: Basis

    def hires(self, planned: float) -> Mixture:
        """Hires within the horizon, from the pipeline and so many planned applications."""
        moved = np.maximum(self.pipeline - self.pipeline_variance, 0.0)
        return Mixture(self.belief, moved, self.pipeline_variance + planned * self.in_time)

    def hires_in_the_end(self, planned: float) -> Mixture:
        """Hires from so many planned applications alone, however long they take."""
        return Mixture(self.belief, np.zeros_like(self.belief), planned * self.in_the_end)


@dataclass(frozen=True)
class HiresForecast:
    """``hires`` within the horizon, and what the pipeline and the planned applications each bring of it.

    Where ``shortages`` is not empty the numbers rest on little but assumptions, and a screen says so instead of showing them.
    """

    hires: Band
    from_pipeline: Band
    from_planned: Band
    planned: float
    horizon_days: float
    basis: Basis

    @property
    def shortages(self) -> tuple[Shortage, ...]:
        return self.basis.shortages


def forecast_hires(history: History, *, planned: float, horizon_days: float) -> HiresForecast:
    """Forecast the hires of the days after the history, today not included and the last day included.

    The same history gives the same answer. Raises ImpossiblePlanError.
    """
    outlook = look(history, horizon_days=horizon_days)
    _check(planned, "The number of planned applications must be zero or more.")
    planned_only = Mixture(outlook.belief, np.zeros_like(outlook.belief), planned * outlook.in_time)
    return HiresForecast(
        hires=outlook.hires(planned).band(),
        from_pipeline=outlook.hires(0).band(),
        from_planned=planned_only.band(),
        planned=planned,
        horizon_days=horizon_days,
        basis=outlook.basis,
    )


def look(history: History, *, horizon_days: float) -> Outlook:
    """Learn from a history what its next days may bring. Raises ImpossiblePlanError for a horizon that is negative or unknown."""
    _check(horizon_days, "The horizon must be a number of days, zero or more.")
    law = lags.of_hires(history)
    found = chances.outcomes(history, law, lags.of_rejections(history, law))
    ahead = max(1, min(int(np.ceil(horizon_days / chances.MONTH)), chances.MONTHS_AHEAD))
    known = chances.estimate(found, ahead=ahead)
    belief, log_odds = _draws(known)
    hopeful = chances.of_open(log_odds[:, ahead + found.open_month], found.odds) * _soon(
        law, found.open_age, horizon_days
    )
    coming = 1 / (1 + np.exp(-log_odds[:, :ahead]))
    arriving, in_time = _arriving(law, horizon_days, ahead, tilt=_TILT * _normal((belief.size // _DRAWS, 1)).ravel())
    return Outlook(
        horizon_days=horizon_days,
        belief=belief,
        pipeline=hopeful @ found.open_count,
        pipeline_variance=(hopeful * (1 - hopeful)) @ found.open_count,
        in_time=np.sum(coming * in_time, axis=1),
        in_the_end=np.sum(coming * arriving, axis=1),
        law=law,
        basis=_basis(history, law, known),
    )


def _check(number: float, refusal: str) -> None:
    if not np.isfinite(number) or number < 0:
        raise ImpossiblePlanError(refusal)


def _basis(history: History, law: lags.LagLaw, known: chances.Chances) -> Basis:
    return Basis(
        applications=history.applications,
        hires=history.hires,
        open_applications=history.open_age.size,
        lead_days=law.days_for(0.5),
        lead_days_most=law.days_for(0.8),
        drift=known.drift,
        difference=known.difference,
    )


def _draws(known: chances.Chances) -> tuple[Floats, Floats]:
    """Belief [draw] and log odds [draw, month]; pairs of drift and difference that are hardly believed are left out."""
    likely = known.belief > 2e-3
    mean, spread = known.mean[likely], known.spread[likely]
    root = np.linalg.cholesky(spread + 1e-9 * np.eye(mean.shape[1]))
    belief = np.repeat(known.belief[likely] / known.belief[likely].sum() / _DRAWS, _DRAWS)
    return belief, (mean[:, None, :] + _normal(mean.shape) @ root.transpose(0, 2, 1)).reshape(-1, mean.shape[1])


@lru_cache(maxsize=16)
def _normal(shape: tuple[int, int]) -> Floats:
    """Always the same normal numbers, each with its mirror image [pair, draw, month]."""
    half = np.random.default_rng(20).standard_normal((shape[0], _DRAWS // 2, shape[1]))
    return np.concatenate([half, -half], axis=1)


def _soon(law: lags.LagLaw, age: Floats, horizon_days: float) -> Floats:
    """Share of those hired in the end and still waiting at this age (days) that are hired within the horizon."""
    waiting = 1 - law.within(age)
    return (law.within(age + horizon_days) - law.within(age)) / np.maximum(waiting, 1e-12)


def _arriving(law: lags.LagLaw, horizon_days: float, ahead: int, *, tilt: Floats) -> tuple[Floats, Floats]:
    """Shares of the planned applications that arrive in a month ahead, and that besides would be hired in time.

    Both [draw, month], the last month first. They come evenly but for a tilt: at 1 none come on the first day and twice as many
    as usual on the last.
    """
    edges = np.minimum(np.arange(ahead + 1) * chances.MONTH, horizon_days)
    edges[-1] = horizon_days
    length = np.diff(edges)[:, None]
    arrive = edges[:-1, None] + length * (np.arange(20) + 0.5) / 20
    reach = max(horizon_days, 1e-9)
    leaning = 1 + np.clip(tilt, -1, 1)[:, None, None] * (2 * arrive / reach - 1)
    share = leaning / 20 * length / reach if horizon_days else np.full((tilt.size, *arrive.shape), 1 / arrive.size)
    return share.sum(axis=2)[:, ::-1], (share * law.within(horizon_days - arrive)).sum(axis=2)[:, ::-1]
