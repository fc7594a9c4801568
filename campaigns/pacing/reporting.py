"""How reports grow after the day itself: spend over days, applications and judgements over weeks."""

from __future__ import annotations

import numpy as np

from .morning import Numbers

SPEND_AGES = 8  # days after which a day's spend is taken as final
COUNT_AGES = 45  # days after which a day's applications are taken as complete
# Before anything is learned: what is told at age 1, 2, … of the final figure.
_SPEND_PRIOR = np.array([0.965, 0.985, 0.993, 0.997, 0.999, 1.0, 1.0, 1.0])
_SPEND_PRIOR_DAYS = 2.0


class Restatement:
    """Learns per channel how spend grows, from each pair of mornings. Chain-ladder factors with a prior (Mack 1993)."""

    def __init__(self, flights: int, channels: int) -> None:
        self.earlier = np.zeros((flights, SPEND_AGES - 1, channels))
        self.later = np.zeros((flights, SPEND_AGES - 1, channels))
        self.level = np.zeros((flights, channels))
        self.seen: Numbers | None = None

    def hear(self, newest: Numbers) -> None:
        """Take this morning's view: [N, ages, C], age 1 (yesterday) first, NaN where untold."""
        if self.seen is not None:
            before, now = self.seen[:, : newest.shape[1] - 1], newest[:, 1:]
            many = min(before.shape[1], now.shape[1])
            if many:
                before, now = before[:, :many], now[:, :many]
                both = ~np.isnan(before) & ~np.isnan(now) & (before > 0)
                self.earlier[:, :many] += np.where(both, before, 0.0)
                self.later[:, :many] += np.where(both, now, 0.0)
        if newest.shape[1]:
            told = np.nanmax(np.nan_to_num(newest, nan=0.0), axis=1)
            self.level = np.where(told > 0, 0.8 * self.level + 0.2 * told, self.level)
        self.seen = newest.copy()

    def told(self) -> Numbers:
        """Return the share of the final spend that is told at age 1..K: [N, K, C], ending in 1."""
        prior = _SPEND_PRIOR_DAYS * np.maximum(self.level, 1e-9)[:, None]
        before, after = _SPEND_PRIOR[:-1, None], _SPEND_PRIOR[1:, None]
        factor = (self.earlier + prior * before) / (self.later + prior * after)
        factor = np.clip(factor, 0.2, 1.25)
        shares = np.cumprod(factor[:, ::-1], axis=1)[:, ::-1]
        return np.concatenate((shares, np.ones_like(shares[:, :1])), axis=1)


class Visibility:
    """Learns per flight, over all channels, how many of a day's counts are visible at which age."""

    def __init__(self, flights: int, *, daily: float) -> None:
        """``daily``: share of what is left that shows a day, before anything is learned."""
        self.prior = 1 - (1 - daily) ** np.arange(1, COUNT_AGES + 1)
        self.earlier = np.zeros((flights, COUNT_AGES - 1))
        self.later = np.zeros((flights, COUNT_AGES - 1))
        self.seen: Numbers | None = None

    def hear(self, newest: Numbers) -> None:
        """Take this morning's view: [N, ages], counts over all channels, age 1 first, NaN where untold."""
        if self.seen is not None:
            many = min(self.seen.shape[1], newest.shape[1] - 1)
            if many > 0:
                before, now = self.seen[:, :many], newest[:, 1 : many + 1]
                both = ~np.isnan(before) & ~np.isnan(now)
                self.earlier[:, :many] += np.where(both, before, 0.0)
                self.later[:, :many] += np.where(both, now, 0.0)
        self.seen = newest.copy()

    def shares(self) -> Numbers:
        """Return the visible share at age 1..K: [N, K], rising to 1."""
        many = 12.0
        factor = (self.earlier + many * self.prior[:-1]) / (self.later + many * self.prior[1:])
        factor = np.clip(factor, 0.0, 1.0)
        shares = np.cumprod(factor[:, ::-1], axis=1)[:, ::-1]
        return np.concatenate((shares, np.ones_like(shares[:, :1])), axis=1)
