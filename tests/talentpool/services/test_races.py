"""Clicks at the same instant: the unique rules of the database decide, and nobody gets an error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, OutboxMessage
from talentpool.models import Application, Call, CallOutcome, Candidate, Note
from talentpool.services import applications, calls, candidates, erasure, notes, stages
from tests.support.builders import NOON, World
from tests.support.candidates import a_form, a_person, a_recruiter, make_candidate
from tests.support.vacancies import make_vacancy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT_ONCE = 4


def all_at_once(world: World, act: Callable[[int], int]) -> list[int]:
    start = Barrier(AT_ONCE)

    def run(n: int) -> int:
        try:
            start.wait(timeout=20)
            with tenancy.scope(world.id):
                return act(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_form_sent_at_once_is_one_application(transactional_db: None, acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, form = make_vacancy(), a_form(key="dubbelklik")
        stages.ensure()
    found = all_at_once(acme, lambda n: applications.submit(form, vacancy=vacancy, at=NOON).application.pk)
    assert len(set(found)) == 1
    with tenancy.scope(acme.id):
        assert (Application.objects.count(), Candidate.objects.count()) == (1, 1)


def test_one_new_person_on_several_forms_at_once_is_one_candidate(transactional_db: None, acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancies = [make_vacancy(f"Functie {n}") for n in range(AT_ONCE)]
        stages.ensure()
    person = a_person(email="noor@voorbeeld.example")
    forms = [a_form(person) for _n in range(AT_ONCE)]
    all_at_once(acme, lambda n: applications.submit(forms[n], vacancy=vacancies[n], at=NOON).application.pk)
    with tenancy.scope(acme.id):
        assert (Application.objects.count(), Candidate.objects.count()) == (AT_ONCE, 1)


def test_who_is_erased_at_once_is_erased_once(transactional_db: None, acme: World) -> None:
    with tenancy.scope(acme.id):
        gone, by = make_candidate(), a_recruiter()
    done = all_at_once(acme, lambda _n: int(erasure.erase(gone, by=by, at=NOON)))
    assert sum(done) == 1
    with tenancy.scope(acme.id):
        assert (Event.objects.filter(kind="candidate.erased").count(), OutboxMessage.objects.count()) == (1, 1)


def test_who_is_erased_while_others_write_keeps_not_a_word(transactional_db: None, acme: World) -> None:
    """Whoever comes first: a note is gone with the rest or refused, an application is of somebody new or stops the erasing."""
    person = a_person(email="noor@voorbeeld.example")
    with tenancy.scope(acme.id):
        gone, by, vacancy = make_candidate(person), a_recruiter(), make_vacancy()
        form = a_form(person, motivation="Graag.")
        stages.ensure()
    acts = (
        lambda: erasure.erase(gone, by=by, at=NOON),
        lambda: notes.add(gone, text="belde net", by=by, at=NOON),
        lambda: calls.log(gone, outcome=CallOutcome.VOICEMAIL, note="ingesproken", by=by, at=NOON),
        lambda: applications.submit(form, vacancy=vacancy, at=NOON),
    )

    def act(n: int) -> int:
        try:
            acts[n]()
        except (candidates.Erased, erasure.ProcedureRuns):
            return 0
        return 1

    all_at_once(acme, act)
    with tenancy.scope(acme.id):
        kept = Candidate.objects.get(pk=gone.pk)
        if kept.erased_at is None:
            assert Application.objects.get().candidate_id == gone.pk
            return
        assert (kept.first_name, kept.email) == ("", "")
        assert not Application.objects.filter(candidate=gone).exists()
        assert set(Note.objects.values_list("text", flat=True)) <= {""}
        assert set(Call.objects.values_list("note", flat=True)) <= {""}
