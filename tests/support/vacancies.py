"""Vacancies and profiles for tests, inside an organisation's scope. No events: a test about those uses the services."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from calendar_app.models import JobProfile, Vacancy, VacancyFact
from tests.support.builders import NOON

_numbers = count(1)


def make_profile(name: str | None = None, **fields: Any) -> JobProfile:
    return JobProfile.objects.create(name=name or f"Profiel {next(_numbers)}", created_at=NOON, **fields)


def make_vacancy(title: str = "Leerkracht groep 5", **fields: Any) -> Vacancy:
    """A published vacancy, open since 1 November 2026 without a last day, with a salary range."""
    values: dict[str, Any] = {
        "state": "published",
        "opens_on": date(2026, 11, 1),
        "opened_at": NOON,
        "salary_min_minor": 362_200,
        "salary_max_minor": 552_000,
        "city": "Utrecht",
        "created_at": NOON,
        "changed_at": NOON,
        **fields,
    }
    return Vacancy.objects.create(title=title, **values)


def make_fact(vacancy: Vacancy, label: str, *, text: str = "", answer: str = "", text_en: str = "") -> VacancyFact:
    return VacancyFact.objects.create(
        vacancy=vacancy, label=label, text_nl=text, text_en=text_en, answer=answer, changed_at=NOON
    )
