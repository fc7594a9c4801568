"""Promises to call: what is overdue, and how often people were called in time."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dashboards.periods import Span
from dashboards.readers import Reader
from recruit_platform.core.log import tallies
from recruit_platform.lib.intervals import ShareInterval, wilson
from talentpool.models import CallBack

MOST_COUNTED = 1000


def overdue(reader: Reader, *, at: datetime) -> QuerySet[CallBack]:
    """Return open promises that are past their limit, the latest first; who waits for the candidate is not late.

    Along (organisation, due_at) of open promises, which does not grow with history.
    """
    rows = CallBack.objects.filter(ended_at=None, due_at__lt=at, waits_for_candidate_since=None)
    if reader.vacancy_ids is not None:
        rows = rows.filter(application__vacancy_id__in=reader.vacancy_ids)
    return rows.order_by("due_at", "id")


def overdue_count(reader: Reader, *, at: datetime) -> int:
    """Return how many, counted up to a thousand. One statement."""
    return overdue(reader, at=at)[:MOST_COUNTED].count()


def in_time(reader: Reader, *, span: Span) -> ShareInterval | None:
    """Return the share of promises that were kept in time; None without one. One statement."""
    counted = tallies.totals(
        ("call.in_time", "call.late"), first=span.first, until=span.until, subject_ids=reader.vacancy_ids
    )
    kept, late = counted["call.in_time"], counted["call.late"]
    return wilson(kept, kept + late) if kept >= 0 and late >= 0 else None
