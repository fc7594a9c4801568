"""Running a long job in a worker: leased, kept alive by a heartbeat, fenced, taken over when its worker dies."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.utils.translation import gettext as _

from recruit_platform.core import clock, files, log, tenancy, work
from recruit_platform.core.models import JobState, LongJob, StoredFile
from recruit_platform.core.refusals import Refusal

from . import kinds
from .kinds import Produced, Result

LEASE = timedelta(seconds=15)
BEAT_SECONDS = 4.0
ATTEMPTS = 3
PROGRESS_SECONDS = 1.0

logger = structlog.get_logger(__name__)


class JobRefused(Refusal):
    """The job cannot be done, for a reason that the person who started it may read."""


class Stopped(Exception):
    """Somebody asked this job to stop."""


class Interrupted(Exception):
    """This process ends, or another worker has the job: leave it where it is."""


class JobHandle:
    """What a job's handler sees of its row."""

    def __init__(self, job: LongJob, *, organisation_id: int, lease: UUID) -> None:
        self.id, self.organisation_id, self.kind = job.pk, organisation_id, job.kind
        self.input: Mapping[str, Any] = job.input
        self.checkpoint: Mapping[str, Any] | None = job.checkpoint
        self.attempt = job.attempts
        self.started_by_id = job.started_by_id
        self._lease = lease
        self._written_at = 0.0
        self._stop_asked = self._lost = False

    def scope(self) -> AbstractContextManager[None]:
        """A transaction in the job's organisation. Keep each one short: progress is written between them."""
        return tenancy.scope(self.organisation_id)

    def progress(self, done: int, *, total: int | None = None, problems: int = 0) -> None:
        """Say how far it is (written at most once a second) and stop here when somebody asked to.

        Call it between scopes. Raises Stopped or Interrupted, which the handler lets pass.
        """
        self._check()
        if time.monotonic() - self._written_at < PROGRESS_SECONDS and done != total:
            return
        self._written_at = time.monotonic()
        self._write(done=done, problems=problems, **({} if total is None else {"total": total}))
        self._check()

    def save_checkpoint(self, state: Mapping[str, Any], *, done: int) -> None:
        """Remember where to go on after a crash; call it inside the scope that did the work, so both hold or neither."""
        tenancy.required()
        if not self._rows().update(checkpoint=dict(state), done=done):
            raise Interrupted
        self.checkpoint = state

    def beat(self) -> None:
        """Extend the lease and look whether somebody asked to stop; called by the heartbeat."""
        with self.scope():
            if not self._rows().update(leased_until=clock.now() + LEASE):
                self._lost = True
                return
            self._stop_asked = self._rows().filter(cancel_asked_at__isnull=False).exists()

    def _check(self) -> None:
        if tenancy.current() is not None:
            raise RuntimeError("progress() is called between scopes, not inside one.")
        if self._stop_asked:
            raise Stopped
        if self._lost or work.stopping():
            raise Interrupted

    def _write(self, **fields: Any) -> None:
        with self.scope():
            if not self._rows().update(**fields):
                self._lost = True
                return
            self._stop_asked = self._rows().filter(cancel_asked_at__isnull=False).exists()

    def _rows(self) -> Any:
        return LongJob.objects.filter(pk=self.id, lease=self._lease, state=JobState.RUNNING)


def run(organisation_id: int, job_id: int) -> None:
    """Run one job if it waits or its worker died; otherwise do nothing. Safe to call twice, anywhere, at any time."""
    lease = uuid4()
    job = _claim(organisation_id, job_id, lease=lease, at=clock.now())
    if job is None:
        return
    handle = JobHandle(job, organisation_id=organisation_id, lease=lease)
    found = kinds.get(job.kind)
    with (
        structlog.contextvars.bound_contextvars(job_id=job_id),
        work.heartbeat(handle.beat, every_seconds=BEAT_SECONDS),
    ):
        try:
            if found is None:
                raise JobRefused(_("Deze taak bestaat niet meer."))
            result = found.handler(handle)
            _finish(handle, result)
        except Stopped:
            _end(handle, JobState.CANCELLED, failure=None)
        except Interrupted:
            _give_back(handle)
        except (OperationalError, InterfaceError) as problem:
            logger.info("job.interrupted", problem=type(problem).__name__)
            connection.close()
            _give_back(handle)
        except Refusal as refusal:
            _end(handle, JobState.FAILED, failure=str(refusal.words))
        except files.StorageFull:
            logger.warning("job.storage_full")
            _end(
                handle,
                JobState.FAILED,
                failure=_("Er is nu geen ruimte om bestanden te bewaren. Probeer het later opnieuw."),
            )
        except Exception:  # the border of a job: recorded here, seen by the person and in the log of the process
            logger.exception("job.failed")
            _end(handle, JobState.FAILED, failure=_("Er ging iets mis. Wij kijken ernaar; probeer het later opnieuw."))


def _claim(organisation_id: int, job_id: int, *, lease: UUID, at: datetime) -> LongJob | None:
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, leased_until__lt=at)
    with tenancy.scope(organisation_id):
        job = LongJob.objects.select_for_update(skip_locked=True).filter(free, pk=job_id).first()  # one row by its key
        if job is None:
            return None
        if job.attempts >= ATTEMPTS or job.cancel_asked_at is not None:
            stopped = job.cancel_asked_at is not None
            job.state = JobState.CANCELLED if stopped else JobState.FAILED
            job.failure = None if stopped else _("Deze taak is drie keer afgebroken en wordt niet meer geprobeerd.")
            job.ended_at, job.lease, job.leased_until = at, None, None
            job.save(update_fields=["state", "failure", "ended_at", "lease", "leased_until"])
            _log_end(job.pk, job.kind, job.state, at=at)
            return None
        job.state, job.lease, job.leased_until = JobState.RUNNING, lease, at + LEASE
        job.attempts += 1
        job.started_at = job.started_at or at
        job.save(update_fields=["state", "lease", "leased_until", "attempts", "started_at"])
        return job


def _finish(handle: JobHandle, result: Result) -> None:
    at = clock.now()
    with handle.scope():
        fields = {
            "state": JobState.DONE,
            "result": dict(result.facts),
            "problems": result.problems,
            "result_file": _stored(handle, result.file, purpose="job_result", at=at),
            "problem_file": _stored(handle, result.problem_file, purpose="job_problems", at=at),
        }
        _close(handle, at=at, **fields)


def _stored(handle: JobHandle, produced: Produced | None, *, purpose: str, at: datetime) -> StoredFile | None:
    if produced is None:
        return None
    with produced.stream as stream:
        return files.store(
            stream,
            owner_kind="job",
            owner_id=handle.id,
            name=produced.name,
            purpose=purpose,
            at=at,
            content_type=produced.content_type,
        )


def _end(handle: JobHandle, state: JobState, *, failure: str | None) -> None:
    with handle.scope():
        _close(handle, at=clock.now(), state=state, failure=failure and failure[:300])


def _close(handle: JobHandle, *, at: datetime, **fields: Any) -> None:
    if handle._rows().update(ended_at=at, lease=None, leased_until=None, **fields):
        _log_end(handle.id, handle.kind, fields["state"], at=at)


def _give_back(handle: JobHandle) -> None:
    """Back in line without counting the attempt; when the database is still away, the lease runs out by itself."""
    try:
        with handle.scope():
            handle._rows().update(state=JobState.WAITING, lease=None, leased_until=None, attempts=F("attempts") - 1)
    except (OperationalError, InterfaceError):
        connection.close()


def _log_end(job_id: int, kind: str, state: str, *, at: datetime) -> None:
    facts = {"kind": kind if kind in kinds.names() else None, "state": str(state)}
    log.append("job.ended", subject=log.Subject("job", job_id), actor=log.Actor.system(), at=at, data=facts)
