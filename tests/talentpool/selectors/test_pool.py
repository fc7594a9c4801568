"""The views of the pool: who is in each, and how far they are counted."""

from __future__ import annotations

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from recruit_platform.core import tenancy
from talentpool.models import ConsentPurpose, EndedBy, EndReason, StageKind
from talentpool.presenters import pool as presented
from talentpool.selectors import board, pool
from talentpool.selectors.pool import MOST_COUNTED, Filters, View
from talentpool.services import applications, consent, signups
from tests.support import candidates as some
from tests.support.builders import NOON, World
from tests.support.vacancies import make_profile, make_vacancy

LATER = NOON + timedelta(hours=1)


def test_each_view_is_counted_in_one_statement(
    acme: World, zed: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with tenancy.scope(zed.id):
        some.make_application()
    with tenancy.scope(acme.id):
        recruiter = some.a_recruiter()
        some.make_candidate()
        some.make_application()
        some.make_application(stage=StageKind.INTERVIEW)
        over = some.make_application()
        applications.end(over, ended_by=EndedBy.US, reason=EndReason.FILLED, by=recruiter, at=LATER)
        with django_assert_num_queries(1):
            counted = pool.counts(recruiter, at=LATER)
        assert counted == {view: pool.found(recruiter, Filters(view=view), at=LATER).count() for view in View}
        assert counted == {View.EVERYONE: 4, View.RUNNING: 2, View.TO_CALL: 1, View.WARM: 0}


def test_who_is_hired_is_not_running_in_list_count_and_board(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        recruiter, vacancy = some.a_recruiter(), make_vacancy(positions=5)
        kinds = (StageKind.NEW, StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.OFFER, StageKind.HIRED)
        made = {kind: some.make_application(vacancy, stage=kind) for kind in kinds}
        hired = made.pop(StageKind.HIRED)
        running = {one.candidate for one in made.values()}
        assert set(pool.found(recruiter, Filters(view=View.RUNNING), at=LATER)) == running
        assert pool.counts(recruiter, at=LATER)[View.RUNNING] == len(running)
        lanes = {column.stage.kind: column for column in board.columns(recruiter, vacancy=None)}
        last = lanes.pop(StageKind.HIRED)
        assert {card.candidate for column in lanes.values() for card in column.cards} == running
        assert (last.total, list(last.cards)) == (1, [hired])


def test_a_view_of_more_than_a_thousand_says_so() -> None:
    counts = {View.EVERYONE: MOST_COUNTED + 1, View.RUNNING: MOST_COUNTED, View.TO_CALL: 3, View.WARM: 0}
    assert [tab.count for tab in presented.views(counts, Filters(), path="/")] == ["1.000+", 1000, 3, 0]


def test_somebody_is_found_by_name_last_name_and_address(acme: World) -> None:
    with tenancy.scope(acme.id):
        recruiter = some.a_recruiter()
        noor = some.make_candidate(some.a_person("Noor", "van den Berg", email="n.berg@voorbeeld.example"))
        without = some.make_candidate(some.a_person("Sem", "Visser", email=""))
        for query, who in (("noor", [noor]), ("berg", [noor]), ("n.berg@", [noor]), ("vis", [without]), ("x", [])):
            assert list(pool.found(recruiter, Filters(query=query), at=NOON)) == who, query


def test_a_page_is_at_most_six_statements_whoever_stands_on_it(
    acme: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with tenancy.scope(acme.id):
        recruiter = some.a_recruiter()
        work = [make_profile(name) for name in ("Leerkracht", "Conciërge")]
        text = consent.current_text(ConsentPurpose.POOL, at=NOON)
        applied = some.make_application().candidate
        sem = some.a_person("Sem", "Visser")
        waiting = some.make_candidate(sem)
        for profile in work:
            form = signups.Form(str(profile.pk), sem, [profile], text)
            signups.sign_up(form, at=NOON)
        with django_assert_num_queries(4):  # the page itself and the counts are one each
            around = pool.around(recruiter, [applied, waiting])
        assert (list(around.newest), list(around.signups)) == ([applied.pk], [waiting.pk])
        assert around.interests == {waiting.pk: ["Conciërge", "Leerkracht"]}
        with django_assert_num_queries(3):
            pool.around(recruiter, [applied])
