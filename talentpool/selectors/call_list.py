"""Who waits for a call: overdue first, then by when it is due; those who owe us an answer last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from recruit_platform.core.models import Membership
from talentpool.models import Call, CallBack

MOST = 200


def due(*, mine: Membership | None = None) -> QuerySet[CallBack]:
    """Return open promises whose clock runs, soonest due first. One statement along (organisation, due_at)."""
    running = CallBack.objects.filter(ended_at=None, waits_for_candidate_since=None)
    if mine is not None:
        running = running.filter(assigned_to=mine)
    return _with_all(running).order_by("due_at", "id")


def waiting() -> QuerySet[CallBack]:
    """Return open promises that wait for the candidate's answer, longest waiting first. One statement."""
    still = CallBack.objects.filter(ended_at=None, waits_for_candidate_since__isnull=False)
    return _with_all(still).order_by("waits_for_candidate_since", "id")


def overdue_count(*, at: datetime, most: int = 1_000) -> int:
    """Return how many promises are broken now, counted up to ``most``. One statement along (organisation, due_at)."""
    late = CallBack.objects.filter(ended_at=None, due_at__lt=at, waits_for_candidate_since=None)
    return late.order_by()[:most].count()


def last_attempts(call_backs: Sequence[CallBack]) -> dict[int, Call]:
    """Return the newest attempt per application. One statement."""
    found = Call.objects.filter(application__in=[one.application_id for one in call_backs]).select_related("by__user")
    return {call.application_id: call for call in found.order_by("id") if call.application_id}


def _with_all(found: QuerySet[CallBack]) -> QuerySet[CallBack]:
    return found.select_related(
        "application__candidate", "application__vacancy", "application__stage", "assigned_to__user"
    )
