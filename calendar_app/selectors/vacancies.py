"""Vacancies: what the public may see, what a member may see."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from calendar_app.models import Vacancy, VacancyState
from recruit_platform.core.models import Membership, Role, VacancyAccess


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
