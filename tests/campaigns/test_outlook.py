"""Spend against a straight plan and a straight look ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.outlook import Budget, Told, cumulative, lately, outlook, planned_by, together

FIRST = date(2026, 11, 1)
UNSTEERED = {"is_steered": False, "is_over": False}
MONTH = Budget(300_000, FIRST, date(2026, 11, 30))


def test_a_third_of_the_days_is_a_third_of_the_plan() -> None:
    assert planned_by(MONTH, end_of=date(2026, 11, 10)) == 100_000
    assert planned_by(MONTH, end_of=date(2026, 10, 31)) == 0
    assert planned_by(MONTH, end_of=date(2026, 12, 25)) == 300_000


def test_the_look_ahead_draws_the_last_two_weeks_on() -> None:
    look = outlook(
        MONTH, spent_minor=100_000, lately_minor=70_000, lately_days=14, last_day=date(2026, 11, 20), **UNSTEERED
    )
    assert (look.spent_minor, look.planned_minor, look.expected_minor, look.is_known) == (
        100_000,
        200_000,
        150_000,
        True,
    )


def test_a_steered_campaign_reaches_its_budget_when_there_are_days_enough_to_raise() -> None:
    """Half the pace of the plan: ten days suffice to catch up by steps of 18 %, two do not."""
    half = {"spent_minor": 100_000, "lately_minor": 70_000, "lately_days": 14, "is_steered": True, "is_over": False}
    assert outlook(MONTH, last_day=date(2026, 11, 10), **half).expected_minor == 300_000
    late = outlook(MONTH, last_day=date(2026, 11, 28), **half).expected_minor
    assert late == 100_000 + round(5_000 * 1.18 + 5_000 * 1.18**2)


def test_what_rests_or_is_over_spends_nothing_more() -> None:
    look = outlook(MONTH, spent_minor=9, lately_minor=70, lately_days=14, last_day=FIRST, is_steered=True, is_over=True)
    assert (look.expected_minor, look.is_known) == (9, True)


def test_what_is_on_plan_in_each_part_is_on_plan_together() -> None:
    parts = [
        outlook(MONTH, spent_minor=spent, lately_minor=0, lately_days=0, last_day=date(2026, 11, 10), **UNSTEERED)
        for spent in (90_000, 91_000, 109_000)
    ]
    assert [one.course for one in parts] == [0, 0, 0]
    assert together(parts).course == 0
    below, above = (
        outlook(MONTH, spent_minor=spent, lately_minor=0, lately_days=0, last_day=date(2026, 11, 10), **UNSTEERED)
        for spent in (89_999, 110_001)
    )
    assert (below.course, above.course) == (-1, 1)


def test_nothing_reported_is_nothing_known() -> None:
    look = outlook(MONTH, spent_minor=0, lately_minor=0, lately_days=0, last_day=date(2026, 11, 20), **UNSTEERED)
    assert (look.expected_minor, look.is_known) == (0, False)


@pytest.mark.parametrize("is_steered", [True, False])
@pytest.mark.parametrize("budget", [1, 999, 300_000])
@pytest.mark.parametrize("days", [1, 30])
@pytest.mark.parametrize("spent", [0, 500, 400_000])
@pytest.mark.parametrize("lately", [(0, 0), (70_000, 14), (10**9, 1)])
@pytest.mark.parametrize("day", [-5, 0, 29, 420])
def test_the_look_ahead_is_never_above_the_budget_unless_that_was_spent(
    *, is_steered: bool, budget: int, days: int, spent: int, lately: tuple[int, int], day: int
) -> None:
    money = Budget(budget, FIRST, FIRST + timedelta(days=days - 1))
    last = FIRST + timedelta(days=day)
    look = outlook(
        money,
        spent_minor=spent,
        lately_minor=lately[0],
        lately_days=lately[1],
        last_day=last,
        is_steered=is_steered,
        is_over=False,
    )
    assert spent <= look.expected_minor <= max(spent, budget)
    assert 0 <= look.planned_minor <= budget


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([], (0, 0)),
        ([(11, 11, 50), (12, 12, 70), (12, 12, 1)], (121, 2)),
        ([(1, 30, 3_000)], (1_000, 10)),  # 100 a day, ten of its days inside
        ([(6, 15, 1_000), (15, 15, 40)], (540, 5)),  # no day twice
        ([(1, 10, 700), (21, 30, 900)], (0, 0)),  # before and after
    ],
)
def test_lately_is_the_part_inside_and_the_days_that_a_report_covers(
    told: list[tuple[int, int, int]], found: tuple[int, int]
) -> None:
    rows = [Told(_november(first), _november(last), minor) for first, last, minor in told]
    assert lately(rows, since=_november(11), last=_november(20)) == found


def _november(day: int) -> date:
    return date(2026, 11, day)


def test_a_sum_per_day_leaves_no_day_out() -> None:
    found = cumulative({FIRST: 5, FIRST + timedelta(days=2): 7}, first=FIRST, last=FIRST + timedelta(days=3))
    assert [minor for _day, minor in found] == [5, 5, 12, 12]
