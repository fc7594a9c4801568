"""The open vacancies as visitors choose among them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from calendar_app.models import Vacancy
from calendar_app.selectors import vacancies

MOST = 1_000  # an organisation with more open vacancies pages its list elsewhere


class Week(StrEnum):
    """Hours a week as visitors think of them; a vacancy may fit several."""

    UP_TO_16 = "0-16"
    UP_TO_24 = "16-24"
    UP_TO_32 = "24-32"
    UP_TO_40 = "32-40"

    @property
    def hours(self) -> tuple[int, int]:
        low, _dash, high = self.value.partition("-")
        return int(low), int(high)


@dataclass(frozen=True)
class Choice:
    """What a visitor ticked: ids of profiles, names of places, weeks."""

    profiles: Collection[str] = ()
    cities: Collection[str] = ()
    weeks: Collection[str] = ()

    def __bool__(self) -> bool:
        return bool(self.profiles or self.cities or self.weeks)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Openings:
    """``found`` fit the choice; the options count what each would give beside the other choices."""

    found: Sequence[Vacancy]
    total: int
    profiles: Sequence[Option] = field(default=())
    cities: Sequence[Option] = field(default=())
    weeks: Sequence[Option] = field(default=())


def open_now(*, today: date) -> list[Vacancy]:
    """Return every open vacancy with its profile, newest opening first. One statement."""
    found = vacancies.open_to_public(today=today).select_related("profile").order_by("-opens_on", "-id")
    return list(found[:MOST])


def choose(every: Sequence[Vacancy], choice: Choice) -> Openings:
    """Filter in memory: an organisation has tens of open vacancies, and each option must be counted. No statement."""
    return Openings(
        found=[one for one in every if _fits(one, choice)],
        total=len(every),
        profiles=_profiles([one for one in every if _fits(one, choice, ignoring="profiles")]),
        cities=_cities([one for one in every if _fits(one, choice, ignoring="cities")]),
        weeks=_weeks([one for one in every if _fits(one, choice, ignoring="weeks")]),
    )


def _fits(vacancy: Vacancy, choice: Choice, *, ignoring: str = "") -> bool:
    if ignoring != "profiles" and choice.profiles and _profile_id(vacancy) not in choice.profiles:
        return False
    if ignoring != "cities" and choice.cities and vacancy.city not in choice.cities:
        return False
    if ignoring == "weeks" or not choice.weeks:
        return True
    return any(fits_week(vacancy, Week(week)) for week in choice.weeks)


def fits_week(vacancy: Vacancy, week: Week) -> bool:
    """Tell whether the hours overlap; a vacancy without recorded hours fits none."""
    few, many = vacancy.week_minutes_min, vacancy.week_minutes_max
    few, many = (few if few is not None else many), (many if many is not None else few)
    if few is None or many is None:
        return False
    low, high = week.hours
    return few <= high * 60 and many > low * 60


def _profile_id(vacancy: Vacancy) -> str:
    return str(vacancy.profile.public_id) if vacancy.profile else ""


def _profiles(found: Sequence[Vacancy]) -> list[Option]:
    names = {_profile_id(one): one.profile.name for one in found if one.profile}
    counts = [Option(id_, name, sum(_profile_id(one) == id_ for one in found)) for id_, name in names.items()]
    return sorted(counts, key=lambda option: option.label.casefold())


def _cities(found: Sequence[Vacancy]) -> list[Option]:
    names = sorted({one.city for one in found if one.city}, key=str.casefold)
    return [Option(name, name, sum(one.city == name for one in found)) for name in names]


def _weeks(found: Sequence[Vacancy]) -> list[Option]:
    counts = [Option(week.value, week.value, sum(fits_week(one, week) for one in found)) for week in Week]
    return [option for option in counts if option.count]
