"""Daily flights over three to five networks: noisy delivery, late and restated reports, outages, changes of mind, learning.

Everything is vectorised over flights: arrays are [flight, channel] or [flight, day, channel], euros as floats. Which constants a
flight has is drawn per seed. Nothing here knows how the engine thinks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np

Array = np.ndarray
FIRST = date(2025, 1, 6)
NAMES = ("google", "meta", "linkedin", "indeed", "tiktok")
WEEK_BEGINS = {"meta": 6}  # Sunday; the others on Monday
LEARNING = {"google": 0.30, "meta": 0.20, "linkedin": 0.30, "indeed": 9.0, "tiktok": 0.50}
MOST_OF_A_DAY = {"google": 2.0, "meta": 1.75, "linkedin": 1.5, "indeed": 1.5, "tiktok": 1.25}
LEAST = {"google": 1.0, "meta": 5.0, "linkedin": 10.0, "indeed": 5.0, "tiktok": 20.0}
LEARNING_DAYS = 7
MAX_AGE = 45  # days after which a day's figures no longer change


@dataclass(frozen=True)
class Kind:
    """What happens in a world. Rates are per flight and year unless said otherwise."""

    days: int
    noise: tuple[float, float] = (0.04, 0.14)  # log standard deviation of a channel's day
    correlation: tuple[float, float] = (0.1, 0.7)
    level: tuple[float, float] = (0.86, 1.02)  # mean of spend / budget
    outages: float = 0.0
    blackouts: float = 0.0
    failed_updates: float = 0.0  # share of updates
    pauses: float = 0.0
    sudden_pauses: float = 0.0
    budget_changes: float = 0.0
    end_changes: float = 0.0
    drift: float = 0.25  # log standard deviation of a channel's strength over a year
    clean_reports: bool = False


UNDISTURBED = Kind(days=365)
DISTURBED = Kind(
    days=365,
    outages=1.0,
    blackouts=2.0,
    failed_updates=0.02,
    pauses=1.0,
    sudden_pauses=1.0,
    budget_changes=0.7,
    end_changes=0.4,
)
QUARTER = Kind(
    days=90,
    outages=1.0,
    blackouts=2.5,
    failed_updates=0.02,
    pauses=3.0,
    sudden_pauses=1.5,
    budget_changes=2.5,
    end_changes=1.5,
)
MONTH = Kind(days=30, failed_updates=0.01)


@dataclass
class Flights:
    """``n`` flights of one kind. ``morning()`` tells what is known, ``live(budgets)`` lets a day pass."""

    kind: Kind
    n: int
    seed: int
    channels: int = 5
    chance: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng([self.seed, self.kind.days, 77])
        self.day = 0
        self._draw_flights()
        self._draw_channels()
        self._draw_trouble()
        n, days, c = self.n, self.horizon, self.channels
        self.spend = np.zeros((n, days, c))
        self.in_force = np.zeros((n, days, c))
        self.apps = np.zeros((n, days, c))
        self.qualified = np.zeros((n, days, c))
        self.expected_qualified = np.zeros((n, days, c))
        self.oracle = np.zeros((n, days))
        self.even = np.zeros((n, days))
        self.wobble = np.zeros((n, c))
        self.learning = np.zeros((n, c), int)
        self.restarts = np.zeros((n, c))
        self.week_budget = np.zeros((n, c))
        self.week_spend = np.zeros((n, c))
        self.ideal = np.zeros(n)

    # what the world is like

    def _draw_flights(self) -> None:
        draw, kind, n = self.chance, self.kind, self.n
        self.horizon = int(kind.days * 1.25) + 2
        self.daily = np.exp(draw.uniform(np.log(90), np.log(1_500), n))
        self.budget = np.round(self.daily * kind.days, 2)
        self.total = np.full(n, kind.days)
        at = np.arange(self.horizon)
        self.start = draw.integers(0, 364, n)
        phase = 2 * np.pi * (at[None] + self.start[:, None]) / 365.25
        season = np.exp(
            draw.uniform(0, 0.25, (n, 1)) * np.sin(phase + draw.uniform(0, 6.28, (n, 1)))
            + draw.uniform(0, 0.12, (n, 1)) * np.sin(2 * phase + draw.uniform(0, 6.28, (n, 1)))
        )
        self.weekday = (FIRST.weekday() + at[None] + self.start[:, None]) % 7
        ripple = np.array([1.1, 1.08, 1.05, 1.0, 0.95, 0.88, 0.94])
        strength = draw.uniform(0, 1.5, (n, 1))
        self.season = season
        self.week_shape = ripple[self.weekday] ** strength
        summer = (at[None] + self.start[:, None]) % 365
        self.holiday = ((summer > 190) & (summer < 232)) | (summer > 354)
        self.weights = season * self.week_shape

    def _draw_channels(self) -> None:
        draw, kind, n, c = self.chance, self.kind, self.n, self.channels
        order = np.argsort(draw.random((n, len(NAMES))), axis=1)[:, :c]
        self.names = np.array(NAMES)[order]
        self.exists = np.ones((n, c), bool)
        few = draw.integers(3, c + 1, n)
        self.exists &= np.arange(c)[None] < few[:, None]
        self.over_cap = np.array([[MOST_OF_A_DAY[x] for x in row] for row in self.names])
        self.least = np.array([[LEAST[x] for x in row] for row in self.names])
        self.threshold = np.array([[LEARNING[x] for x in row] for row in self.names])
        self.week_begins = np.array([[WEEK_BEGINS.get(x, 0) for x in row] for row in self.names])
        self.level = draw.uniform(*kind.level, (n, c))
        self.sigma = draw.uniform(*kind.noise, (n, c))
        self.rho = draw.uniform(*kind.correlation, (n, c))
        self.catch_up = draw.uniform(0, 1, (n, c)) * (draw.random((n, c)) < 0.7)
        # response: expected qualified a day = share * strength * shape(spend)
        self.shape = draw.integers(0, 3, n)
        total_apps = np.exp(draw.uniform(np.log(1.5), np.log(15), n))
        power = np.exp(draw.normal(0, 0.7, (n, c)))
        self.k = np.exp(draw.uniform(np.log(0.05), np.log(0.8), (n, c))) * self.daily[:, None]
        self.share = draw.beta(4, 5, (n, c))
        self.strength = np.where(self.exists, power, 0.0)
        even = self._shape(self.daily[:, None] / self.exists.sum(1, keepdims=True) * self.exists)
        self.strength *= (total_apps / (self.strength * even).sum(1))[:, None]
        self.drift_step = kind.drift / np.sqrt(365)
        self.penalty = draw.uniform(0.7, 0.95, (n, 1))
        self.dispersion = draw.uniform(1.0, 2.5, (n, 1))
        # reports
        self.first_share = draw.uniform(0.88, 1.0, (n, c))
        self.settles = draw.uniform(0.4, 0.8, (n, c))
        self.late = draw.uniform(0.0, 0.25, (n, c))
        if kind.clean_reports:
            self.first_share[:], self.late[:] = 1.0, 0.0
        self.credit = draw.uniform(0.0, 0.002, (n, c))
        self.app_delay = draw.uniform(0.3, 0.8, (n, 1))  # share of what is left that shows a day
        self.judge_delay = draw.uniform(0.08, 0.35, (n, 1))

    def _draw_trouble(self) -> None:
        draw, kind, n, c, days = self.chance, self.kind, self.n, self.channels, self.horizon

        def stretches(rate: float, low: int, high: int, *shape: int) -> Array:
            marks = np.zeros((n, days, *shape), bool)
            begins = draw.random((n, days, *shape)) < rate / 365
            lengths = draw.integers(low, high + 1, (n, days, *shape))
            for where in np.argwhere(begins):
                row, first, *rest = where
                marks[(row, slice(first, first + lengths[tuple(where)]), *rest)] = True
            return marks

        self.outage = stretches(kind.outages / 2, 2, 9, c)
        self.blackout = stretches(kind.blackouts, 2, 6)
        pauses = stretches(kind.pauses, 3, 14)
        pauses[:, :3] = False
        self.sudden = stretches(kind.sudden_pauses / 2, 1, 5, c)
        self.sudden[:, :2] = False
        self.known_pause = pauses
        self.fails = draw.random((n, days, c)) < kind.failed_updates
        self.weights = np.where(pauses, 0.0, self.weights)
        self.changes: dict[int, list[tuple[int, str, float]]] = {}
        for rate, what, low, high in (
            (kind.budget_changes, "budget", 0.75, 1.35),
            (kind.end_changes, "end", 0.85, 1.2),
        ):
            many = draw.poisson(rate * kind.days / 365, n)
            for row in range(n):
                for _one in range(many[row]):
                    at = int(draw.integers(int(kind.days * 0.1), int(kind.days * 0.75)))
                    self.changes.setdefault(at, []).append((row, what, float(draw.uniform(low, high))))

    def _shape(self, spend: Array) -> Array:
        x = spend / self.k
        kinds = self.shape[:, None]
        return np.where(
            kinds == 0, np.log1p(x), np.where(kinds == 1, ((1 + x) ** 0.45 - 1) / 0.45, 1.6 * x / (1 + 0.6 * x) ** 0.85)
        )

    # a day

    def morning(self) -> None:
        """Let people change their mind before the day is planned."""
        for row, what, factor in self.changes.get(self.day, ()):
            if what == "budget":
                left = self.budget[row] - self.spend[row].sum()
                self.budget[row] += (factor - 1) * left
            else:
                left = self.total[row] - self.day
                self.total[row] = min(self.day + max(int(left * factor), 5), self.horizon)

    @property
    def is_live(self) -> Array:
        return self.day < self.total

    @property
    def active(self) -> Array:
        return self.exists & ~self.sudden[:, self.day] & ~self.known_pause[:, self.day][:, None] & self.is_live[:, None]

    def reported(self, what: str) -> Array:
        """[flight, day before today, channel]: the newest view, NaN where nothing is told yet."""
        t = self.day
        first = max(t - MAX_AGE, 0)
        values = getattr(self, what)[:, :t].copy()
        ages = t - np.arange(first, t)
        if what == "spend":
            values[:, first:] *= self._told_share(ages)
            values[:, first:] = np.round(values[:, first:], 2)
        elif what == "apps":
            values[:, first:] = np.floor(
                values[:, first:] * (1 - (1 - self.app_delay[:, None]) ** ages[None, :, None]) + 0.5
            )
        else:
            seen = 1 - (1 - self.judge_delay[:, None]) ** np.maximum(ages[None, :, None] - 1, 0)
            values[:, first:] = np.floor(values[:, first:] * seen + 0.5)
        if what == "spend":
            values[:, first:][self._untold(first, ages)] = np.nan
        return np.where(self.exists[:, None], values, 0.0)

    def _told_share(self, ages: Array) -> Array:
        """A day's spend grows to its final value over some days, and may be credited a little later."""
        grown = 1 - (1 - self.first_share[:, None]) * (1 - self.settles[:, None]) ** (ages[None, :, None] - 1)
        return grown * np.where(ages[None, :, None] < 9, 1 + self.credit[:, None], 1.0)

    def _untold(self, first: int, ages: Array) -> Array:
        t = self.day
        hidden = np.zeros((self.n, t - first, self.channels), bool)
        hidden |= (ages[None, :, None] == 1) & (self._uniform(first, t) < self.late[:, None])
        dark = self.blackout[:, t]
        since = np.zeros(self.n, int)
        for back in range(8):
            if t - back < 0:
                break
            since = np.where(dark & self.blackout[:, t - back] & (since == back), back + 1, since)
        hidden |= dark[:, None, None] & (ages[None, :, None] <= since[:, None, None])
        return hidden

    def _uniform(self, first: int, last: int) -> Array:
        if not hasattr(self, "_late_draws"):
            self._late_draws = np.random.default_rng([self.seed, 5]).random((self.n, self.horizon, self.channels))
        return self._late_draws[:, first:last]

    def live(self, asked: Array) -> None:
        """Let the day pass with the budgets that were asked for."""
        t = self.day
        self.chance = draw = np.random.default_rng([self.seed, 9, t])  # the same luck for whoever decides
        before = self.in_force[:, t - 1] if t else np.zeros_like(asked)
        failed = self.fails[:, t] & (before > 0) & (t > 0)
        budget = np.where(failed, before, np.maximum(asked, 0.0)) * self.active
        budget = np.where(budget < self.least * 0.999, 0.0, budget)
        self.in_force[:, t] = budget
        self._learn(before, budget)
        spend = self._deliver(budget)
        self.spend[:, t] = spend
        self._respond(spend)
        self.strength *= np.exp(draw.normal(0, self.drift_step, self.strength.shape))
        self.day += 1

    def _learn(self, before: Array, budget: Array) -> None:
        both = (before > 0) & (budget > 0)
        step = np.abs(budget / np.where(both, before, 1.0) - 1)
        restarted = both & (step > self.threshold + 1e-9)
        self.restarts += restarted
        self.learning = np.where(restarted, LEARNING_DAYS, np.maximum(self.learning - 1, 0))

    def _deliver(self, budget: Array) -> Array:
        draw = self.chance
        weekday = self.weekday[:, self.day][:, None]
        begins = weekday == self.week_begins
        self.week_budget = np.where(begins, 0.0, self.week_budget)
        self.week_spend = np.where(begins, 0.0, self.week_spend)
        self.wobble = self.rho * self.wobble + np.sqrt(1 - self.rho**2) * draw.normal(0, 1, budget.shape)
        sigma = self.sigma * np.where(self.learning > 0, 1.5, 1.0)
        ratio = self.level * np.exp(sigma * self.wobble - sigma**2 / 2)
        days_left = 7 - (weekday - self.week_begins) % 7
        short = self.level * self.week_budget - self.week_spend
        extra = self.catch_up * np.clip(short, 0, None) / days_left
        week_cap = np.where(days_left < 7, (self.week_budget + budget * days_left) - self.week_spend, np.inf)
        spend = np.minimum(budget * ratio + extra * (budget > 0), self.over_cap * budget)
        spend = np.minimum(spend, np.maximum(week_cap, 0.0))
        spend = np.where(self.outage[:, self.day], 0.0, spend)
        self.week_budget = self.week_budget + budget
        self.week_spend = self.week_spend + spend
        return np.round(np.maximum(spend, 0.0), 2)

    def _respond(self, spend: Array) -> None:
        t, draw = self.day, self.chance
        season = (self.season[:, t] * self.week_shape[:, t])[:, None]
        mean = self.strength * self._shape(spend) * season * np.where(self.learning > 0, self.penalty, 1.0)
        size = mean / np.maximum(self.dispersion - 1, 0.05)
        rate = draw.gamma(np.maximum(size, 1e-9), 1.0) * np.maximum(self.dispersion - 1, 0.05)
        apps = draw.poisson(np.where(mean > 0, rate, 0.0))
        self.apps[:, t] = apps
        self.qualified[:, t] = draw.binomial(apps, self.share)
        self.expected_qualified[:, t] = mean * self.share
        value = self.strength * self.share * season
        total = self.plan_of_today() * self.is_live
        self.oracle[:, t] = self._best(value, total)
        even = total[:, None] * self.active / np.maximum(self.active.sum(1, keepdims=True), 1)
        self.even[:, t] = (value * self._shape(even)).sum(1)

    def plan_of_today(self) -> Array:
        """What a plan by weights spends today when nothing goes otherwise."""
        t = self.day
        later = (np.arange(self.horizon)[None] >= t) & (np.arange(self.horizon)[None] < self.total[:, None])
        whole = (self.weights * later).sum(1)
        left = np.maximum(self.budget - self.ideal, 0.0)
        today = np.where(whole > 0, left * self.weights[:, t] / np.where(whole > 0, whole, 1), 0.0)
        self.ideal += today
        return today

    def _best(self, value: Array, total: Array) -> Array:
        """The most that the day's money can bring: the split with equal marginal values, by bisection."""
        on = self.active & (value > 0)
        low, high = np.full(self.n, 1e-12), np.full(self.n, 1e6)
        for _step in range(46):
            price = np.sqrt(low * high)
            used = (self._spend_at(value, price[:, None]) * on).sum(1)
            too_cheap = used > total
            low, high = np.where(too_cheap, price, low), np.where(too_cheap, high, price)
        spend = self._spend_at(value, high[:, None]) * on
        spend *= np.where(spend.sum(1) > 0, total / np.maximum(spend.sum(1), 1e-9), 0)[:, None]
        return (value * self._shape(spend) * on).sum(1)

    def _spend_at(self, value: Array, price: Array) -> Array:
        """Where a channel's marginal value falls to the price."""
        v = value / self.k / price
        kinds = self.shape[:, None]
        log_shape = v - 1
        power = v ** (1 / 0.55) - 1
        x = np.clip(1.6 * v, 1e-9, None) ** (1 / 0.85) - 1  # start; two Newton steps on d/dx
        for _step in range(4):
            base = 1 + 0.6 * np.maximum(x, 0)
            slope = 1.6 * base**-0.85 * (1 - 0.85 * 0.6 * np.maximum(x, 0) / base)
            x = np.maximum(x, 0) * 1.0 + 0.0
            x = np.where(v * slope > 1, x + (v * slope - 1) * base, x - (1 - v * slope) * base)
            x = np.maximum(x, 0)
        return np.maximum(np.where(kinds == 0, log_shape, np.where(kinds == 1, power, x)), 0) * self.k

    # what the door gets

    def observation(self, row: int, memory: dict[str, Any]) -> SimpleNamespace:
        """One flight's morning in the form of the door ``bench.doors.pace``."""
        t, total, on = self.day, int(self.total[row]), self.exists[row]
        spend = self.reported("spend")[row][:, on]
        return SimpleNamespace(
            day=t,
            days_total=total,
            days_left=total - t,
            date=FIRST + timedelta(days=int(self.start[row]) + t),
            total_budget=float(self.budget[row]),
            remaining_reported=float(self.budget[row] - np.nansum(spend)),
            channels=list(self.names[row][on]),
            min_budget=self.least[row][on],
            max_budget=np.full(on.sum(), np.inf),
            over_cap=self.over_cap[row][on],
            daily_cap=float("inf"),
            weights=self.weights[row][:total],
            active=self.active[row][on],
            known_pause=self.known_pause[row][:total],
            budgets=self.in_force[row][:t][:, on],
            spend=spend,
            impressions=spend * 100,
            clicks=np.floor(spend),
            apps=self.reported("apps")[row][:, on],
            qualified=self.reported("qualified")[row][:, on],
            school_holiday=self.holiday[row][:total],
            weekday=self.weekday[row][:total],
            memory=memory,
        )
