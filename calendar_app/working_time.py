"""Working hours: what the clocks of an organisation count. Pure; ``selectors.working_time()`` builds it for the active one."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_LONGEST_SEARCH = 3700  # days; ten years without one working day is a mistake in the days off


class NeverOpen(ValueError):
    """No working day was found in ten years."""


@dataclass(frozen=True)
class WorkingTime:
    """Monday to Friday, ``opens`` to ``closes`` in ``zone``, except public holidays and the organisation's own days off."""

    zone: str
    holidays: Container[date] = field(default_factory=frozenset)
    days_off: Container[date] = field(default_factory=frozenset)
    opens: time = time(9)
    closes: time = time(17)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays and day not in self.days_off

    def add_hours(self, at: datetime, hours: float) -> datetime:
        """Return the instant at which this many working hours (zero or more) have passed since ``at``; in UTC."""
        if hours < 0:
            raise ValueError("Working hours are added forwards only.")
        at, left = at.astimezone(UTC), timedelta(hours=hours)
        for opens_at, closes_at in self._spans_from(at):
            start = max(at, opens_at)
            if left <= closes_at - start:
                return start + left
            left -= closes_at - start
        raise NeverOpen

    def hours_between(self, a: datetime, b: datetime) -> float:
        """Return the working hours from ``a`` to ``b``; negative when ``b`` is earlier."""
        if b < a:
            return -self.hours_between(b, a)
        passed, day, last = timedelta(0), self._local_date(a), self._local_date(b)
        while day <= last:
            if self.is_working_day(day):
                opens_at, closes_at = self._span(day)
                passed += max(timedelta(0), min(b, closes_at) - max(a, opens_at))
            day += _DAY
        return passed / timedelta(hours=1)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after a day (before it for a negative ``n``); zero gives the day itself."""
        step = _DAY if n >= 0 else -_DAY
        left = abs(n)
        for _searched in range(_LONGEST_SEARCH + 7 * left):
            if not left:
                return day
            day += step
            left -= self.is_working_day(day)
        raise NeverOpen

    def next_moment(self, at: datetime, *, after: time, before: time) -> datetime:
        """Return the first instant from ``at`` on a working day, at or after ``after`` and before ``before`` local time."""
        if not after < before:
            raise ValueError("The window must open before it closes.")
        for day in self._working_days_from(self._local_date(at)):
            first, last = self._at(day, after), self._at(day, before)
            if max(at, first) < last:
                return max(at, first).astimezone(UTC)
        raise NeverOpen

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        for day in self._working_days_from(self._local_date(at)):
            opens_at, closes_at = self._span(day)
            if closes_at > at:
                yield opens_at, closes_at

    def _working_days_from(self, day: date) -> Iterator[date]:
        idle = 0
        while idle < _LONGEST_SEARCH:
            idle += 1
            if self.is_working_day(day):
                idle = 0
                yield day
            day += _DAY

    def _span(self, day: date) -> tuple[datetime, datetime]:
        return self._at(day, self.opens), self._at(day, self.closes)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def _local_date(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()
