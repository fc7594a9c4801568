from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.selectors.days import PublicHolidays
from calendar_app.working_time import NeverOpen, WorkingTime

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STUDY_DAY = date(2026, 11, 27)
DUTCH = WorkingTime(zone="Europe/Amsterdam", holidays=PublicHolidays(), days_off=frozenset({STUDY_DAY}))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc, arg-type]


def slow_hours(a: datetime, b: datetime) -> float:
    """Count quarter-hours one by one."""
    n, at = 0, a
    while at < b:
        here = at.astimezone(AMSTERDAM)
        n += DUTCH.is_working_day(here.date()) and time(9) <= here.time() < time(17)
        at += timedelta(minutes=15)
    return n / 4


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(2026, 11, 23, 10), 2, local(2026, 11, 23, 12)),
        (local(2026, 11, 23, 16), 2, local(2026, 11, 24, 10)),
        (local(2026, 11, 23, 7), 1, local(2026, 11, 23, 10)),
        (local(2026, 11, 26, 16, 30), 1, local(2026, 11, 30, 9, 30)),  # a study day and a weekend between
        (local(2026, 12, 24, 16), 2, local(2026, 12, 28, 10)),  # both days of Christmas and a Sunday
        (local(2026, 3, 27, 16), 5, local(2026, 3, 30, 13)),  # the clock goes forward that Sunday
        (local(2026, 11, 28, 3), 0, local(2026, 11, 30, 9)),
        (local(2026, 11, 23, 9), 8, local(2026, 11, 23, 17)),
    ],
)
def test_hours_are_added_in_working_time_only(start: datetime, hours: float, end: datetime) -> None:
    assert DUTCH.add_hours(start, hours) == end


def test_good_friday_is_worked_and_liberation_day_once_in_five_years_is_not() -> None:
    days = [date(2026, 4, 3), date(2025, 5, 5), date(2026, 5, 5), date(2026, 4, 27), date(2026, 4, 6), STUDY_DAY]
    assert [DUTCH.is_working_day(day) for day in days] == [True, False, True, False, False, False]


@settings(deadline=None)  # the first call of a year works out its holidays
@given(
    st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1)),
    st.integers(0, 60 * 24 * 4),
)
def test_hours_between_agree_with_counting_quarters(naive: datetime, quarters: int) -> None:
    a = naive.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    b = a + timedelta(minutes=15 * (quarters % 1000))
    assert DUTCH.hours_between(a, b) == slow_hours(a, b)
    assert DUTCH.hours_between(b, a) == -DUTCH.hours_between(a, b)


@settings(deadline=None)  # the first call of a year works out its holidays
@given(st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1)), st.integers(0, 400))
def test_adding_hours_and_measuring_them_are_each_others_inverse(naive: datetime, quarters: int) -> None:
    a = naive.replace(tzinfo=UTC)
    assert DUTCH.hours_between(a, DUTCH.add_hours(a, quarters / 4)) == pytest.approx(quarters / 4)


def test_working_days_go_both_ways_and_round_trip() -> None:
    assert DUTCH.add_working_days(date(2026, 11, 26), 1) == date(2026, 11, 30)
    assert DUTCH.add_working_days(date(2026, 11, 30), -1) == date(2026, 11, 26)
    assert DUTCH.add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)
    assert DUTCH.add_working_days(date(2026, 11, 23), 10) == date(2026, 12, 8)


def test_the_next_moment_waits_for_the_window_on_a_working_day() -> None:
    window = {"after": time(10), "before": time(16)}
    assert DUTCH.next_moment(local(2026, 11, 23, 12), **window) == local(2026, 11, 23, 12)
    assert DUTCH.next_moment(local(2026, 11, 23, 8), **window) == local(2026, 11, 23, 10)
    assert DUTCH.next_moment(local(2026, 11, 26, 16), **window) == local(2026, 11, 30, 10)


def test_a_week_without_working_days_is_refused_rather_than_searched_for_ever() -> None:
    class Every:
        def __contains__(self, _day: object) -> bool:
            return True

    never = WorkingTime(zone="Europe/Amsterdam", days_off=Every())
    with pytest.raises(NeverOpen):
        never.add_hours(local(2026, 11, 23, 10), 1)
    with pytest.raises(NeverOpen):
        never.add_working_days(STUDY_DAY, 1)
