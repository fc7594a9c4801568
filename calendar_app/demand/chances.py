"""The chance that an application becomes a hire, month by month: how far months differ and drift is estimated, not assumed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .history import Floats, History
from .lags import LagLaw

MONTH = 365.25 / 12  # days
MONTHS_BACK, MONTHS_AHEAD = 48, 24  # what is older or later than this has the chance of the last one
DRIFTS = np.array(
    [0.0, 0.08, 0.16, 0.26, 0.4, 0.6]
)  # standard deviation of the step of the log odds from quarter to quarter
DIFFERENCES = np.array([0.0, 0.12, 0.24, 0.4, 0.6, 0.9])  # and of a month around its quarter
_DRIFT_SCALE, _DIFFERENCE_SCALE = 0.3, 0.4  # half-Cauchy priors of the two
_TREND = 0.1  # standard deviation of a steady part of that step
_SHARE, _SHARE_SPREAD = 0.04, 1.5  # hires per application before anything is known, and its spread in log odds
_SLICES = 6  # of a month, in which open applications are taken together
_CENTRE = float(np.log(_SHARE / (1 - _SHARE)))
_STEPS = 12


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What is known per month back from today (0: the last one), and the open applications in slices of age.

    ``open_month[s]``, ``open_count[s]``, ``open_age[s]`` days; ``odds[s]``: how much likelier an open one of this age is to be
    hired in the end than it was on its first day, because others would have been rejected, or less likely, as it would have been
    hired by now.
    """

    hired: Floats
    rejected: Floats
    open_month: np.ndarray
    open_count: Floats
    open_age: Floats
    odds: Floats


@dataclass(frozen=True, eq=False)
class Chances:
    """Log odds of a hire: ``mean[g, m]`` and ``spread[g, m, m]`` (covariance) under each pair g of drift and difference, with
    the ``belief[g]`` in it. The first ``ahead`` months lie ahead, the last of
    them first; ``ahead + k`` is k months back.
    """

    mean: Floats
    spread: Floats
    belief: Floats
    drift: float
    difference: float


def outcomes(history: History, hires: LagLaw, rejections: LagLaw) -> Outcomes:
    age = history.open_age
    months = _months(history)
    piece = np.minimum((age / MONTH * _SLICES).astype(int), months * _SLICES - 1)
    pieces, which, count = np.unique(piece, return_inverse=True, return_counts=True)
    waiting = np.bincount(which, weights=1 - hires.within(age)) / count
    untold = np.bincount(which, weights=1 - rejections.within(age)) / count
    return Outcomes(
        hired=_per_month(history.hire_age, months),
        rejected=_per_month(history.rejected_age, months),
        open_month=pieces // _SLICES,
        open_count=count.astype(float),
        open_age=np.bincount(which, weights=age) / count,
        odds=np.maximum(waiting, 0.0) / np.maximum(untold, 1e-9),
    )


def estimate(found: Outcomes, *, ahead: int) -> Chances:
    """Laplace's approximation (Rasmussen and Williams 2006, algorithm 3.1) under every pair of the two standard deviations, each
    believed by its marginal likelihood: a random walk over quarters, and months that differ around it.
    """
    prior, weights = _prior(ahead, found.hired.size)
    values, dual = _mode(prior, found)
    _, bend, likelihood = _evidence(values, found)
    root, inner = _inner(prior, bend)
    half = np.linalg.solve(inner, root[:, :, None] * prior)
    spread = prior - (root[:, :, None] * prior).transpose(0, 2, 1) @ half
    score = likelihood - 0.5 * np.sum(dual * (values - _CENTRE), axis=1) - 0.5 * np.linalg.slogdet(inner)[1] + weights
    belief = np.exp(score - score.max())
    belief /= belief.sum()
    drift, difference = _pairs()
    return Chances(values, spread, belief, float(belief @ drift), float(belief @ difference))


def of_open(log_odds: Floats, odds: Floats) -> Floats:
    """Chance that an open application is hired in the end, from its month's log odds and what its age says."""
    grown = np.exp(np.clip(log_odds, -30, 30)) * odds
    return grown / (1 + grown)


def _mode(prior: Floats, found: Outcomes) -> tuple[Floats, Floats]:
    """The likeliest log odds [g, m] by Newton's method, and what the prior's inverse makes of their distance from the centre."""
    values = np.full(prior.shape[:2], _CENTRE)
    for _ in range(_STEPS):
        slope, bend, _ = _evidence(values, found)
        root, inner = _inner(prior, bend)
        target = bend * (values - _CENTRE) + slope
        pushed = (prior @ target[:, :, None])[:, :, 0]
        dual = target - root * np.linalg.solve(inner, (root * pushed)[:, :, None])[:, :, 0]
        change = _CENTRE + (prior @ dual[:, :, None])[:, :, 0] - values
        values = values + np.clip(change, -1.5, 1.5)
        if np.abs(change).max() < 1e-4:
            break
    return values, dual


def _inner(prior: Floats, bend: Floats) -> tuple[Floats, Floats]:
    root = np.sqrt(bend)
    return root, np.eye(prior.shape[1]) + root[:, :, None] * prior * root[:, None, :]


def _months(history: History) -> int:
    ages = np.concatenate([history.hire_age, history.rejected_age, history.open_age, [0.0]])
    return min(int(ages.max() / MONTH) + 1, MONTHS_BACK)


def _per_month(age: Floats, months: int) -> Floats:
    return np.bincount(np.minimum((age / MONTH).astype(int), months - 1), minlength=months).astype(float)


def _evidence(values: Floats, found: Outcomes) -> tuple[Floats, Floats, Floats]:
    """Slope and bend of the log likelihood [g, m], and itself [g]. Only months back have any."""
    months = found.hired.size
    past = values[:, -months:]
    chance = 1 / (1 + np.exp(-np.clip(past, -30, 30)))
    opened = np.bincount(found.open_month, weights=found.open_count, minlength=months)
    hopeful = of_open(past[:, found.open_month], found.odds)
    into = np.zeros((found.open_month.size, months))
    into[np.arange(found.open_month.size), found.open_month] = 1.0
    slope = found.hired - (found.hired + found.rejected + opened) * chance + (found.open_count * hopeful) @ into
    whole = (found.hired + found.rejected + opened) * chance * (1 - chance)
    bend = np.maximum(whole - (found.open_count * hopeful * (1 - hopeful)) @ into, 0.02 * whole + 1e-9)
    log_lost = np.log1p(-chance)
    likelihood = (found.hired * np.log(chance) + (found.rejected + opened) * log_lost).sum(axis=1)
    likelihood -= np.log1p(-hopeful) @ found.open_count
    ahead = np.zeros((values.shape[0], values.shape[1] - months))
    return np.hstack([ahead, slope]), np.hstack([ahead + 1e-9, bend]), likelihood


def _pairs() -> tuple[Floats, Floats]:
    drift, difference = np.meshgrid(DRIFTS, DIFFERENCES, indexing="ij")
    return drift.ravel(), difference.ravel()


@lru_cache(maxsize=8)
def _prior(ahead: int, back: int) -> tuple[Floats, Floats]:
    """Covariance of the months [g, m, m] and log prior [g] of every pair."""
    drift, difference = _pairs()
    month = ahead - 1 - np.arange(ahead + back)
    quarter = month // 3 + (back + 2) // 3
    walk = np.minimum(quarter[:, None], quarter[None, :])
    steady = _SHARE_SPREAD**2 + _TREND**2 * np.outer(month // 3, month // 3)
    prior = steady + drift[:, None, None] ** 2 * walk + difference[:, None, None] ** 2 * np.eye(month.size)
    widths = np.log(np.gradient(DRIFTS))[:, None] + np.log(np.gradient(DIFFERENCES))
    weights = widths.ravel() - np.log1p((drift / _DRIFT_SCALE) ** 2) - np.log1p((difference / _DIFFERENCE_SCALE) ** 2)
    return prior, weights
