"""The clock, read only at the edge (views, tasks, commands) and passed on as ``at=`` or ``today=``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def local_date(at: datetime, *, zone: str) -> date:
    """Return the calendar day that an instant falls on in a time zone (IANA name)."""
    return at.astimezone(ZoneInfo(zone)).date()
