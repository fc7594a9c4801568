"""Calendar periods: half-open ranges of days, weeks, months, and the instants a local day spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``starts_on`` up to, not including, ``ends_before``. Never negative; empty when the two are equal."""

    starts_on: date
    ends_before: date

    def __post_init__(self) -> None:
        if isinstance(self.starts_on, datetime) or isinstance(self.ends_before, datetime):
            raise TypeError("A period is made of days, not of instants.")
        if self.ends_before < self.starts_on:
            raise ValueError(f"A period cannot end ({self.ends_before}) before it starts ({self.starts_on}).")

    @classmethod
    def of(cls, first: date, last: date) -> Period:
        """Return the period from the first day to the last, both included, as people write it."""
        return cls(first, last + _DAY)

    @property
    def days(self) -> int:
        return (self.ends_before - self.starts_on).days

    @property
    def last_on(self) -> date:
        """Return the last day in it; raises ValueError when it is empty."""
        if not self.days:
            raise ValueError("An empty period has no last day.")
        return self.ends_before - _DAY

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_before

    def __iter__(self) -> Iterator[date]:
        return (self.starts_on + timedelta(days=n) for n in range(self.days))

    def overlap(self, other: Period) -> Period | None:
        """Return the days in both, or None when there are none."""
        start, end = max(self.starts_on, other.starts_on), min(self.ends_before, other.ends_before)
        return Period(start, end) if start < end else None

    def by_month(self) -> list[Period]:
        """Cut at the first of each month; together the pieces are the period."""
        return self._cut(lambda day: month_of(day).ends_before)

    def by_week(self) -> list[Period]:
        """Cut at each Monday (ISO 8601 weeks); together the pieces are the period."""
        return self._cut(lambda day: week_of(day).ends_before)

    def _cut(self, next_cut: Callable[[date], date]) -> list[Period]:
        pieces, day = [], self.starts_on
        while day < self.ends_before:
            end = min(next_cut(day), self.ends_before)
            pieces.append(Period(day, end))
            day = end
        return pieces


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), add_months(date(year, number, 1), 1))


def month_of(day: date) -> Period:
    return month(day.year, day.month)


def week_of(day: date) -> Period:
    """Return the ISO week, Monday to Sunday, that a day falls in."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=7))


def iso_week(year: int, number: int) -> Period:
    """Return an ISO week by its year and number; raises ValueError when that year has no such week."""
    return week_of(date.fromisocalendar(year, number, 1))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, months later or earlier; the last day where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, zero_month = divmod(index, 12)
    following = date(year + (zero_month == 11), (zero_month + 1) % 12 + 1, 1)
    return min(date(year, zero_month + 1, 1) + timedelta(days=day.day - 1), following - _DAY)


def instants_of(day: date, *, zone: str) -> tuple[datetime, datetime]:
    """Return the half-open pair of UTC instants that a local day spans: 23, 24 or 25 hours where clocks change."""
    return _starts_at(day, zone), _starts_at(day + _DAY, zone)


def _starts_at(day: date, zone: str) -> datetime:
    """Return the first instant that the zone calls this day.

    Midnight may not exist (clocks that jump at 0:00) or exist twice; both folds are tried, and the earliest one that is
    already this day wins. A jump over midnight starts the day at the moment of the jump.
    """
    at_zone = ZoneInfo(zone)
    midnight = datetime.combine(day, time.min)
    first, second = (midnight.replace(tzinfo=at_zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    earliest, latest = min(first, second), max(first, second)
    if earliest.astimezone(at_zone).date() >= day:
        return earliest
    # In a gap the two readings lie on either side of it: the jump is between them.
    low, high = earliest, latest
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (low, middle) if middle.astimezone(at_zone).date() >= day else (middle, high)
    return high.replace(microsecond=0)
