"""Kinds, subscribers and what they heard, for tests of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from recruit_platform.core import log
from recruit_platform.core.log import kinds, subscribers


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    """Kinds of events for the test, forgotten after it."""
    known, things = dict(kinds._kinds), dict(kinds._subjects)
    log.declare_subject("lamp")
    log.declare("lamp.lit", "Lamp aan", subject="lamp", facts={"watts": log.Whole(), "on": log.optional(log.Day())})
    log.declare("lamp.broke", "Lamp stuk", subject="lamp")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(known)
    kinds._subjects.clear()
    kinds._subjects.update(things)


@pytest.fixture
def subscribe() -> Iterator[Callable[..., None]]:
    """Register a handler for the test, forgotten after it."""
    handlers, listeners = dict(subscribers._handlers), {k: list(v) for k, v in subscribers._listeners.items()}

    def register(name: str, handler: subscribers.Handler, *, kinds: list[str]) -> None:
        log.subscriber(name, kinds=kinds)(handler)

    yield register
    subscribers._handlers.clear()
    subscribers._handlers.update(handlers)
    subscribers._listeners.clear()
    subscribers._listeners.update(listeners)
