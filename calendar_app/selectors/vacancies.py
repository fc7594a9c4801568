"""Vacancies: what the public may see, what a member may see."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from calendar_app.models import Vacancy, VacancyState
from recruit_platform.core.models import Membership, Role, VacancyAccess


class Phase(StrEnum):
    """Where a vacancy is on a day: state and dates together."""

    OPEN = "open"
    PLANNED = "planned"
    DRAFT = "draft"
    CLOSED = "closed"


@dataclass(frozen=True)
class Counts:
    open: int
    planned: int
    draft: int
    closed: int

    @property
    def total(self) -> int:
        return self.open + self.planned + self.draft + self.closed


def open_to_public(*, today: date) -> QuerySet[Vacancy]:
    """Return what candidates may see and apply to on a day of the organisation. By dates, so also true without workers."""
    return Vacancy.objects.filter(_open_on(today), state=VacancyState.PUBLISHED)


def is_open(vacancy: Vacancy, *, today: date) -> bool:
    """Tell the same for one vacancy in hand. No statement."""
    reached = vacancy.state == VacancyState.PUBLISHED and vacancy.opens_on <= today
    return reached and (vacancy.closes_on is None or vacancy.closes_on >= today)


def visible_to(membership: Membership) -> QuerySet[Vacancy]:
    """Return what a member may see: hiring managers their own, others all. One statement with a subquery at most."""
    if membership.role != Role.HIRING_MANAGER:
        return Vacancy.objects.all()
    own = VacancyAccess.objects.filter(membership=membership).values("vacancy_public_id")
    return Vacancy.objects.filter(public_id__in=own)


def phase_of(vacancy: Vacancy, *, today: date) -> Phase:
    """Return where a vacancy is on a day. By its dates: right also when no worker has closed it yet."""
    if vacancy.state != VacancyState.PUBLISHED:
        return Phase.DRAFT if vacancy.state == VacancyState.DRAFT else Phase.CLOSED
    if vacancy.closes_on is not None and vacancy.closes_on < today:
        return Phase.CLOSED
    return Phase.OPEN if vacancy.opens_on <= today else Phase.PLANNED


def is_filled(vacancy: Vacancy) -> bool:
    """Every position has somebody, whatever closed it: the last hire, its last day or a colleague."""
    return vacancy.hired >= vacancy.positions


def in_phase(phase: Phase, *, today: date) -> Q:
    """Return the condition that ``phase_of`` tells of one."""
    over = Q(closes_on__lt=today)
    published = Q(state=VacancyState.PUBLISHED)
    return {
        Phase.OPEN: published & _open_on(today),
        Phase.PLANNED: published & Q(opens_on__gt=today),
        Phase.DRAFT: Q(state=VacancyState.DRAFT),
        Phase.CLOSED: Q(state=VacancyState.CLOSED) | (published & over),
    }[phase]


def counts(found: QuerySet[Vacancy], *, today: date) -> Counts:
    """Return how many are in each phase. One statement."""
    return Counts(**found.aggregate(**{one.value: Count("id", filter=in_phase(one, today=today)) for one in Phase}))


def matching(found: QuerySet[Vacancy], words: str) -> list[int]:
    """Return the ids of vacancies that carry every word in title, team, place or number.

    One statement that reads those columns of the organisation's vacancies; they are compared here, accents and case aside.
    """
    wanted = fold(words).split()
    rows = found.values_list("id", "title", "department", "city", "reference")
    return [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in wanted)]


def fold(text: str) -> str:
    """Return text as it is compared in a search: lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def get(public_id: UUID | str) -> Vacancy:
    """Return one vacancy of the active organisation with its profile and recruiter; raises Vacancy.DoesNotExist."""
    return Vacancy.objects.select_related("profile", "recruiter__user").get(public_id=public_id)


def to_open(*, today: date) -> QuerySet[Vacancy]:
    """Return published vacancies whose opening was not told yet."""
    return Vacancy.objects.filter(state=VacancyState.PUBLISHED, opened_at=None, opens_on__lte=today).order_by("id")


def to_close(*, today: date) -> QuerySet[Vacancy]:
    """Return published vacancies whose last day has passed."""
    return Vacancy.objects.filter(state=VacancyState.PUBLISHED, closes_on__lt=today).order_by("id")


def _open_on(today: date) -> Q:
    return Q(opens_on__lte=today) & (Q(closes_on=None) | Q(closes_on__gte=today))
