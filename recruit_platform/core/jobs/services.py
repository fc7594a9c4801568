"""Starting and stopping long jobs, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, tenancy, work
from recruit_platform.core.models import JobState, LongJob, OrganisationSettings, User
from recruit_platform.core.refusals import Refusal

from . import kinds


class NotKnown(Refusal):
    """No such kind of job."""


def start(kind: str, *, input: Mapping[str, Any], by: User | None, at: datetime) -> LongJob:  # noqa: A002
    """Put a job in line for the active organisation; a worker takes it after the commit. ``input`` is ids and facts."""
    if kinds.get(kind) is None:
        raise NotKnown(_("Deze taak bestaat niet."))
    job = LongJob.objects.create(kind=kind, input=dict(input), started_by=by, created_at=at)
    actor = log.Actor.user(by) if by else log.Actor.system()
    log.append("job.started", subject=log.Subject("job", job.pk), actor=actor, at=at, data={"kind": kind})
    work.ring("core.run_job", queue=work.Queue.JOBS, organisation_id=tenancy.required(), job_id=job.pk)
    return job


def start_unless_waiting(kind: str, *, by: User, at: datetime) -> LongJob:
    """Start a job without input, or return the one of this kind that waits already: two clicks make one."""
    with transaction.atomic():
        OrganisationSettings.objects.select_for_update().get()  # one at a time
        waiting = LongJob.objects.filter(kind=kind, state=JobState.WAITING).order_by("-id").first()
        return waiting or start(kind, input={}, by=by, at=at)


def ask_to_stop(job: LongJob, *, by: User, at: datetime) -> bool:
    """Ask a job to stop: one that waits stops at once, a running one at its next step. False when it had ended."""
    waiting = LongJob.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.CANCELLED, cancel_asked_at=at, ended_at=at
    )
    running = LongJob.objects.filter(pk=job.pk, state=JobState.RUNNING, cancel_asked_at=None).update(cancel_asked_at=at)
    if not waiting and not running:
        return False
    facts = {"kind": job.kind}
    log.append("job.stop_asked", subject=log.Subject("job", job.pk), actor=log.Actor.user(by), at=at, data=facts)
    return True


def newest(*, before_id: int | None = None, at_most: int = 50) -> list[LongJob]:
    """Jobs of the active organisation, newest first, with who started them and their files. One query with three joins."""
    rows = LongJob.objects.select_related("started_by", "result_file", "problem_file").order_by("-id")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows[:at_most])


def failed(*, since: datetime, at_most: int = 20) -> list[LongJob]:
    """Jobs of the active organisation that failed since then, newest first, with who started them. One query with one join."""
    rows = LongJob.objects.select_related("started_by").filter(state=JobState.FAILED, ended_at__gte=since)
    return list(rows.order_by("-id")[:at_most])
