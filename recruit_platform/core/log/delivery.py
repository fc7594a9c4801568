"""Telling the subscribers, by a worker: claim with a lease, handle, delete; back off on failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from recruit_platform.core import clock, tenancy, work
from recruit_platform.core.models import PendingEvent

from . import subscribers
from .append import append
from .events import RETRIED
from .kinds import Subject
from .people import Actor

BATCH = 50
LEASE = timedelta(seconds=30)
ATTEMPTS = 8
_FIRST_DELAY_SECONDS = 5
_LONGEST_DELAY = timedelta(hours=1)

logger = structlog.get_logger(__name__)


def deliver(organisation_id: int) -> int:
    """Deliver what is due in one organisation; returns how many were heard. Safe to run beside itself and to kill."""
    heard = 0
    while not work.stopping():
        lease = uuid4()
        claimed = _claim(organisation_id, lease=lease, at=clock.now())
        for number, pending_id in enumerate(claimed):
            if work.stopping():
                _release(organisation_id, claimed[number:], lease=lease)
                return heard
            heard += _tell(organisation_id, pending_id, lease=lease)
        if len(claimed) < BATCH:
            return heard
    return heard


def retry(pending_id: int, *, by: Actor, at: datetime) -> bool:
    """Put a failed event back in line; False when it is not there or had not failed. Needs an active organisation."""
    return _retry(PendingEvent.objects.filter(pk=pending_id), by=by, at=at) > 0


def retry_all(*, by: Actor, at: datetime) -> int:
    """Put every failed event of the active organisation back in line; returns how many."""
    return _retry(PendingEvent.objects.all(), by=by, at=at)


@transaction.atomic
def _retry(pending: QuerySet[PendingEvent], *, by: Actor, at: datetime) -> int:
    changed = pending.filter(failed_at__isnull=False).update(
        failed_at=None, attempts=0, due_at=at, lease=None, leased_until=None
    )
    if changed:
        organisation = Subject("organisation", tenancy.required())
        append(RETRIED, subject=organisation, actor=by, at=at, data={"count": changed})
        work.ring_for_organisation("core.deliver_events", queue=work.Queue.EVENTS)
    return changed


def _claim(organisation_id: int, *, lease: UUID, at: datetime) -> Sequence[int]:
    """Lease the next ones and count the attempt now, so that a handler that kills its worker is not tried for ever."""
    with tenancy.scope(organisation_id):
        free = Q(leased_until=None) | Q(leased_until__lt=at)
        found = list(
            PendingEvent.objects.filter(free, failed_at=None, due_at__lte=at)
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:BATCH]
        )
        PendingEvent.objects.filter(pk__in=found).update(
            lease=lease, leased_until=at + LEASE, attempts=F("attempts") + 1
        )
    return found


def _tell(organisation_id: int, pending_id: int, *, lease: UUID) -> bool:
    try:
        with tenancy.scope(organisation_id):
            # Waits rather than skips: a claim next door may hold this row for a moment although it will not take it.
            pending = (
                PendingEvent.objects.select_related("event")
                .select_for_update(of=("self",))
                .filter(pk=pending_id, lease=lease)
                .first()  # one row by its key
            )
            if pending is None:
                return False  # the lease ran out and another worker has it
            handler = subscribers.handler(pending.subscriber)
            if handler is None:
                raise LookupError(f"nobody is registered as {pending.subscriber}")
            if pending.attempts > ATTEMPTS:
                raise RuntimeError("its worker died every time")
            handler(subscribers.happened(pending.event))
            pending.delete()
    except Exception as problem:  # the border of a subscriber: whatever it raises is recorded and tried again
        _failed(organisation_id, pending_id, lease=lease, problem=problem)
        return False
    return True


def _failed(organisation_id: int, pending_id: int, *, lease: UUID, problem: Exception) -> None:
    at = clock.now()
    logger.warning("event.not_heard", pending_id=pending_id, problem=type(problem).__name__, exc_info=problem)
    with tenancy.scope(organisation_id):
        pending = (
            PendingEvent.objects.select_for_update().filter(pk=pending_id, lease=lease).first()  # one row by its key
        )
        if pending is None:
            return
        pending.lease = pending.leased_until = None
        pending.last_error = _describe(problem)
        pending.due_at = at + min(timedelta(seconds=_FIRST_DELAY_SECONDS * 4**pending.attempts), _LONGEST_DELAY)
        pending.failed_at = at if pending.attempts >= ATTEMPTS else None
        pending.save(update_fields=["lease", "leased_until", "last_error", "due_at", "failed_at"])


def _describe(problem: Exception) -> str:
    """The type and the place, never the message: that may quote a person's words."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(problem).__name__}{place}"[:200]


def _release(organisation_id: int, pending_ids: Sequence[int], *, lease: UUID) -> None:
    with tenancy.scope(organisation_id):
        PendingEvent.objects.filter(pk__in=pending_ids, lease=lease).update(
            lease=None, leased_until=None, attempts=F("attempts") - 1
        )
