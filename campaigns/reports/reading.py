"""One export, read: which rows it has, what they cost to the cent, and everything that could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from recruit_platform.lib.money import decimals_of

from . import cells, columns, identities, tables
from .columns import Meaning, Platform

Mapping = dict[Meaning, str]
_HEADER_WITHIN = 20
_TOTAL = re.compile(r"(?i)(total|totaal|totals|totalen|grand total|eindtotaal)( of [0-9].*)?\s*(:.*)?")


class ProblemCode(StrEnum):
    NOT_A_TABLE = "not_a_table"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NO_SPEND_COLUMN = "no_spend_column"
    NO_DATES = "no_dates"
    NO_CURRENCY = "no_currency"
    MIXED_CURRENCIES = "mixed_currencies"
    BAD_AMOUNT = "bad_amount"
    NO_AMOUNT = "no_amount"
    BAD_COUNT = "bad_count"
    BAD_DATE = "bad_date"
    WRONG_WIDTH = "wrong_width"
    SEEN_AS_TOTAL = "seen_as_total"
    TOTAL_DIFFERS = "total_differs"


_WHOLE_FILE = frozenset(
    {
        ProblemCode.NOT_A_TABLE,
        ProblemCode.TOO_LONG,
        ProblemCode.EMPTY,
        ProblemCode.NO_SPEND_COLUMN,
        ProblemCode.NO_DATES,
        ProblemCode.MIXED_CURRENCIES,
    }
)


@dataclass(frozen=True)
class Problem:
    """``row`` is the place in the file, from 1, or None when it is about all of it. ``said`` is the cell, cut short."""

    code: ProblemCode
    row: int | None = None
    said: str = ""

    @property
    def is_fatal(self) -> bool:
        return self.row is None and self.code in _WHOLE_FILE


class NotReadable(ValueError):
    """The path leads to no file that can be opened."""


@dataclass(frozen=True)
class Line:
    """One row of data. ``spend`` is exact; ``spend_minor`` is its part of the file's whole cents."""

    row: int
    identity: str
    campaign_name: str
    external_id: str
    spend: Decimal
    spend_minor: int = 0
    first_on: date | None = None
    last_on: date | None = None
    impressions: int | None = None
    clicks: int | None = None


@dataclass(frozen=True)
class Report:
    """``rows`` are all rows of data, the unreadable ones too; ``control_minor`` is the export's own total, if it has one.

    ``level`` names what a row is about (``campaign``, ``campaign.ad``): exports of different levels count the same money.
    """

    platform: Platform
    currency: str
    rows: int
    lines: Sequence[Line]
    problems: Sequence[Problem]
    headers: Sequence[str] = ()
    mapping: Mapping | None = None
    control_minor: int | None = None
    level: str = ""

    @property
    def spend_minor(self) -> int:
        return sum(line.spend_minor for line in self.lines)

    @property
    def impressions(self) -> int | None:
        return _sum(line.impressions for line in self.lines)

    @property
    def clicks(self) -> int | None:
        return _sum(line.clicks for line in self.lines)

    @property
    def first_on(self) -> date | None:
        return min((line.first_on for line in self.lines if line.first_on), default=None)

    @property
    def last_on(self) -> date | None:
        return max((line.last_on for line in self.lines if line.last_on), default=None)

    @property
    def granularity(self) -> str:
        return "day" if self.lines and all(line.first_on == line.last_on != None for line in self.lines) else "period"  # noqa: E711

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it may be kept."""
        return any(problem.is_fatal for problem in self.problems)


def read_file(path: str | Path) -> Report:
    """Read an export from disk. Raises NotReadable."""
    try:
        return read(Path(path).read_bytes())
    except OSError as problem:
        raise NotReadable(str(path)) from problem


def read(data: bytes, *, mapping: Mapping | None = None) -> Report:
    """Read an export. ``mapping`` says by header which column means what, over what the headers say by themselves."""
    try:
        table = tables.rows_of(data)
    except tables.TooLong:
        return _nothing(Problem(ProblemCode.TOO_LONG, said=str(tables.MOST_ROWS)))
    except tables.NotATable as problem:
        return _nothing(Problem(ProblemCode.NOT_A_TABLE, said=str(problem)))
    if all(tables.is_blank(row) for row in table):
        return _nothing(Problem(ProblemCode.EMPTY))
    return _Reading(table, mapping or {}).report()


class _Reading:
    """What is known about a table while it is read."""

    def __init__(self, table: Sequence[tables.Row], wanted: Mapping) -> None:
        self.at = _header_at(table, wanted)
        self.headers = table[self.at]
        self.preamble = [" ".join(cell for cell in row if cell) for row in table[: self.at]]
        self.where = columns.meanings(self.headers) | {
            meaning: self.headers.index(header) for meaning, header in wanted.items() if header in self.headers
        }
        self.platform = columns.platform_of(" | ".join([*self.preamble, *self.headers]))
        self.body = [
            (number, row)
            for number, row in enumerate(table[self.at + 1 :], start=self.at + 2)
            if not tables.is_blank(row)
        ]
        self.has_names = any(self._is_named(row) for _number, row in self.body)
        self.problems: list[Problem] = []
        self.span = next((span for line in self.preamble if (span := cells.period(line))), None)

    def report(self) -> Report:
        data, totals = self._parted()
        if Meaning.SPEND not in self.where:
            return self._refused(ProblemCode.NO_SPEND_COLUMN, rows=len(data))
        currency = self._currency(data)
        self.point = cells.point_of(self._column(data, Meaning.SPEND), otherwise=self._usual_point())
        self.order = cells.order_of(
            [cell for meaning in (Meaning.DAY, Meaning.FIRST, Meaning.LAST) for cell in self._column(data, meaning)],
            otherwise=self._usual_order(),
        )
        lines = [line for number, row in data if (line := self._line(number, row))]
        if not data:
            self.problems.append(Problem(ProblemCode.EMPTY))
        elif not self._has_dates():
            self.problems.append(Problem(ProblemCode.NO_DATES))
        exponent = decimals_of(currency or "EUR")
        lines = _in_cents(identities.numbered(lines), exponent)
        control = self._control(totals, exponent)
        self._name_doubtful(totals, lines, exponent)
        if control is not None and _differs(control, lines):
            self.problems.append(Problem(ProblemCode.TOTAL_DIFFERS, said=str(control)))
        return Report(
            platform=self.platform,
            currency=currency,
            rows=len(data),
            lines=lines,
            problems=self.problems,
            headers=self.headers,
            mapping={meaning: self.headers[n] for meaning, n in self.where.items()},
            control_minor=control,
            level=identities.level(self.where),
        )

    def _parted(self) -> tuple[list[tuple[int, tables.Row]], list[tuple[int, tables.Row]]]:
        """Rows of data, and rows that say the total of others."""
        data: list[tuple[int, tables.Row]] = []
        totals: list[tuple[int, tables.Row]] = []
        for number, row in self.body:
            (totals if self._is_total(row) else data).append((number, row))
        return data, totals

    def _is_total(self, row: tables.Row) -> bool:
        return self._says_total(row) or (self.has_names and not self._is_named(row))

    def _says_total(self, row: tables.Row) -> bool:
        first = next((cell for cell in row if cell), "")
        return bool(
            _TOTAL.fullmatch(row[0] if row else "")
            or (_TOTAL.fullmatch(first) and first == self._cell(row, Meaning.CAMPAIGN))
        )

    def _is_named(self, row: tables.Row) -> bool:
        return any(self._cell(row, meaning) for meaning in identities.NAMING)

    def _line(self, number: int, row: tables.Row) -> Line | None:
        """One row, or None after its problem was noted."""
        if any(row[len(self.headers) :]) or len(row) <= self.where[Meaning.SPEND]:
            return self._not(ProblemCode.WRONG_WIDTH, number, str(len(row)))
        spent = self._cell(row, Meaning.SPEND)
        try:
            found = cells.amount(spent, point=self.point)
        except cells.Unclear:
            return self._not(ProblemCode.BAD_AMOUNT, number, spent)
        if found is None:
            return self._not(ProblemCode.NO_AMOUNT, number, spent)
        try:
            first, last = self._days(row)
        except cells.Unclear as problem:
            return self._not(ProblemCode.BAD_DATE, number, str(problem))
        micros = columns.is_micros(self.headers[self.where[Meaning.SPEND]])
        return Line(
            row=number,
            identity=identities.of(row, headers=self.headers, where=self.where),
            campaign_name=self._cell(row, Meaning.CAMPAIGN)[:300],
            external_id=self._cell(row, Meaning.CAMPAIGN_ID)[:100],
            spend=found.value / 1_000_000 if micros else found.value,
            first_on=first,
            last_on=last,
            impressions=self._count(number, row, Meaning.IMPRESSIONS),
            clicks=self._count(number, row, Meaning.CLICKS),
        )

    def _days(self, row: tables.Row) -> tuple[date | None, date | None]:
        """The period of a row, both days included: its own day, its own period, its month, or the period above the table."""
        if Meaning.DAY in self.where:
            first = cells.day(self._cell(row, Meaning.DAY), order=self.order)
            if Meaning.LAST in self.where and Meaning.FIRST not in self.where:
                return _in_order(first, cells.day(self._cell(row, Meaning.LAST), order=self.order))
            return first, first
        if Meaning.FIRST in self.where and Meaning.LAST in self.where:
            first, last = (cells.day(self._cell(row, one), order=self.order) for one in (Meaning.FIRST, Meaning.LAST))
            return _in_order(first, last)
        if Meaning.MONTH in self.where:
            return cells.month(self._cell(row, Meaning.MONTH))
        return self.span or (None, None)

    def _has_dates(self) -> bool:
        own = (
            Meaning.DAY in self.where or Meaning.MONTH in self.where or {Meaning.FIRST, Meaning.LAST} <= set(self.where)
        )
        return own or self.span is not None

    def _count(self, number: int, row: tables.Row, meaning: Meaning) -> int | None:
        try:
            return cells.count(self._cell(row, meaning))
        except cells.Unclear:
            self.problems.append(Problem(ProblemCode.BAD_COUNT, number, self._cell(row, meaning)[:40]))
            return None

    def _currency(self, data: Sequence[tuple[int, tables.Row]]) -> str:
        """The one currency of all rows: of the header, of the column, or beside the amounts; empty when nothing says it."""
        in_header = columns.currency_in(self.headers[self.where[Meaning.SPEND]])
        found = (
            {in_header}
            if in_header
            else {cell.upper() for cell in self._column(data, Meaning.CURRENCY) if len(cell) == 3}
        )
        if not found:
            found = {cells.currency_of(cell) for cell in self._column(data, Meaning.SPEND)} - {""}
        if len(found) > 1:
            self.problems.append(Problem(ProblemCode.MIXED_CURRENCIES, said=", ".join(sorted(found))))
        elif not found and data:
            self.problems.append(Problem(ProblemCode.NO_CURRENCY))
        return found.pop() if len(found) == 1 else ""

    def _control(self, totals: Sequence[tuple[int, tables.Row]], exponent: int) -> int | None:
        """What the export itself says the sum is: its first total above or below the rows, the one over the rows shown."""
        edges = self._edges()
        found = (self._total(row, exponent) for number, row in totals if number in edges)
        return next((one for one in found if one is not None), None)

    def _name_doubtful(self, totals: Sequence[tuple[int, tables.Row]], lines: Sequence[Line], exponent: int) -> None:
        """Name each row that was taken as a total and may be none: it stands among the rows, or only lacks a name and says
        another sum than they have."""
        edges = self._edges()
        for number, row in totals:
            said = self._total(row, exponent)
            is_sum = self._says_total(row) or said is None or not _differs(said, lines)
            if number not in edges or not is_sum:
                self.problems.append(Problem(ProblemCode.SEEN_AS_TOTAL, number, self._cell(row, Meaning.SPEND)[:40]))

    def _edges(self) -> set[int]:
        """The rows where an export puts totals: those above and below the data that say so, then the first and the last one."""
        says = [(number, self._says_total(row)) for number, row in self.body]
        found: set[int] = set()
        for way in (says, says[::-1]):
            for number, is_said in way:
                found.add(number)
                if not is_said:
                    break
        return found

    def _total(self, row: tables.Row, exponent: int) -> int | None:
        try:
            found = cells.amount(self._cell(row, Meaning.SPEND), point=self.point)
        except cells.Unclear:
            return None
        if found is None:
            return None
        micros = columns.is_micros(self.headers[self.where[Meaning.SPEND]])
        return int((found.value / 1_000_000 if micros else found.value).scaleb(exponent).to_integral_value())

    def _usual_point(self) -> cells.Point:
        """What numbers of this table look like when the spend column does not tell."""
        every = [cell for _number, row in self.body for cell in row]
        told = {
            cells.Point.DOT: sum("." in cell for cell in every),
            cells.Point.COMMA: sum("," in cell for cell in every),
        }
        percents = [cell for cell in every if cell.endswith("%")]
        if (
            percents
            and cells.point_of([cell[:-1] for cell in percents], otherwise=cells.Point.BOTH) != cells.Point.BOTH
        ):
            return cells.point_of([cell[:-1] for cell in percents], otherwise=cells.Point.DOT)
        is_dutch = columns.is_dutch(self.headers) and self.platform != Platform.META
        return cells.Point.COMMA if is_dutch and told[cells.Point.COMMA] else cells.Point.DOT

    def _usual_order(self) -> cells.Order:
        if columns.is_dutch(self.headers):
            return cells.Order.DAY
        return cells.Order.MONTH if self.platform == Platform.LINKEDIN else cells.Order.UNKNOWN

    def _column(self, data: Sequence[tuple[int, tables.Row]], meaning: Meaning) -> Iterator[str]:
        return (self._cell(row, meaning) for _number, row in data)

    def _cell(self, row: tables.Row, meaning: Meaning) -> str:
        place = self.where.get(meaning)
        return row[place] if place is not None and place < len(row) else ""

    def _not(self, code: ProblemCode, number: int, said: str) -> Line | None:
        """Note why a row is left out; there is no line then."""
        self.problems.append(Problem(code, number, said[:40]))
        return None

    def _refused(self, code: ProblemCode, *, rows: int) -> Report:
        return replace(_nothing(Problem(code)), platform=self.platform, rows=rows, headers=self.headers)


def _header_at(table: Sequence[tables.Row], wanted: Mapping) -> int:
    """The row, of the first ones, with the most headers that mean something; the fullest one when none does."""

    def score(n: int) -> tuple[int, int, int]:
        known = columns.meanings(table[n])
        chosen = sum(header in table[n] for header in wanted.values())
        return (chosen + len(known) * (len(known) > 1), sum(bool(cell) for cell in table[n]), -n)

    return max(range(min(len(table), _HEADER_WITHIN)), key=score)


def _differs(control: int, lines: Sequence[Line]) -> bool:
    """Networks round every row and the total by themselves: half a cent a row is no difference."""
    return abs(control - sum(line.spend_minor for line in lines)) > (len(lines) + 1) // 2


def _in_order(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise cells.Unclear(f"{first} > {last}")
    return first, last


def _in_cents(lines: Sequence[Line], exponent: int) -> list[Line]:
    """Give every line its whole cents so that together they are the exact sum, rounded once; halves away from zero.

    Each gets its amount rounded down, the cents left go to the largest remainders; equal ones by identity, never by place in
    the file, so that the same rows in another order are the same cents.
    """
    exact = [line.spend.scaleb(exponent) for line in lines]
    floors = [int(value // 1) if value >= 0 else -int(-value // 1) - (value % 1 != 0) for value in exact]
    total = int((sum(exact, Decimal(0))).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    order = sorted(
        range(len(lines)), key=lambda n: (floors[n] - exact[n], lines[n].identity, lines[n].first_on or date.min)
    )
    for n in order[: total - sum(floors)]:
        floors[n] += 1
    return [replace(line, spend_minor=minor) for line, minor in zip(lines, floors, strict=True)]


def _nothing(problem: Problem) -> Report:
    return Report(platform=Platform.OTHER, currency="", rows=0, lines=(), problems=(problem,))


def _sum(values: Iterator[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
