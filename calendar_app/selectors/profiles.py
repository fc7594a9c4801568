"""Job profiles and how many vacancies hang on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from calendar_app.models import JobProfile, Vacancy, VacancyState
from calendar_app.selectors import vacancies


@dataclass(frozen=True)
class ProfileRow:
    profile: JobProfile
    vacancies: int
    open: int


def active() -> QuerySet[JobProfile]:
    """Return the profiles that may be chosen, by name. One statement; tens of rows."""
    return JobProfile.objects.filter(is_active=True).order_by("name", "pk")


def advertised(*, today: date) -> QuerySet[JobProfile]:
    """Return the active profiles that the public sees a vacancy of today, by name: the others are known in the house only."""
    return active().filter(pk__in=vacancies.open_to_public(today=today).values("profile_id"))


def rows(*, today: date) -> list[ProfileRow]:
    """Return all profiles, active first, with their vacancies. Two statements."""
    is_open = Q(state=VacancyState.PUBLISHED, opens_on__lte=today) & (Q(closes_on=None) | Q(closes_on__gte=today))
    counted = Vacancy.objects.exclude(profile=None).values("profile_id").annotate(
        n=Count("id"), open=Count("id", filter=is_open)
    )  # fmt: skip
    per_profile = {one["profile_id"]: (one["n"], one["open"]) for one in counted.order_by("profile_id")}
    return [
        ProfileRow(one, *per_profile.get(one.pk, (0, 0)))
        for one in JobProfile.objects.order_by("-is_active", "name", "pk")
    ]
