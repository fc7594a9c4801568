from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.lib import periods
from recruit_platform.lib.periods import Period

days = st.dates(date(1990, 1, 1), date(2080, 12, 1))
some_periods = st.builds(lambda day, length: Period(day, day + timedelta(days=length)), days, st.integers(0, 800))
ZONES = [
    "Europe/Amsterdam",
    "America/Havana",
    "Asia/Beirut",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
]


@given(some_periods, some_periods)
def test_overlap_is_the_days_in_both(one: Period, other: Period) -> None:
    both = set(one) & set(other)
    found = one.overlap(other)
    assert (set(found) if found else set()) == both
    assert found == other.overlap(one)


@given(some_periods)
def test_pieces_by_month_and_week_are_the_period_again(period: Period) -> None:
    for pieces, key in (
        (period.by_month(), lambda day: (day.year, day.month)),
        (period.by_week(), lambda day: day.isocalendar()[:2]),
    ):
        assert [day for piece in pieces for day in piece] == list(period)
        assert [{key(day) for day in piece} for piece in pieces] == [{key(piece.starts_on)} for piece in pieces]
        assert len({key(day) for day in period}) == len(pieces)


@given(some_periods, days)
def test_a_day_is_in_it_when_listing_meets_it(period: Period, day: date) -> None:
    assert (day in period) == (day in set(period))
    assert period.days == len(list(period))


def test_a_period_as_people_write_it_includes_its_last_day() -> None:
    period = Period.of(date(2026, 2, 1), date(2026, 2, 28))
    assert period == periods.month(2026, 2)
    assert period.last_on == date(2026, 2, 28)


def test_a_period_never_ends_before_it_starts_and_holds_no_instants() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(TypeError):
        Period(datetime(2026, 1, 1), datetime(2026, 1, 2))
    with pytest.raises(ValueError, match="no last day"):
        _ = Period(date(2026, 1, 1), date(2026, 1, 1)).last_on


@given(days)
def test_week_is_seven_days_from_monday(day: date) -> None:
    week = periods.week_of(day)
    assert (day in week, week.days, week.starts_on.isoweekday()) == (True, 7, 1)
    year, number, _ = day.isocalendar()
    assert periods.iso_week(year, number) == week


def test_a_year_without_week_53_says_so() -> None:
    assert periods.iso_week(2026, 53).starts_on == date(2026, 12, 28)
    with pytest.raises(ValueError, match="week"):
        periods.iso_week(2025, 53)


@given(days, st.integers(-500, 500))
def test_adding_months_lands_in_that_month_on_that_day_or_its_last(day: date, months: int) -> None:
    found = periods.add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(days, st.sampled_from(ZONES))
def test_instants_of_a_day_are_exactly_those_the_zone_calls_that_day(day: date, zone: str) -> None:
    start, end = periods.instants_of(day, zone=zone)
    at_zone = ZoneInfo(zone)
    assert periods.instants_of(day + timedelta(days=1), zone=zone)[0] == end
    if start == end:  # Apia went over the date line on 30 December 2011: that day never was
        assert (day, zone) == (date(2011, 12, 30), "Pacific/Apia")
        return
    second = timedelta(seconds=1)
    assert (start - second).astimezone(at_zone).date() < day <= start.astimezone(at_zone).date()
    assert (end - second).astimezone(at_zone).date() == day


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), "Europe/Amsterdam", 23),
        (date(2026, 10, 25), "Europe/Amsterdam", 25),
        (date(2026, 6, 1), "Europe/Amsterdam", 24),
        (date(2018, 11, 4), "America/Sao_Paulo", 23),  # the clock jumped at midnight: the day began at 1:00
        (date(2011, 12, 30), "Pacific/Apia", 0),
    ],
)
def test_length_of_local_days_where_clocks_change(day: date, zone: str, hours: int) -> None:
    start, end = periods.instants_of(day, zone=zone)
    assert (end - start, start.tzinfo) == (timedelta(hours=hours), UTC)
