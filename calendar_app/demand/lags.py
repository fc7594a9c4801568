"""How long it takes from application to hire, learned from hires that could have been seen, and to rejection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .history import Floats, History

LAST_DAY = 730  # later than this counts as never
_MEDIAN, _MEDIAN_SPREAD = 35.0, 0.7  # days from application to hire before anything is known, and its spread in logs
_PRIOR_HIRES = 15.0  # how many hires of its own it takes to believe an organisation's own shape as much as a smooth one
_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class LagLaw:
    """Days until something happens to those it happens to: ``by_day[d]`` is the share within d days, d = 0 … LAST_DAY.

    ``observed`` is the number of events it was learned from.
    """

    by_day: Floats
    observed: int

    def within(self, days: Floats | float) -> Floats:
        """The share within so many days; zero before the first, straight lines in between."""
        return np.asarray(np.interp(days, np.arange(self.by_day.size), self.by_day))

    def days_for(self, share: float) -> float:
        """Days within which this share (0..1) of them has happened; LAST_DAY when it takes longer."""
        return float(np.interp(share, self.by_day, np.arange(self.by_day.size)))


def of_hires(history: History) -> LagLaw:
    """The law of time-to-hire among those who are hired in the end.

    Hires are seen only if they came before today (right truncation, as in Lagakos, Barraj and De Gruttola 1988): each counts
    with the chance that it could be seen. A posterior mean over lognormal, gamma and Weibull laws is the centre of a Dirichlet
    prior of a few hires; the rest is the organisation's own, by expectation-maximisation.
    """
    seen, until = (
        _counts(history.hire_lag),
        _counts(np.maximum(history.hire_age, np.floor(history.hire_lag) + 1) - 1e-9),
    )
    smooth = _smooth(seen, until)
    weights = smooth
    for _ in range(_ROUNDS):
        reached = np.cumsum(weights)
        unseen = weights * np.concatenate(([0.0], np.cumsum(until / np.maximum(reached, 1e-9))[:-1]))
        weights = _PRIOR_HIRES * smooth + seen + unseen
        weights = weights / weights.sum()
    return LagLaw(_law(weights), history.hires)


def of_rejections(history: History, hires: LagLaw) -> LagLaw:
    """Days to rejection among those never hired; who is never told stays open for ever, so it may end below one.

    The Kaplan-Meier estimate, in which an open application counts by the chance that it will not be hired.
    """
    share = min((history.hires + 0.5) / (hires.within(_ages(history)).sum() + 1.0), 0.5)
    told, at_risk = _counts(history.rejected_lag), _counts(history.rejected_lag)
    law = LagLaw(np.zeros(LAST_DAY + 1), history.rejected_lag.size)
    for _ in range(4):
        hopeful, lost = share * (1 - hires.within(history.open_age)), (1 - share) * (1 - law.within(history.open_age))
        others = np.bincount(_bins(history.open_age), weights=lost / (hopeful + lost), minlength=LAST_DAY)
        remaining = np.cumsum((at_risk + others)[::-1])[::-1] + 1.0
        law = LagLaw(np.concatenate(([0.0], 1 - np.cumprod(1 - told / remaining))), law.observed)
    return law


def _ages(history: History) -> Floats:
    return np.concatenate([history.hire_age, history.rejected_age, history.open_age])


def _bins(days: Floats) -> np.ndarray:
    return np.clip(np.floor(days), 0, LAST_DAY - 1).astype(int)


def _counts(days: Floats) -> Floats:
    return np.bincount(_bins(days), minlength=LAST_DAY).astype(float)


def _law(weights: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(weights)))


def _smooth(seen: Floats, until: Floats) -> Floats:
    """Chance per day, averaged over the laws of the table by how well they explain what was seen."""
    chances, log_chances, log_reached, prior = _table()
    fit = prior + log_chances @ seen - log_reached @ until
    belief = np.exp(fit - fit.max())
    return (belief / belief.sum()) @ chances


@lru_cache(maxsize=1)
def _table() -> tuple[Floats, Floats, Floats, Floats]:
    """Chances per day [law, day], their logs, the logs of their sums, and the log prior [law]."""
    from scipy import special

    medians = np.exp(np.linspace(np.log(3.0), np.log(250.0), 32))
    spreads = np.array([0.2, 0.32, 0.45, 0.6, 0.8, 1.05, 1.4])
    day = np.arange(LAST_DAY + 1)
    times = day / medians[:, None]
    laws = []
    for spread in spreads:
        shape = 1 / spread**2
        laws.append(special.ndtr(np.log(np.maximum(times, 1e-12)) / spread))
        laws.append(special.gammainc(shape, times * special.gammaincinv(shape, 0.5)))
        laws.append(-np.expm1(-np.log(2) * times ** (1.2 / spread)))
    reached = np.concatenate(laws)
    chances = np.maximum(np.diff(reached, axis=1), 1e-12)
    chances = chances / chances.sum(axis=1, keepdims=True)
    prior = np.tile(-0.5 * (np.log(medians / _MEDIAN) / _MEDIAN_SPREAD) ** 2, 3 * spreads.size)
    return chances, np.log(chances), np.log(np.cumsum(chances, axis=1)), prior
