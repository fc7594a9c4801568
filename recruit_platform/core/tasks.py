"""Doorbells of core, and the sweepers that ring them for what was missed."""

from __future__ import annotations

from recruit_platform.core import clock, files, sweeping, tenancy
from recruit_platform.core.accounts.sessions import SessionStore
from recruit_platform.core.jobs import runner
from recruit_platform.core.log import delivery, tallies
from recruit_platform.core.models import Organisation
from recruit_platform.core.outbox import accounts, sending
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task


@org_task("core.send_mail", queue=Queue.MAIL)
def send_mail(*, organisation_id: int) -> None:
    if sending.drain(organisation_id):
        ring_now(bell("core.send_mail", queue=Queue.MAIL, organisation_id=organisation_id))


@task("core.send_account_mail", queue=Queue.MAIL)
def send_account_mail() -> None:
    if sending.drain(None):
        ring_now(bell("core.send_account_mail", queue=Queue.MAIL))


@org_task("core.deliver_events", queue=Queue.EVENTS)
def deliver_events(*, organisation_id: int) -> None:
    delivery.deliver(organisation_id)


@org_task("core.run_job", queue=Queue.JOBS)
def run_job(*, organisation_id: int, job_id: int) -> None:
    runner.run(organisation_id, job_id)


@task("core.sweep_mail", queue=Queue.MAIL)
def sweep_mail() -> None:
    for organisation_id in sweeping.with_mail(at=clock.now()):
        ring_now(bell("core.send_mail", queue=Queue.MAIL, organisation_id=organisation_id))
    if sweeping.account_mail_waits(at=clock.now()):
        ring_now(bell("core.send_account_mail", queue=Queue.MAIL))


@task("core.sweep_events", queue=Queue.EVENTS)
def sweep_events() -> None:
    for organisation_id in sweeping.with_pending_events(at=clock.now()):
        ring_now(bell("core.deliver_events", queue=Queue.EVENTS, organisation_id=organisation_id))


@task("core.sweep_jobs", queue=Queue.DEFAULT)
def sweep_jobs() -> None:
    for organisation_id, job_id in sweeping.jobs_due(at=clock.now()):
        ring_now(bell("core.run_job", queue=Queue.JOBS, organisation_id=organisation_id, job_id=job_id))


@task("core.fold_tallies", queue=Queue.EVENTS)
def fold_tallies() -> None:
    for organisation_id in sweeping.with_tails():
        tallies.fold(organisation_id)


@task("core.forget_account_mail", queue=Queue.DEFAULT)
def forget_account_mail() -> None:
    accounts.forget_old(at=clock.now())
    SessionStore.clear_expired()


@task("core.sweep_files", queue=Queue.DEFAULT)
def sweep_files() -> None:
    """Bytes that never got a row: their transaction failed, or the process was killed between the two."""
    for organisation_id in Organisation.objects.order_by("id").values_list("pk", flat=True):
        with tenancy.scope(organisation_id):
            files.sweep_orphans(at=clock.now())
