"""Doorbells of automation, and the sweeper that rings them."""

from __future__ import annotations

from automation import sweeping
from automation.services import steps
from recruit_platform.core import clock, tenancy, work
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task


@org_task("automation.follow_up", queue=Queue.DEFAULT)
def follow_up(*, organisation_id: int) -> None:
    """Take what is due, fifty at a time, each fifty in a transaction of its own."""
    while not work.stopping():
        with tenancy.scope(organisation_id):
            taken = steps.take_due(at=clock.now())
        if taken < steps.BATCH:
            break


@task("automation.sweep_follow_ups", queue=Queue.DEFAULT)
def sweep_follow_ups() -> None:
    for organisation_id in sweeping.with_follow_ups(at=clock.now()):
        ring_now(bell("automation.follow_up", queue=Queue.DEFAULT, organisation_id=organisation_id))
