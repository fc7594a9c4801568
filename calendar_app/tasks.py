"""Doorbells of the calendar, and the sweeper that rings them."""

from __future__ import annotations

from calendar_app import sweeping
from calendar_app.services import vacancies
from recruit_platform.core import clock, tenancy
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task


@org_task("calendar_app.follow_dates", queue=Queue.DEFAULT)
def follow_dates(*, organisation_id: int) -> None:
    with tenancy.scope(organisation_id):
        vacancies.follow_dates(at=clock.now())


@task("calendar_app.sweep_dates", queue=Queue.DEFAULT)
def sweep_dates() -> None:
    for organisation_id in sweeping.with_vacancies_to_turn(at=clock.now()):
        ring_now(bell("calendar_app.follow_dates", queue=Queue.DEFAULT, organisation_id=organisation_id))
