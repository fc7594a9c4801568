from __future__ import annotations

from datetime import date

import pytest

from calendar_app import selectors
from calendar_app.selectors.days import NamedDays
from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff
from tests.support.builders import World


@pytest.mark.parametrize(
    ("region", "starts_on", "ends_on"),
    [
        ("noord", date(2026, 7, 4), date(2026, 8, 16)),
        ("midden", date(2026, 7, 18), date(2026, 8, 30)),
        ("zuid", date(2026, 7, 11), date(2026, 8, 23)),
    ],
)
def test_summer_differs_per_region(region: str, starts_on: date, ends_on: date) -> None:
    found = selectors.school_holidays_between(date(2026, 7, 1), date(2026, 9, 1), region=region)
    assert found == [NamedDays("Zomervakantie", starts_on, ends_on)]


def test_christmas_over_new_year_is_one_run_and_a_holiday_that_began_before_the_span_counts() -> None:
    found = selectors.school_holidays_between(date(2027, 1, 1), date(2027, 1, 31), region="midden")
    assert found == [NamedDays("Kerstvakantie", date(2026, 12, 19), date(2027, 1, 3))]


def test_public_holidays_of_december() -> None:
    assert selectors.holidays_between(date(2026, 12, 1), date(2026, 12, 31)) == [
        NamedDays("Eerste kerstdag", date(2026, 12, 25), date(2026, 12, 25)),
        NamedDays("Tweede kerstdag", date(2026, 12, 26), date(2026, 12, 26)),
    ]


def test_a_day_off_counts_for_the_own_organisation_only(acme: World, zed: World) -> None:
    monday = date(2026, 11, 30)
    with tenancy.scope(acme.id):
        DayOff.objects.create(day=monday, name="Studiedag")
        assert not selectors.working_time().is_working_day(monday)
    with tenancy.scope(zed.id):
        assert selectors.working_time().is_working_day(monday)
