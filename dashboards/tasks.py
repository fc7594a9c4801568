"""The digest's doorbell and its sweeper."""

from __future__ import annotations

from dashboards import sweeping
from dashboards.services import digests
from recruit_platform.core import clock, tenancy
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task


@org_task("dashboards.send_digests", queue=Queue.DEFAULT)
def send_digests(*, organisation_id: int) -> None:
    with tenancy.scope(organisation_id):
        digests.send_due(at=clock.now())


@task("dashboards.sweep_digests", queue=Queue.DEFAULT)
def sweep_digests() -> None:
    for organisation_id in sweeping.with_digests(at=clock.now()):
        ring_now(bell("dashboards.send_digests", queue=Queue.DEFAULT, organisation_id=organisation_id))
