"""Reading the log: the audit page, a thing's timeline, and what subscribers could not hear."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from recruit_platform.core.models import Event, PendingEvent

from .kinds import Names, Subject


@dataclass(frozen=True)
class Cursor:
    """Keyset: rows older than this id."""

    before_id: int


def named_by(model: type[Model], column: str) -> Names:
    """Return what names things of a table in the log: this column, in one statement."""

    def names(ids: Collection[int]) -> Mapping[int, str]:
        return dict(model._default_manager.filter(pk__in=ids).values_list("pk", column))

    return names


def newest(
    *,
    kinds: Sequence[str] | None = None,
    actor_user_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Cursor | None = None,
    at_most: int = 50,
) -> list[Event]:
    """Events of the active organisation, newest first. One query along (organisation, -id) or (organisation, kind, -id)."""
    rows: QuerySet[Event] = Event.objects.order_by("-id")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if actor_user_id is not None:
        rows = rows.filter(actor_kind="user", actor_id=actor_user_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    if after is not None:
        rows = rows.filter(pk__lt=after.before_id)
    return list(rows[:at_most])


def of_subject(subject: Subject, *, after: Cursor | None = None, at_most: int = 50) -> list[Event]:
    """The timeline of one thing, newest first. One query along (organisation, subject, -id)."""
    rows = Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after.before_id)
    return list(rows[:at_most])


@dataclass(frozen=True)
class FailedEvent:
    id: int
    subscriber: str
    event_id: int
    kind: str
    happened_at: datetime
    attempts: int
    failed_at: datetime
    problem: str


def failed_events(*, after: Cursor | None = None, at_most: int = 50) -> list[FailedEvent]:
    """What a subscriber could not hear after its last attempt, newest first. One query with one join."""
    rows = PendingEvent.objects.filter(failed_at__isnull=False).select_related("event").order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after.before_id)
    return [
        FailedEvent(
            id=row.pk,
            subscriber=row.subscriber,
            event_id=row.event_id,
            kind=row.event.kind,
            happened_at=row.event.at,
            attempts=row.attempts,
            failed_at=row.failed_at,  # type: ignore[arg-type]  # the filter says it is there
            problem=row.last_error or "",
        )
        for row in rows[:at_most]
    ]
