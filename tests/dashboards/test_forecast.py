"""Spend against a straight plan and a straight look ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboards.forecast import Budget, cumulative, outlook, planned_by

FIRST = date(2026, 11, 1)
MONTH = Budget(300_000, FIRST, date(2026, 11, 30))


def test_a_third_of_the_days_is_a_third_of_the_plan() -> None:
    assert planned_by(MONTH, end_of=date(2026, 11, 10)) == 100_000
    assert planned_by(MONTH, end_of=date(2026, 10, 31)) == 0
    assert planned_by(MONTH, end_of=date(2026, 12, 25)) == 300_000


def test_the_look_ahead_draws_the_last_two_weeks_on() -> None:
    look = outlook(MONTH, spent_minor=100_000, lately_minor=70_000, lately_days=14, last_day=date(2026, 11, 20))
    assert (look.spent_minor, look.planned_minor, look.expected_minor, look.is_known) == (
        100_000,
        200_000,
        150_000,
        True,
    )


def test_nothing_reported_is_nothing_known() -> None:
    look = outlook(MONTH, spent_minor=0, lately_minor=0, lately_days=0, last_day=date(2026, 11, 20))
    assert (look.expected_minor, look.is_known) == (0, False)


@pytest.mark.parametrize("budget", [1, 999, 300_000])
@pytest.mark.parametrize("days", [1, 30])
@pytest.mark.parametrize("spent", [0, 500, 400_000])
@pytest.mark.parametrize("lately", [(0, 0), (70_000, 14), (10**9, 1)])
@pytest.mark.parametrize("day", [-5, 0, 29, 420])
def test_the_look_ahead_is_never_above_the_budget_unless_that_was_spent(
    budget: int, days: int, spent: int, lately: tuple[int, int], day: int
) -> None:
    money = Budget(budget, FIRST, FIRST + timedelta(days=days - 1))
    last = FIRST + timedelta(days=day)
    look = outlook(money, spent_minor=spent, lately_minor=lately[0], lately_days=lately[1], last_day=last)
    assert spent <= look.expected_minor <= max(spent, budget)
    assert 0 <= look.planned_minor <= budget


def test_a_sum_per_day_leaves_no_day_out() -> None:
    found = cumulative({FIRST: 5, FIRST + timedelta(days=2): 7}, first=FIRST, last=FIRST + timedelta(days=3))
    assert [minor for _day, minor in found] == [5, 5, 12, 12]
