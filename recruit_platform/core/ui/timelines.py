"""A span of days on one axis: lanes with bars, marks, holidays and today. Text is HTML, drawing is SVG, days line up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.formats import date_format

from .parts import Status, Text


@dataclass(frozen=True, kw_only=True)
class Bar:
    """From the morning of `starts_on` to the evening of `ends_on`.

    Solid is past and certain, `plan` pale, `gap` red (days lost), `soon` dashed (not planned yet).
    """

    starts_on: date
    ends_on: date
    kind: Literal["", "plan", "gap", "soon", "ok"] = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A day that matters. `hollow`: still to come or missed; `end` draws a short line instead of a dot."""

    day: date
    kind: Literal["", "bad", "warn", "end"] = ""
    hollow: bool = False


@dataclass(frozen=True, kw_only=True)
class Lane:
    """`says` tells in words what the drawing shows."""

    title: Text
    says: Text
    sub: Text = ""
    url: str = ""
    bars: Sequence[Bar] = ()
    marks: Sequence[Mark] = ()
    holidays: Sequence[tuple[date, date]] = ()
    status: Status | None = None
    note: Text = ""
    thin: bool = False


@dataclass(frozen=True)
class Month:
    label: str
    letter: str
    days: int
    is_now: bool


@dataclass(frozen=True)
class Stroke:
    x1: int
    x2: int
    kind: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class DrawnLane:
    lane: Lane
    bars: Sequence[Stroke]
    marks: Sequence[Stroke]
    holidays: Sequence[Stroke]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Lanes between two days; `starts_on` is the first of a month. One unit of the drawing is one day."""

    id: str
    caption: Text
    starts_on: date
    ends_on: date
    today: date
    lanes: Sequence[Lane]

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def today_at(self) -> int | None:
        """Where today's line stands, or None outside the span."""
        if not self.starts_on <= self.today <= self.ends_on:
            return None
        return self._at(self.today)

    @property
    def months(self) -> list[Month]:
        months, first = [], self.starts_on.replace(day=1)
        while first <= self.ends_on:
            following = (first + timedelta(days=32)).replace(day=1)
            name = date_format(first, "b").rstrip(".")
            now = (first.year, first.month) == (self.today.year, self.today.month)
            months.append(Month(label=name, letter=name[:1], days=(following - first).days, is_now=now))
            first = following
        return months

    @property
    def month_starts(self) -> list[int]:
        starts, at = [], 0
        for month in self.months[:-1]:
            at += month.days
            starts.append(at)
        return starts

    @property
    def drawn(self) -> list[DrawnLane]:
        return [
            DrawnLane(
                lane=lane,
                bars=[self._stroke(bar.starts_on, bar.ends_on, kind=bar.kind) for bar in lane.bars],
                marks=[
                    Stroke(self._at(mark.day), self._at(mark.day), mark.kind, mark.hollow)
                    for mark in lane.marks
                    if self.starts_on <= mark.day <= self.ends_on
                ],
                holidays=[self._stroke(first, last) for first, last in lane.holidays],
            )
            for lane in self.lanes
        ]

    def _at(self, day: date) -> int:
        return min(self.days, max(0, (day - self.starts_on).days))

    def _stroke(self, first: date, last: date, *, kind: str = "") -> Stroke:
        return Stroke(self._at(first), self._at(last + timedelta(days=1)), kind)
