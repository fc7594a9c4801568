"""Whose dashboard it is: which vacancies, names or not, money or not. One word names a reader for live panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from calendar_app.models import Vacancy
from recruit_platform.core.models import Membership, Role, VacancyAccess

_MANAGER = "manager"
# Roles whose panels differ; the others share the office's.
_WORDS = {Role.MARKETEER: "marketeer", Role.DIRECTOR: "director"}


@dataclass(frozen=True)
class Reader:
    """``vacancy_ids`` None: all of the organisation."""

    role: Role
    vacancy_ids: Sequence[int] | None = None
    membership_id: int | None = None

    @property
    def sees_names(self) -> bool:
        return self.role in {Role.ADMIN, Role.RECRUITER, Role.HIRING_MANAGER}

    @property
    def sees_money(self) -> bool:
        return self.role != Role.HIRING_MANAGER


def word_of(membership: Membership) -> str:
    """The word of a member: a hiring manager's own, else the role's where it differs."""
    role = Role(membership.role)
    return f"{_MANAGER}{membership.pk}" if role == Role.HIRING_MANAGER else _WORDS.get(role, "")


def scope_word_of(membership: Membership) -> str:
    """The word for panels that differ only by which vacancies they count."""
    return word_of(membership) if membership.role == Role.HIRING_MANAGER else ""


def from_word(word: str) -> Reader:
    """The reader behind a word. Two statements for a hiring manager, none for others."""
    if word.startswith(_MANAGER):
        return _manager(int(word.removeprefix(_MANAGER)))
    role = next((role for role, said in _WORDS.items() if said == word), Role.RECRUITER)
    return Reader(role)


def of(membership: Membership) -> Reader:
    """The reader of a page. Two statements for a hiring manager, none for others."""
    return from_word(word_of(membership))


def of_vacancies(public_ids: Sequence[str]) -> Reader:
    """A reader from outside who sees some vacancies, or with none named all, and no names. One statement at most."""
    if not public_ids:
        return Reader(Role.DIRECTOR)
    found = Vacancy.objects.filter(public_id__in=[UUID(one) for one in public_ids]).values_list("pk", flat=True)
    return Reader(Role.DIRECTOR, vacancy_ids=sorted(found))


def _manager(membership_id: int) -> Reader:
    own = VacancyAccess.objects.filter(membership_id=membership_id).values("vacancy_public_id")
    found = Vacancy.objects.filter(public_id__in=own).values_list("pk", flat=True)
    return Reader(Role.HIRING_MANAGER, vacancy_ids=sorted(found), membership_id=membership_id)
