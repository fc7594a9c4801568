"""Spans of days that numbers are about: the last so many, and as many before them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHOICES = ("30", "90", "365")  # the first is the ordinary one


@dataclass(frozen=True)
class Span:
    """Days ``[first, until)`` in the organisation's time zone."""

    first: date
    until: date
    zone: str

    @property
    def days(self) -> int:
        return (self.until - self.first).days

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def before(self) -> Span:
        """As many days just before."""
        return Span(self.first - timedelta(days=self.days), self.first, self.zone)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first, time(0), tzinfo=ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.until, time(0), tzinfo=ZoneInfo(self.zone))


def latest(choice: str, *, today: date, zone: str) -> Span:
    """The last 30, 90 or 365 days, today included; anything else means 30."""
    days = int(choice if choice in CHOICES else CHOICES[0])
    return Span(today - timedelta(days=days - 1), today + timedelta(days=1), zone)
