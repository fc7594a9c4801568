"""Numbers of people as a mixture of counts: a chance for every number, quantiles, and the smallest number that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .history import Floats


@dataclass(frozen=True)
class Band:
    """A median and the 80 % band around it: the 10 % and the 90 % quantile. Not rounded; counts are spread over half a step."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class Mixture:
    """Counts of ``moved[c]`` plus a Poisson number of mean ``rest[c]``, each believed by ``belief[c]``.

    Moving a Poisson number makes it narrower than its mean (translated Poisson: Röllin 2007); parts of a step are drawn by lot.
    """

    belief: Floats
    moved: Floats
    rest: Floats

    @property
    def mean(self) -> float:
        return float(self.belief @ (self.moved + self.rest))

    def at_most(self, number: int) -> float:
        """P(count ≤ number)."""
        from scipy.special import pdtr

        whole = np.floor(self.moved)
        part = self.moved - whole
        below = number - whole
        low = np.where(below >= 0, pdtr(np.maximum(below, 0), self.rest), 0.0)
        lower = np.where(below >= 1, pdtr(np.maximum(below - 1, 0), self.rest), 0.0)
        return float(self.belief @ ((1 - part) * low + part * lower))

    def at_least(self, number: int) -> float:
        return 1.0 - self.at_most(number - 1) if number > 0 else 1.0

    def quantile(self, share: float) -> float:
        """The number below which this share lies, every count spread evenly over half a step to both sides; never negative."""
        if self.mean <= 0:
            return 0.0
        number = smallest(lambda n: self.at_most(n) >= share, guess=int(self.mean))
        before = self.at_most(number - 1) if number else 0.0
        return max(number - 0.5 + (share - before) / (self.at_most(number) - before), 0.0)

    def band(self) -> Band:
        return Band(self.quantile(0.1), self.quantile(0.5), self.quantile(0.9))


def smallest(holds: Callable[[int], bool], *, guess: int = 0) -> int:
    """The smallest number from zero up for which a condition holds that, once it holds, goes on holding.

    Steps away from the guess double until the border is passed, then halve; without end when it never holds.
    """
    low, high, step = -1, guess, max(1, guess // 8)
    while high - step > low and holds(high - step):
        high, step = high - step, 2 * step
    low = max(low, high - step)
    while not holds(high):
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
