"""Candidates and applications for tests, inside an organisation's scope. They come in as everybody does: through ``submit``."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from calendar_app.models import Vacancy
from recruit_platform.core.models import Membership
from talentpool.models import Application, Candidate, Stage, StageKind
from talentpool.services import applications, calls, candidates, stages
from talentpool.services.applications import Form, Submitted
from talentpool.services.candidates import Person
from tests.support.builders import NOON

_numbers = count(1)


def a_recruiter() -> Membership:
    return Membership.objects.select_related("user").get(role="recruiter")


def a_person(first_name: str = "Noor", last_name: str | None = None, **fields: str) -> Person:
    """Somebody new each time, with an address and a number of their own."""
    n = next(_numbers)
    values = {"email": f"kandidaat{n}@voorbeeld.example", "phone": f"06 1{n:07}", "city": "Utrecht", **fields}
    return Person(first_name=first_name, last_name=last_name or f"Voorbeeld {n}", **values)


def a_form(person: Person | None = None, **fields: Any) -> Form:
    return Form(key=fields.pop("key", None) or f"form-{next(_numbers)}", person=person or a_person(), **fields)


def make_candidate(person: Person | None = None, *, at: datetime = NOON, by: Membership | None = None) -> Candidate:
    return candidates.find_or_add(person or a_person(), by=by or a_recruiter(), at=at).candidate


def make_submitted(
    vacancy: Vacancy | None = None, *, person: Person | None = None, at: datetime = NOON, **fields: Any
) -> Submitted:
    return applications.submit(a_form(person, **fields), vacancy=vacancy, at=at)


def make_application(
    vacancy: Vacancy | None = None,
    *,
    person: Person | None = None,
    at: datetime = NOON,
    stage: StageKind | None = None,
    **fields: Any,
) -> Application:
    """An application that came in at ``at`` and, with ``stage``, was moved there at once by a recruiter who spoke to them."""
    application = make_submitted(vacancy, person=person, at=at, **fields).application
    if stage is not None and stage != StageKind.NEW:
        calls.move(application, to=a_stage(stage), by=a_recruiter(), at=at)
    return application


def a_stage(kind: StageKind) -> Stage:
    return stages.of_kind(kind)
