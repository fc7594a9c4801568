"""Doorbells of the talent pool."""

from __future__ import annotations

from recruit_platform.core import clock, tenancy, work
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task
from talentpool import sweeping
from talentpool.services import drafts


@org_task("talentpool.forget_drafts", queue=Queue.DEFAULT)
def forget_drafts(*, organisation_id: int) -> None:
    """Delete unfinished forms whose days are over, each batch in a transaction of its own."""
    while not work.stopping():
        with tenancy.scope(organisation_id):
            gone = drafts.forget_expired(at=clock.now())
        if gone < drafts.BATCH:
            break


@task("talentpool.sweep_drafts", queue=Queue.DEFAULT)
def sweep_drafts() -> None:
    for organisation_id in sweeping.with_expired_drafts(at=clock.now()):
        ring_now(bell("talentpool.forget_drafts", queue=Queue.DEFAULT, organisation_id=organisation_id))
