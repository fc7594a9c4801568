"""Spend against a straight plan, and where a straight line through the last two weeks ends. Pure; whole minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_BACK_DAYS = 14


@dataclass(frozen=True)
class Budget:
    """One campaign's money over its days, both included."""

    minor: int
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True)
class Outlook:
    """``expected_minor`` is what will be spent by the end when every day goes as the last two weeks; never above the budget."""

    budget_minor: int
    spent_minor: int
    planned_minor: int
    expected_minor: int
    is_known: bool


def planned_by(budget: Budget, *, end_of: date) -> int:
    """What a straight plan has spent by the end of a day."""
    gone = min(budget.days, max(0, (end_of - budget.starts_on).days + 1))
    return budget.minor * gone // budget.days


def outlook(budget: Budget, *, spent_minor: int, lately_minor: int, lately_days: int, last_day: date) -> Outlook:
    """Look ahead from the last day that was reported. ``lately_minor`` was spent on the ``lately_days`` days up to it.

    Networks report with a day's delay, so the plan is compared at the end of that same day.
    """
    left = max(0, (budget.ends_on - max(last_day, budget.starts_on - timedelta(days=1))).days)
    rate_known = lately_days > 0
    further = lately_minor * left // lately_days if rate_known else 0
    return Outlook(
        budget_minor=budget.minor,
        spent_minor=spent_minor,
        planned_minor=planned_by(budget, end_of=last_day),
        expected_minor=max(spent_minor, min(budget.minor, spent_minor + further)),
        is_known=rate_known,
    )


def cumulative(per_day: Mapping[date, int], *, first: date, last: date) -> list[tuple[date, int]]:
    """Sum up day by day, days without anything included."""
    found, total, day = [], 0, first
    while day <= last:
        total += per_day.get(day, 0)
        found.append((day, total))
        day += timedelta(days=1)
    return found
