"""Spend against a straight plan, and what a campaign will have cost at its end. Pure; whole minor units.

The one answer to "does it go as planned": the campaign's own page, the list, the dashboard and the API all show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LOOK_BACK_DAYS = 14
STEP_PERCENT = 18  # a day budget is raised by at most so much a day where the product steers
_NEAR_PLAN, _NEAR_BUDGET = 10, 50  # on plan: within a tenth of the plan, or a fiftieth of the budget


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
class Told:
    """An amount that a network reported for a day, or for more days together (both included)."""

    first_on: date
    last_on: date
    minor: int

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True)
class Outlook:
    """``expected_minor`` is what will be spent by the end; never above the budget, unless that much is spent already.

    ``near_minor``: how far from the plan still counts as on it.
    """

    budget_minor: int
    spent_minor: int
    planned_minor: int
    expected_minor: int
    near_minor: int
    is_known: bool

    @property
    def course(self) -> int:
        """-1 below the plan, 0 on it, 1 above."""
        apart = self.spent_minor - self.planned_minor
        return 0 if abs(apart) <= self.near_minor else 1 if apart > 0 else -1


def together(looks: Sequence[Outlook]) -> Outlook:
    """Add up outlooks of one currency; what is on plan in each part is on plan in the whole."""
    return Outlook(
        budget_minor=sum(one.budget_minor for one in looks),
        spent_minor=sum(one.spent_minor for one in looks),
        planned_minor=sum(one.planned_minor for one in looks),
        expected_minor=sum(one.expected_minor for one in looks),
        near_minor=sum(one.near_minor for one in looks),
        is_known=all(one.is_known for one in looks),
    )


def planned_by(budget: Budget, *, end_of: date) -> int:
    """What a straight plan has spent by the end of a day."""
    gone = min(budget.days, max(0, (end_of - budget.starts_on).days + 1))
    return budget.minor * gone // budget.days


def outlook(
    budget: Budget,
    *,
    spent_minor: int,
    lately_minor: int,
    lately_days: int,
    last_day: date,
    is_steered: bool,
    is_over: bool,
) -> Outlook:
    """Look ahead from the last whole day that was reported. ``lately_minor`` was spent on ``lately_days`` days shortly up to it.

    A steered campaign raises its day budgets, by steps that networks bear, until what is left is spent by the end; another one
    goes on as in the last two weeks. One that ``is_over``, or rests, spends nothing more. Networks report with a day's delay, so
    the plan is compared at the end of that same day.
    """
    left = 0 if is_over else max(0, (budget.ends_on - max(last_day, budget.starts_on - timedelta(days=1))).days)
    further = _further(
        lately_minor, lately_days, left=left, wanted=max(budget.minor - spent_minor, 0), is_steered=is_steered
    )
    planned = planned_by(budget, end_of=last_day)
    return Outlook(
        budget_minor=budget.minor,
        spent_minor=spent_minor,
        planned_minor=planned,
        expected_minor=max(spent_minor, min(budget.minor, spent_minor + further)),
        near_minor=max(planned // _NEAR_PLAN, budget.minor // _NEAR_BUDGET),
        is_known=is_over or lately_days > 0,
    )


def _further(lately_minor: int, lately_days: int, *, left: int, wanted: int, is_steered: bool) -> int:
    """What the days that are left will cost, ``wanted`` at most."""
    if lately_days == 0 or left == 0:
        return 0
    if not is_steered:
        return min(lately_minor * left // lately_days, wanted)
    rate, further = lately_minor / lately_days, 0.0
    for day in range(left, 0, -1):
        rate = min(rate * (1 + STEP_PERCENT / 100), (wanted - further) / day)
        further += rate
    return min(round(further), wanted)


def lately(told: Sequence[Told], *, since: date, last: date) -> tuple[int, int]:
    """Return what was spent on the days ``[since, last]`` and how many of these days any report covers.

    An amount over more days is spread evenly over them and counts for the part that lies inside: 30 euros over 30 days, the last
    10 of them inside, is 10 euros over 10 days. A day that no report covers is not known, which is not the same as nothing spent.
    """
    minor = 0
    covered: set[date] = set()
    for one in told:
        first, until = max(one.first_on, since), min(one.last_on, last)
        inside = (until - first).days + 1
        if inside > 0:
            minor += one.minor * inside // one.days
            covered.update(first + timedelta(days=n) for n in range(inside))
    return minor, len(covered)


def cumulative(per_day: Mapping[date, int], *, first: date, last: date) -> list[tuple[date, int]]:
    """Sum up day by day, days without anything included."""
    found, total, day = [], 0, first
    while day <= last:
        total += per_day.get(day, 0)
        found.append((day, total))
        day += timedelta(days=1)
    return found
