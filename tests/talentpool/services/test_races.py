"""Clicks at the same instant: the unique rules of the database decide, and nobody gets an error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from recruit_platform.core import tenancy
from talentpool.models import Application, Candidate
from talentpool.services import applications, stages
from tests.support.builders import NOON, World
from tests.support.candidates import a_form, a_person
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
