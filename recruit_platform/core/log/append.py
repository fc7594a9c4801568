"""Writing to the log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from recruit_platform.core import work
from recruit_platform.core.models import Event, PendingEvent

from . import kinds, subscribers
from .kinds import Subject
from .people import Actor

_RULE_VERSION = re.compile(r"[a-z0-9_.:@-]{1,60}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,36}")


@dataclass(frozen=True)
class Entry:
    """One event to write by ``append_many``."""

    kind: str
    subject: Subject
    data: Mapping[str, Any] = field(default_factory=dict)


def append(
    kind: str,
    *,
    subject: Subject,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    rule_version: str | None = None,
) -> Event:
    """Write one event of the active organisation, and a row for each subscriber, in the running transaction.

    Raises ``kinds.Refused`` when the kind is not declared or a fact does not fit: nothing is written then.
    ``rule_version`` names the rule behind an automatic action (``pacing@3``).
    """
    return append_many([Entry(kind, subject, data or {})], actor=actor, at=at, rule_version=rule_version)[0]


def append_many(
    entries: Sequence[Entry], *, actor: Actor, at: datetime, rule_version: str | None = None
) -> list[Event]:
    """Write several events of one actor and moment in one statement; as ``append`` otherwise."""
    if rule_version is not None and not _RULE_VERSION.fullmatch(rule_version):
        raise kinds.Refused("the rule version must look like rule@3")
    events = [_event(entry, actor=actor, at=at, rule_version=rule_version) for entry in entries]
    if len(events) == 1:
        events[0].save(force_insert=True)
    else:
        Event.objects.bulk_create(events)
    waiting = [
        PendingEvent(subscriber=name, event=event, due_at=at) for event in events for name in subscribers.of(event.kind)
    ]
    if waiting:
        PendingEvent.objects.bulk_create(waiting)
        work.ring_for_organisation("core.deliver_events", queue=work.Queue.EVENTS)
    return events


def _event(entry: Entry, *, actor: Actor, at: datetime, rule_version: str | None) -> Event:
    kind = kinds.get(entry.kind)
    kinds.check_subject(kind, entry.subject)
    return Event(
        kind=kind.name,
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        subject_kind=entry.subject.kind,
        subject_id=entry.subject.id,
        rule_version=rule_version,
        request_id=_request_id(),
        data=kind.store(entry.data),
    )


def _request_id() -> str | None:
    """The id of the running request or job, if its context carries one that is fit to keep."""
    found = structlog.contextvars.get_contextvars().get("request_id")
    return found if isinstance(found, str) and _REQUEST_ID.fullmatch(found) else None
