from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from calendar_app import sweeping, tasks
from recruit_platform.core import tenancy
from tests.support.builders import NOON, World
from tests.support.vacancies import make_vacancy


def test_only_organisations_with_a_date_that_has_come_are_named(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        make_vacancy(closes_on=date(2026, 11, 25))
    with tenancy.scope(zed.id):
        make_vacancy(opens_on=date(2026, 12, 1), opened_at=None)
    assert sweeping.with_vacancies_to_turn(at=NOON) == []
    assert sweeping.with_vacancies_to_turn(at=NOON + timedelta(days=3)) == [acme.id]
    assert sorted(sweeping.with_vacancies_to_turn(at=NOON + timedelta(days=9))) == sorted([acme.id, zed.id])


def test_the_task_follows_the_organisations_own_midnight(acme: World, time_machine: Any) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(closes_on=date(2026, 11, 23))
    for at, state in (
        (datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC), "published"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "closed"),
    ):
        time_machine.move_to(at, tick=False)
        tasks.follow_dates(organisation_id=acme.id)
        with tenancy.scope(acme.id):
            vacancy.refresh_from_db()
            assert vacancy.state == state
