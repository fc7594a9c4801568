"""Numbers and dates as people and networks write them. What can be read two ways is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

_REMEMBERED = 20_000  # cells of one notation: columns repeat themselves
_BLANK = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none", "n.v.t."})
_SYMBOLS = {"US$": "USD", "€": "EUR", "£": "GBP", "$": "USD", "₹": "INR", "EUR": "EUR", "USD": "USD", "GBP": "GBP"}
_NUMBER = re.compile(r"-?[0-9][0-9.,]*|-?[.,][0-9]+")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_PARTS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})[/.-]([0-9]{4})(?:[T ].*)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY_NAME = re.compile(r"([0-9]{1,2}) ([a-zé]{3,9})\.?,? ([0-9]{4})")
_NAME_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_RANGE = re.compile(r"\s+(?:-|–|~|to|tot|tot en met|t/m)\s+")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar mrt maa", "apr", "may mei", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec"), start=1
    )
    for name in names.split()
}


class Unclear(ValueError):
    """The cell holds something that is no such value, or that can be read two ways."""


class Point(StrEnum):
    """Which sign stands before the decimals."""

    DOT = "."
    COMMA = ","
    BOTH = "?"  # the column contradicts itself


class Order(StrEnum):
    """Which comes first in a date of figures only."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "?"


@dataclass(frozen=True)
class Amount:
    """A number and the currency that stood beside it, if one did."""

    value: Decimal
    currency: str = ""


def is_blank(cell: str) -> bool:
    return cell.strip().lower() in _BLANK


def point_of(cells: Iterable[str], *, otherwise: Point) -> Point:
    """Tell from a whole column how it writes decimals; ``otherwise`` when nothing in it tells."""
    seen = {sign for cell in cells if (sign := _evidence(_bare(cell)[0])) is not None}
    if len(seen) > 1:
        return Point.BOTH
    return seen.pop() if seen else otherwise


@lru_cache(maxsize=_REMEMBERED)
def amount(cell: str, *, point: Point) -> Amount | None:
    """Read a number; None when the cell is blank. Raises Unclear."""
    if is_blank(cell):
        return None
    bare, currency = _bare(cell)
    if not _NUMBER.fullmatch(bare):
        raise Unclear(cell)
    own = _evidence(bare)
    if point == Point.BOTH and own is None and re.search(r"[.,]", bare):
        raise Unclear(cell)
    sign = own or (point if point != Point.BOTH else Point.DOT)
    groups = Point.COMMA if sign == Point.DOT else Point.DOT
    whole, _sep, rest = bare.partition(sign.value)
    if sign.value in rest or groups.value in rest:
        raise Unclear(cell)
    if groups.value in whole and not re.fullmatch(
        r"-?[0-9]{1,3}(?:" + re.escape(groups.value) + r"[0-9]{2,3})+", whole
    ):
        raise Unclear(cell)
    return Amount(Decimal(f"{whole.replace(groups.value, '') or '0'}.{rest or '0'}"), currency)


def currency_of(cell: str) -> str:
    """Return the currency that stands beside an amount; empty when none does."""
    return _bare(cell)[1]


@lru_cache(maxsize=_REMEMBERED)
def count(cell: str) -> int | None:
    """Read a whole number of things: every sign in it groups thousands, unless decimals of zero follow."""
    if is_blank(cell) or cell.lstrip().startswith(("<", ">")):
        return None  # "< 10%": the network will not say
    bare = re.sub(r"[\s\u00a0]", "", cell)
    if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", bare):
        return int(re.sub(r"[.,]", "", bare))
    if re.fullmatch(r"[0-9]+([.,]0+)?", bare):
        return int(re.split(r"[.,]", bare)[0])
    raise Unclear(cell)


def order_of(cells: Iterable[str], *, otherwise: Order) -> Order:
    """Tell from a whole column whether days or months come first; UNKNOWN when it mixes notations that disagree."""
    by_sign: dict[str, set[Order]] = {}
    for cell in cells:
        found = _PARTS.fullmatch(cell.strip())
        if not found:
            continue
        one, two = int(found[1]), int(found[3])
        seen = by_sign.setdefault(found[2], set())
        if one > 12 >= two:
            seen.add(Order.DAY)
        elif two > 12 >= one:
            seen.add(Order.MONTH)
    told = set().union(*by_sign.values()) if by_sign else set()
    if len(told) == 1:
        return told.pop()
    return Order.UNKNOWN if told else otherwise


@lru_cache(maxsize=_REMEMBERED)
def day(cell: str, *, order: Order) -> date:
    """Read a date; a time after it is left out: reports count in their own zone. Raises Unclear."""
    bare = cell.strip()
    try:
        if found := _ISO.fullmatch(bare) or _YEAR_FIRST.fullmatch(bare):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _PARTS.fullmatch(bare):
            return _from_parts(int(found[1]), int(found[3]), int(found[4]), order=order)
        return _from_words(bare)
    except ValueError as problem:
        raise Unclear(cell) from problem


def month(cell: str) -> tuple[date, date]:
    """Read ``2026-01`` or a day of that month as its first and last day. Raises Unclear."""
    found = _MONTH.fullmatch(cell.strip()) or _ISO.fullmatch(cell.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise Unclear(cell)
    year, number = int(found[1]), int(found[2])
    following = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), following - timedelta(days=1)


def period(text: str) -> tuple[date, date] | None:
    """Read ``July 8, 2025 - July 31, 2025`` as it stands above a report; None when it is something else."""
    parts = _RANGE.split(text.strip().strip('"'))
    if len(parts) != 2:
        return None
    try:
        first, last = (day(part.strip(), order=Order.UNKNOWN) for part in parts)
    except Unclear:
        return None
    return (first, last) if first <= last else None


@lru_cache(maxsize=_REMEMBERED)
def _bare(cell: str) -> tuple[str, str]:
    """The figures of an amount, and the currency beside them."""
    text = re.sub(r"[\s\u00a0\u202f']", "", cell.replace("\u2212", "-"))
    for symbol, code in _SYMBOLS.items():
        if symbol in text:
            return text.replace(symbol, "", 1), code
    return text, ""


def _evidence(bare: str) -> Point | None:
    """What one number tells about the sign before its decimals: None when it could be either."""
    if not _NUMBER.fullmatch(bare):
        return None
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        return Point.DOT if bare.rfind(".") > bare.rfind(",") else Point.COMMA
    if dots + commas == 0:
        return None
    sign, other = (Point.DOT, Point.COMMA) if dots else (Point.COMMA, Point.DOT)
    if dots + commas > 1:
        return other
    whole, _sep, rest = bare.lstrip("-").partition(sign.value)
    could_be_groups = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return None if could_be_groups else sign


def _from_parts(one: int, two: int, year: int, *, order: Order) -> date:
    if one == two or one > 12 or (order == Order.DAY and two <= 12):
        return date(year, two, one)
    if two > 12 or order == Order.MONTH:
        return date(year, one, two)
    raise ValueError("can be read two ways")


def _from_words(text: str) -> date:
    bare = text.lower()
    if found := _DAY_NAME.fullmatch(bare):
        number, name, year = found[1], found[2], found[3]
    elif found := _NAME_DAY.fullmatch(bare):
        name, number, year = found[1], found[2], found[3]
    else:
        raise ValueError("no date")
    if name[:3] not in _MONTHS:
        raise ValueError("no month")
    return date(int(year), _MONTHS[name[:3]], int(number))
