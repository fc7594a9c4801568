"""What stands on the year's axis, and what is asked and made per month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import accumulate

from django.db.models import Q, QuerySet

from calendar_app.models import JobProfile, Outflow, OutflowKind, Vacancy, VacancyState
from recruit_platform.core.log import tallies
from recruit_platform.lib.periods import add_months

HIRED = "funnel.hired"
MONTHS = 12


@dataclass(frozen=True)
class MonthCount:
    """Leavers of one profile in one month, as counted and as expected; None: nobody said."""

    recorded: int | None = None
    planned: int | None = None

    @property
    def leavers(self) -> int | None:
        return self.recorded if self.recorded is not None else self.planned


@dataclass(frozen=True)
class ProfileYear:
    profile: JobProfile
    months: Sequence[MonthCount]
    hired: Sequence[int]


@dataclass(frozen=True)
class Months:
    """Sums over the profiles per month: who leaves (None: nobody said) and how many were hired."""

    firsts: Sequence[date]
    leavers: Sequence[int | None]
    hired: Sequence[int]

    @property
    def short(self) -> list[int]:
        """What is missing at the end of each month, from the first on: a leaver asks for a hire, and a month with more hires than
        leavers makes up for others. Never negative."""
        apart = ((left or 0) - made for left, made in zip(self.leavers, self.hired, strict=True))
        return [max(0, behind) for behind in accumulate(apart)]


def on_axis(found: QuerySet[Vacancy], *, first: date, last: date) -> QuerySet[Vacancy]:
    """Return vacancies that touch the span by their dates, or that were closed in it. One statement when read."""
    midnight = datetime.combine(first, time.min, tzinfo=UTC)
    open_ended = Q(closes_on=None) & ~Q(state=VacancyState.CLOSED)
    reaches = Q(closes_on__gte=first) | open_ended | Q(closed_at__gte=midnight)
    return found.filter(reaches, opens_on__lte=last).select_related("profile").order_by("opens_on", "pk")


def firsts_from(first: date) -> list[date]:
    """Return the first days of twelve months."""
    return [add_months(first, n) for n in range(MONTHS)]


def profile_years(*, first: date) -> list[ProfileYear]:
    """Return active profiles, and others with figures, with twelve months of leavers and hires. Four statements."""
    firsts = firsts_from(first)
    counts = _counts(firsts)
    hired = _hired(firsts)
    profiles = JobProfile.objects.filter(
        Q(is_active=True) | Q(pk__in={profile for profile, _month in counts})
    ).order_by("name", "pk")
    return [
        ProfileYear(
            one,
            [counts.get((one.pk, month), MonthCount()) for month in firsts],
            [hired.get((one.pk, month), 0) for month in firsts],
        )
        for one in profiles
    ]


def months_of(years: Sequence[ProfileYear], *, first: date) -> Months:
    """Add profiles up per month. No statement."""
    firsts = firsts_from(first)
    leavers: list[int | None] = []
    for n in range(MONTHS):
        said = [one.months[n].leavers for one in years]
        known = [number for number in said if number is not None]
        leavers.append(sum(known) if known else None)
    return Months(firsts, leavers, [sum(one.hired[n] for one in years) for n in range(MONTHS)])


def _counts(firsts: Sequence[date]) -> dict[tuple[int, date], MonthCount]:
    found: dict[tuple[int, date], dict[str, int]] = {}
    for row in Outflow.objects.filter(month__gte=firsts[0], month__lte=firsts[-1]):
        found.setdefault((row.profile_id, row.month), {})[row.kind] = row.leavers
    return {
        key: MonthCount(kinds.get(OutflowKind.RECORDED), kinds.get(OutflowKind.PLANNED)) for key, kinds in found.items()
    }


def _hired(firsts: Sequence[date]) -> dict[tuple[int, date], int]:
    """Hires per profile and month, from the counters that count them per vacancy and day."""
    counted = tallies.per_day([HIRED], first=firsts[0], until=add_months(firsts[-1], 1))
    of_vacancy = dict(
        Vacancy.objects.filter(pk__in={one.subject_id for one in counted}).values_list("pk", "profile_id")
    )
    found: dict[tuple[int, date], int] = {}
    for one in counted:
        profile = of_vacancy.get(one.subject_id)
        if profile is not None:
            key = (profile, one.day.replace(day=1))
            found[key] = found.get(key, 0) + one.n
    return found
