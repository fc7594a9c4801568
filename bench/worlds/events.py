"""Event flights of one or two days: hourly spend that follows caps unevenly, told hours late."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

Array = np.ndarray


class Events:
    """``n`` flights over ``channels`` networks, all told ``lag`` hours late."""

    def __init__(self, n: int, seed: int, *, lag: int = 3, channels: int = 3) -> None:
        draw = self.chance = np.random.default_rng([seed, lag, 31])
        self.n, self.lag, self.c = n, lag, channels
        self.hours = draw.choice([23, 24, 25, 36, 47, 48, 49, 50], n, p=[0.05, 0.1, 0.05, 0.1, 0.05, 0.55, 0.05, 0.05])
        self.budget = np.round(np.exp(draw.uniform(np.log(300), np.log(10_000), n)), 2)
        at = np.arange(50)
        clock = (at + 6) % 24
        self.tod = 0.35 + np.exp(-(((clock - 12.5) / 4.5) ** 2)) + 0.9 * np.exp(-(((clock - 20.5) / 2.6) ** 2))
        bent = np.exp(draw.normal(0, 0.15, (n, channels, 50)))
        self.level = draw.uniform(0.65, 1.08, (n, channels))
        self.sigma = draw.uniform(0.08, 0.35, (n, channels))
        self.rho = draw.uniform(0.0, 0.85, (n, channels))
        self.bent = bent
        self.over = draw.choice([1.0, 1.1, 1.25, 2.0], (n, channels))
        self.silent = np.zeros((n, channels, 50), bool)
        for row, channel in np.argwhere(draw.random((n, channels)) < 0.1):
            first = int(draw.integers(0, 45))
            self.silent[row, channel, first : first + int(draw.integers(2, 10))] = True
        self.wobble = draw.normal(0, 1, (n, channels))
        self.spend = np.zeros((n, 50, channels))
        self.hour = 0

    def observation(self, caps: list[Array], memory: dict[str, object], newest: int = 8) -> SimpleNamespace:
        told = max(self.hour - self.lag, 0)
        return SimpleNamespace(
            h=self.hour, H=self.hours, B=self.budget, rep=self.spend[:, :told].sum((1, 2)), tod=self.tod,
            lastrep=self.spend[:, max(told - newest, 0) : told], caps=caps, C=self.c, N=self.n, lag=self.lag, mem=memory,
        )  # fmt: skip

    def live(self, caps: Array) -> None:
        draw, h = np.random.default_rng([int(self.budget[0]), self.hour]), self.hour
        self.wobble = self.rho * self.wobble + np.sqrt(1 - self.rho**2) * draw.normal(0, 1, self.wobble.shape)
        ratio = self.level * np.exp(self.sigma * self.wobble - self.sigma**2 / 2) * self.bent[:, :, h]
        spend = np.minimum(caps * ratio, caps * self.over)
        spend = np.where(self.silent[:, :, h] | (h >= self.hours)[:, None], 0.0, spend)
        self.spend[:, h] = np.round(np.maximum(spend, 0.0), 2)
        self.hour += 1
