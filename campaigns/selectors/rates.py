"""Exchange rates by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.models import ExchangeRate


@dataclass(frozen=True)
class Rates:
    """What one currency is worth in another: ``since`` ascending, a rate beside each. Nothing holds before the first."""

    since: Sequence[date]
    rates: Sequence[Decimal]

    def on(self, day: date) -> Decimal | None:
        """Return the rate that holds on a day: the newest from that day or before."""
        place = bisect_right(self.since, day)
        return self.rates[place - 1] if place else None

    def missing(self, days: Iterable[date]) -> list[date]:
        """Return the days without a rate, once each, in order."""
        return sorted({day for day in days if self.on(day) is None})


def between(currency: str, into: str) -> Rates:
    """Return every rate from one currency into another. One statement."""
    rows = ExchangeRate.objects.filter(currency=currency, into=into).order_by("valid_from")
    found = list(rows.values_list("valid_from", "rate"))
    return Rates([day for day, _rate in found], [rate for _day, rate in found])


def listed() -> QuerySet[ExchangeRate]:
    """Return all rates, by currency, newest first. One statement."""
    return ExchangeRate.objects.select_related("by").order_by("currency", "into", "-valid_from", "pk")


def spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Put days that follow each other together: (first, last) of each run."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
