"""Reading a history: any order, gaps, what is not recorded; and what cannot be read, by name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboards.insight import days as module
from dashboards.insight.days import BadDays, Days, days_of
from dashboards.insight.frames import days_from

MONDAY = date(2026, 11, 2)


def _days(**changed: list[object]) -> Days:
    columns: dict[str, list[object]] = {
        "dates": [MONDAY, date(2026, 11, 4)],
        "applications": [3, 5],
        "spend": [10.0, 20.0],
        "school_holiday": [0, 1],
        "public_holiday": [0, 0],
    }
    return days_of(**(columns | changed))  # type: ignore[arg-type]


def test_a_day_nobody_recorded_is_there_and_unknown() -> None:
    found = _days()
    assert found.first_on == MONDAY
    np.testing.assert_array_equal(found.applications, [3, np.nan, 5])
    np.testing.assert_array_equal(found.school, [0, np.nan, 1])
    np.testing.assert_array_equal(found.is_known, [True, False, True])


def test_rows_in_another_order_are_the_same_history() -> None:
    turned = _days(dates=[date(2026, 11, 4), MONDAY], applications=[5, 3], spend=[20, 10], school_holiday=[1, 0])
    np.testing.assert_array_equal(turned.applications, _days().applications)
    np.testing.assert_array_equal(turned.spend, _days().spend)
    np.testing.assert_array_equal(turned.school, _days().school)


@pytest.mark.parametrize("yes", [True, 1, 1.0, np.True_])
def test_a_holiday_is_a_boolean_a_number_or_a_share(yes: object) -> None:
    assert _days(school_holiday=[False, yes]).school[-1] == 1
    assert _days(school_holiday=[0.25, yes]).school[0] == 0.25


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_not_recorded_makes_a_day_unknown_and_is_no_holiday(missing: object) -> None:
    found = _days(spend=[missing, 20.0], school_holiday=[missing, 1])
    np.testing.assert_array_equal(found.is_known, [False, False, True])
    assert found.school[0] == 0


@pytest.mark.parametrize(
    ("flags", "blocks"), [("0000", 0), ("1111", 1), ("1000011", 2), ("100011", 1), ("11111001111100000111", 2)]
)
def test_a_weekend_does_not_cut_a_holiday_in_two(flags: str, blocks: int) -> None:
    dates = [date.fromordinal(MONDAY.toordinal() + n) for n in range(len(flags))]
    ones = [1.0] * len(flags)
    found = _days(
        dates=dates,
        applications=ones,
        spend=ones,
        public_holiday=[0] * len(flags),
        school_holiday=[int(flag) for flag in flags],
    )
    assert found.holiday_blocks == blocks


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"dates": [MONDAY, MONDAY]}, module.DuplicateDates),
        ({"dates": [MONDAY, None]}, module.NoDates),
        ({"dates": [MONDAY, "next week"]}, module.NoDates),
        ({"dates": [MONDAY, date(1, 1, 1)]}, module.NoDates),
        ({"dates": [], "applications": [], "spend": [], "school_holiday": [], "public_holiday": []}, module.NoDates),
        ({"applications": [3, -1]}, module.NegativeValues),
        ({"spend": [3, -0.01]}, module.NegativeValues),
        ({"spend": [3, float("inf")]}, module.NotNumbers),
        ({"spend": [3, "much"]}, module.NotNumbers),
        ({"spend": [3]}, module.UnequalLengths),
        ({"school_holiday": [0, 1.5]}, module.ShareOutOfRange),
        ({"public_holiday": [0, -1]}, module.NegativeValues),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(changed: dict[str, list[object]], problem: type[BadDays]) -> None:
    assert issubclass(problem, ValueError)
    with pytest.raises(problem):
        _days(**changed)


def test_a_frame_without_a_column_is_refused_with_its_name() -> None:
    with pytest.raises(module.MissingColumn, match="school_holiday, public_holiday"):
        days_from(pd.DataFrame({"date": [MONDAY], "applications": [1], "spend": [1]}))
