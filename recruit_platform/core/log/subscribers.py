"""Who wants to hear of which events. Floors above register here; the log knows their names only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recruit_platform.core import tenancy
from recruit_platform.core.models import ActorKind, Event

from . import kinds
from .kinds import Subject
from .people import Actor


@dataclass(frozen=True)
class Happened:
    """An event as a subscriber hears it, facts typed as declared."""

    id: int
    organisation_id: int
    kind: str
    at: datetime
    actor: Actor
    subject: Subject
    facts: Mapping[str, Any]
    rule_version: str | None


Handler = Callable[[Happened], None]
_handlers: dict[str, Handler] = {}
_listeners: dict[str, list[str]] = {}


def subscriber(name: str, *, kinds: Sequence[str]) -> Callable[[Handler], Handler]:
    """Register a handler. It hears every event of these kinds at least once, in no promised order, some time after the commit.

    It runs with the event's organisation active, in one transaction with the note that it was heard: what it writes to the
    database happens once. What it does outside (a call over the network) may happen twice and must bear that.
    An exception means "again later"; after the last attempt the event is listed under failed events.
    """

    def register(handler: Handler) -> Handler:
        if name in _handlers:
            raise ValueError(f"The subscriber {name} is registered twice.")
        _handlers[name] = handler
        for kind in kinds:
            _listeners.setdefault(kind, []).append(name)
        return handler

    return register


def of(kind: str) -> Sequence[str]:
    """The subscribers of a kind of event."""
    return _listeners.get(kind, ())


def handler(name: str) -> Handler | None:
    return _handlers.get(name)


def check_registered_kinds() -> list[str]:
    """Return the kinds that somebody subscribes to and nobody declares; empty when all is well (a house test asks)."""
    declared = set(kinds.names())
    return sorted(set(_listeners) - declared)


def happened(event: Event) -> Happened:
    return Happened(
        id=event.pk,
        organisation_id=tenancy.required(),
        kind=event.kind,
        at=event.at,
        actor=Actor(ActorKind(event.actor_kind), event.actor_id),
        subject=Subject(event.subject_kind, event.subject_id),
        facts=kinds.get(event.kind).read(event.data),
        rule_version=event.rule_version,
    )
