"""How many hires the outflow of a profile asks for in the months of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calendar_app.models import JobProfile
from calendar_app.selectors import year
from recruit_platform.lib.periods import add_months

_MOST_YEARS = 3  # of a period that somebody typed; what lies beyond is left out


@dataclass(frozen=True)
class MonthNeed:
    """One month, by its first day: who leaves (None: nobody said), who was hired already, and who is still needed."""

    month: date
    leavers: int | None
    hired: int

    @property
    def needed(self) -> int | None:
        return None if self.leavers is None else max(self.leavers - self.hired, 0)


@dataclass(frozen=True)
class Need:
    profile: JobProfile
    months: Sequence[MonthNeed]

    @property
    def total(self) -> int:
        """Hires over all months of which the outflow is known."""
        return sum(one.needed or 0 for one in self.months)

    @property
    def is_known(self) -> bool:
        return any(one.leavers is not None for one in self.months)


def of_profile(profile: JobProfile, *, first: date, last: date) -> Need:
    """Return the months that a period touches, whole ones. Four statements a year."""
    start, end = first.replace(day=1), last.replace(day=1)
    months: list[MonthNeed] = []
    for n in range(_MOST_YEARS):
        since = add_months(start, n * year.MONTHS)
        if since > end:
            break
        months += _of_year(profile, since)
    return Need(profile, [one for one in months if one.month <= end])


def _of_year(profile: JobProfile, first: date) -> list[MonthNeed]:
    found = next((one for one in year.profile_years(first=first) if one.profile.pk == profile.pk), None)
    if found is None:
        return [MonthNeed(month, None, 0) for month in year.firsts_from(first)]
    return [
        MonthNeed(month, count.leavers, hired)
        for month, count, hired in zip(year.firsts_from(first), found.months, found.hired, strict=True)
    ]
