"""The clock, read only at the edge (views, tasks, commands) and passed on as ``at=`` or ``today=``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """Return this instant, in UTC."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Let the block believe it is another moment: for the demo's past, which is lived through the ordinary workers' code."""
    reset = _held.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(reset)


def local_date(at: datetime, *, zone: str) -> date:
    """Return the calendar day that an instant falls on in a time zone (IANA name)."""
    return at.astimezone(ZoneInfo(zone)).date()
