"""Which days count: public holidays, school holidays per region, the organisation's own days off."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from calendar_app.working_time import WorkingTime
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import DayOff, OrganisationSettings, Region

_SUBDIVISION = {Region.NORTH: "Noord", Region.MIDDLE: "Midden", Region.SOUTH: "Zuid"}
# On the list of the package, yet an ordinary working day in the Netherlands.
_WORKED_THROUGH = "Goede vrijdag"


@dataclass(frozen=True)
class NamedDays:
    """Days in a row that have a name; both ends included."""

    name: str
    starts_on: date
    ends_on: date


class PublicHolidays(Container[date]):
    """Dutch public holidays of any year, worked out as they are asked for."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in public_holidays(day.year)


def working_time() -> WorkingTime:
    """Return the working hours of the active organisation. Two statements."""
    return WorkingTime(
        zone=OrganisationSettings.active().time_zone, holidays=PublicHolidays(), days_off=frozenset(days_free())
    )


def today(at: datetime) -> date:
    """Return the day that an instant falls on for the active organisation. One statement."""
    return clock.local_date(at, zone=OrganisationSettings.active().time_zone)


def days_free() -> dict[date, str]:
    """Return the organisation's own days off with their names. One statement; tens of rows a year."""
    return tenancy.remembered(DayOff, "days", lambda: dict(DayOff.objects.order_by("day").values_list("day", "name")))


def holidays_between(first: date, last: date) -> list[NamedDays]:
    """Return the public holidays from one day to another, both included, in Dutch. No statement."""
    return [
        NamedDays(name, day, day)
        for year in range(first.year, last.year + 1)
        for day, name in sorted(public_holidays(year).items())
        if first <= day <= last
    ]


def school_holidays_between(first: date, last: date, *, region: str) -> list[NamedDays]:
    """Return the school holidays of a region that touch the span, each as one run of days. No statement."""
    found: list[NamedDays] = []
    for year in range(first.year - 1, last.year + 2):
        for day, name in sorted(school_days(year, region).items()):
            if found and found[-1].name == name and day - found[-1].ends_on == timedelta(days=1):
                found[-1] = NamedDays(name, found[-1].starts_on, day)
            else:
                found.append(NamedDays(name, day, day))
    return [one for one in found if one.starts_on <= last and one.ends_on >= first]


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their Dutch names."""
    import holidays

    found = holidays.country_holidays("NL", years=year, language="nl")
    return {day: name for day, name in found.items() if name != _WORKED_THROUGH}


@lru_cache(maxsize=64)
def school_days(year: int, region: str) -> dict[date, str]:
    """Return every day of school holidays in a year with its Dutch name, weekends at the edges left to the package."""
    import holidays

    subdivision = _SUBDIVISION[Region(region)]
    found = holidays.country_holidays("NL", subdiv=subdivision, years=year, categories=("school",), language="nl")
    return dict(found.items())
