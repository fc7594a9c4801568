"""Charts for the browser: a value that turns itself into JSON for static/js/charts.js and into a table with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import figures
from .parts import Text

Unit = Literal["number", "euro", "percent", "days"]
Point = tuple[date, float]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One thing over time. `band` is (day, low, high); euro values are whole euros, percent 0..100."""

    name: Text
    unit: Unit = "number"
    plan: Sequence[Point] = ()
    actual: Sequence[Point] = ()
    expected: Sequence[Point] = ()
    band: Sequence[tuple[date, float, float]] = ()
    ceiling: float | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A letter in the drawing, a sentence below it: who, what, why."""

    day: date
    text: Text


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """Plan, actual and forecast with its band, one panel per measure on one axis of days."""

    id: str
    title: Text
    says: Text
    measures: Sequence[Measure]
    starts_on: date
    ends_on: date
    today: date | None = None
    holidays: Sequence[tuple[date, date]] = ()
    holidays_name: Text = ""
    events: Sequence[Event] = ()
    size: Literal["small", "middle", "tall"] = "middle"
    kind: str = "line"

    @property
    def is_empty(self) -> bool:
        return not any(m.actual or m.plan or m.expected for m in self.measures)

    @property
    def has_band(self) -> bool:
        """Whether a band is drawn, so that the legend may speak of one."""
        return any(m.band for m in self.measures)

    @property
    def has_expected(self) -> bool:
        return any(m.expected for m in self.measures)

    def data(self) -> dict[str, Any]:
        """What the browser draws; days as ISO text."""
        return {
            "kind": self.kind,
            "from": self.starts_on.isoformat(),
            "to": self.ends_on.isoformat(),
            "today": self.today.isoformat() if self.today else None,
            "holidays": [[first.isoformat(), last.isoformat()] for first, last in self.holidays],
            "events": [event.day.isoformat() for event in self.events],
            "words": {
                "plan": _("Plan"),
                "actual": _("Werkelijk"),
                "expected": _("Verwacht"),
                "band": figures.percent(80, decimals=0),
                "today": _("vandaag"),
            },
            "measures": [_measure(measure) for measure in self.measures],
        }

    @property
    def headers(self) -> list[str]:
        names = [_("Datum")]
        for measure in self.measures:
            names += [f"{measure.name}, {word}" for word, _values in _columns(measure)]
        return names

    @property
    def rows(self) -> list[list[str]]:
        """One row per day on which something was recorded, at most 60, evenly taken."""
        columns = [(dict(values), measure.unit) for measure in self.measures for _word, values in _columns(measure)]
        days = _thinned(sorted({day for values, _unit in columns for day in values}), at_most=60)
        return [
            [date_format(day, "j b Y"), *(_said(values.get(day), unit=unit) for values, unit in columns)]
            for day in days
        ]


@dataclass(frozen=True, kw_only=True)
class Series:
    name: Text
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Values per category; `stacked` adds the series up."""

    id: str
    title: Text
    says: Text
    categories: Sequence[Text]
    series: Sequence[Series]
    unit: Unit = "number"
    stacked: bool = False
    category_name: Text = ""
    size: Literal["small", "middle", "tall"] = "middle"
    kind: str = "bar"
    events: Sequence[Event] = ()

    @property
    def is_empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)

    def data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "unit": self.unit,
            "stacked": self.stacked,
            "categories": [str(category) for category in self.categories],
            "series": [{"name": str(series.name), "values": list(series.values)} for series in self.series],
        }

    @property
    def headers(self) -> list[str]:
        return [str(self.category_name or _("Groep")), *(str(series.name) for series in self.series)]

    @property
    def rows(self) -> list[list[str]]:
        return [
            [str(category), *(_said(series.values[i], unit=self.unit) for series in self.series)]
            for i, category in enumerate(self.categories)
        ]


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """A number per day as a calendar of squares; `top` is where the darkest colour starts."""

    id: str
    title: Text
    says: Text
    starts_on: date
    ends_on: date
    days: Sequence[tuple[date, int]]
    top: int
    unit_name: Text = ""
    size: str = "heat"
    kind: str = "heat"
    events: Sequence[Event] = ()

    @property
    def is_empty(self) -> bool:
        return not any(value for _day, value in self.days)

    def data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "from": self.starts_on.isoformat(),
            "to": self.ends_on.isoformat(),
            "top": self.top,
            "unit_name": str(self.unit_name),
            "days": [[day.isoformat(), value] for day, value in self.days],
        }

    @property
    def headers(self) -> list[str]:
        return [_("Maand"), str(self.unit_name or _("Aantal")), _("Drukste dag")]

    @property
    def rows(self) -> list[list[str]]:
        """Per month: the sum and the busiest day."""
        months: dict[tuple[int, int], list[tuple[date, int]]] = {}
        for day, value in self.days:
            months.setdefault((day.year, day.month), []).append((day, value))
        return [_month_row(days) for _month, days in sorted(months.items())]


Chart = LineChart | BarChart | HeatMap


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": str(measure.name),
        "unit": measure.unit,
        "plan": _points(measure.plan),
        "actual": _points(measure.actual),
        "expected": _points(measure.expected),
        "low": [[day.isoformat(), low] for day, low, _high in measure.band],
        "width": [[day.isoformat(), high - low] for day, low, high in measure.band],
        "ceiling": measure.ceiling,
    }


def _points(points: Sequence[Point]) -> list[list[Any]]:
    return [[day.isoformat(), value] for day, value in points]


def _columns(measure: Measure) -> list[tuple[str, Sequence[Point]]]:
    columns: list[tuple[str, Sequence[Point]]] = [
        (_("plan"), measure.plan),
        (_("werkelijk"), measure.actual),
        (_("verwacht"), measure.expected),
        (_("80 % van"), [(day, low) for day, low, _high in measure.band]),
        (_("80 % tot"), [(day, high) for day, _low, high in measure.band]),
    ]
    return [(word, values) for word, values in columns if values]


def _thinned(days: list[date], *, at_most: int) -> list[date]:
    if len(days) <= at_most:
        return days
    step = (len(days) - 1) / (at_most - 1)
    return [days[round(i * step)] for i in range(at_most)]


def _said(value: float | None, *, unit: Unit) -> str:
    if value is None:
        return "–"
    match unit:
        case "euro":
            return figures.euros(value)
        case "percent":
            return figures.percent(value)
        case _:
            return figures.number(value)


def _month_row(days: Sequence[tuple[date, int]]) -> list[str]:
    busiest = max(days, key=lambda entry: (entry[1], entry[0]))
    total = figures.number(sum(value for _day, value in days))
    return [date_format(days[0][0], "F Y"), total, f"{date_format(busiest[0], 'j b')} ({busiest[1]})"]
