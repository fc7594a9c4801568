"""Outflow out of a table: one figure a row (profile, month, number), or a row per profile with a column per month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .tables import Line, Unreadable

_PROFILE = ("profiel", "functie", "profile", "job profile", "functieprofiel")
_MONTH = ("maand", "month", "periode")
_NUMBER = ("aantal", "uitstroom", "vertrekkers", "number", "leavers", "count")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb februari february", "mrt maart mar march", "apr april", "mei may", "jun juni june",
         "jul juli july", "aug augustus august", "sep sept september", "okt oktober oct october", "nov november",
         "dec december"), start=1)
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """``profile`` as the file writes it; ``month`` is a first."""

    line: int
    profile: str
    month: date
    leavers: int


@dataclass(frozen=True)
class Problem:
    """``what`` is a key of the words that the page shows, ``value`` the cell at fault."""

    line: int
    what: str
    value: str = ""


@dataclass(frozen=True)
class Outcome:
    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]


def read(lines: Iterable[Line]) -> Outcome:
    """Return every figure that can be read and a problem for each cell that cannot. Raises Unreadable without a header."""
    rows = iter(lines)
    header = next(rows, None)
    if header is None:
        raise Unreadable("empty")
    names = [cell.casefold() for cell in header.cells]
    profile = _place(names, _PROFILE)
    if profile is None:
        raise Unreadable("no_profile_column")
    month, number = _place(names, _MONTH), _place(names, _NUMBER)
    if month is not None and number is not None:
        return _long(rows, profile=profile, month=month, number=number)
    columns = {n: found for n, cell in enumerate(header.cells) if (found := month_of(cell)) is not None}
    if not columns:
        raise Unreadable("no_month_columns")
    return _wide(rows, profile=profile, months=columns)


def month_of(text: str) -> date | None:
    """Read ``2026-08``, ``2026-08-01``, ``08-2026``, ``1-8-2026``, ``aug 2026``; None when it is no month."""
    bare = text.strip().casefold().replace(".", " ").replace("/", "-")
    for pattern in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-\d{1,2})?",
        r"(?:\d{1,2}-)?(?P<m>\d{1,2})-(?P<y>\d{4})",
        r"(?P<name>[a-z]+)[ -]+(?P<y>\d{4})",
    ):
        found = re.fullmatch(pattern, bare)
        if found:
            parts = found.groupdict()
            number = _MONTHS.get(parts.get("name") or "", int(parts.get("m") or 0))
            year = int(parts["y"])
            return date(year, number, 1) if 1 <= number <= 12 and 2000 <= year <= 2100 else None
    return None


def _long(rows: Iterable[Line], *, profile: int, month: int, number: int) -> Outcome:
    figures: list[Figure] = []
    problems: list[Problem] = []
    for line in rows:
        first = month_of(_at(line, month))
        if first is None:
            problems.append(Problem(line.number, "no_month", _at(line, month)))
            continue
        _take(line, name=_at(line, profile), first=first, text=_at(line, number), figures=figures, problems=problems)
    return Outcome(tuple(figures), tuple(problems))


def _wide(rows: Iterable[Line], *, profile: int, months: Mapping[int, date]) -> Outcome:
    figures: list[Figure] = []
    problems: list[Problem] = []
    for line in rows:
        for column, first in months.items():
            if text := _at(line, column):
                _take(line, name=_at(line, profile), first=first, text=text, figures=figures, problems=problems)
    return Outcome(tuple(figures), tuple(problems))


def _take(line: Line, *, name: str, first: date, text: str, figures: list[Figure], problems: list[Problem]) -> None:
    if not name:
        problems.append(Problem(line.number, "no_profile"))
    elif not re.fullmatch(r"\d{1,4}", text):
        problems.append(Problem(line.number, "no_number", text))
    else:
        figures.append(Figure(line.number, name, first, int(text)))


def _at(line: Line, column: int) -> str:
    return line.cells[column] if column < len(line.cells) else ""


def _place(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((n for n, name in enumerate(names) if name in wanted), None)
