"""From bytes to rows of text: encodings, delimiters, spreadsheets, and JSON with totals a month."""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from recruit_platform.lib.text import clean

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 200_000
_SHEET_ROWS = 1_048_576  # Excel's own limit
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 60

Row = list[str]


class NotATable(ValueError):
    """The bytes are no table that can be read."""


class TooLong(NotATable):
    """More rows than are read; nothing is cut off in silence."""


def rows_of(data: bytes) -> list[Row]:
    """Return every row, empty ones too, so that a row's number is its place in the file. Raises NotATable, TooLong."""
    if len(data) > MOST_BYTES:
        raise NotATable("too large")
    if data.startswith(b"PK\x03\x04"):
        return _sheet(data)
    text = decode(data)
    if "\x00" in text:
        raise NotATable("binary")
    if text.lstrip()[:1] in {"{", "["}:
        return _months(text)
    if text.lstrip()[:1] == "<":
        raise NotATable("markup")
    return _delimited(text)


def decode(data: bytes) -> str:
    """By its byte order mark, else as UTF-8, else by the zeros of UTF-16, else as Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\x00" and b"\x00" in data[3:8]:
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimited(text: str) -> list[Row]:
    found: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            found.append([_cell(cell) for cell in row])
            if len(found) > MOST_ROWS:
                raise TooLong("too many rows")
    except csv.Error as problem:
        raise NotATable("broken quoting") from problem
    return found


def _delimiter(text: str) -> str:
    """The delimiter under which the most rows of the sample have one and the same number (above one) of cells."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_LINES])

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)]
        except csv.Error:
            return (0, 0)
        return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=score)


def _sheet(data: bytes) -> list[Row]:
    """The first sheet of an XLSX file."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=_SHEET_ROWS)
        found = [[_cell(_said(value)) for value in row] for row in itertools.islice(rows, MOST_ROWS)]
        is_longer = any(value not in (None, "") for row in rows for value in row)  # formatting alone is no row
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, TypeError) as problem:
        raise NotATable("broken spreadsheet") from problem
    if is_longer:
        raise TooLong("too many rows")
    return found


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _months(text: str) -> list[Row]:
    """``{"2026-01": 12.5}`` or ``{"2026-01": {"campaign": {"spend": 12.5}}}``: totals a month, as accounts are checked with."""
    try:
        found = json.loads(text, parse_float=str, parse_int=str)
    except ValueError as problem:
        raise NotATable("broken JSON") from problem
    rows: list[Row] = [["Month", "Campaign name", "Spend"]]
    if not isinstance(found, dict):
        raise NotATable("JSON without months")
    for month, spent in found.items():
        parts = spent.items() if isinstance(spent, dict) else [("", spent)]
        for name, value in parts:
            amount = value.get("spend") if isinstance(value, dict) else value
            if not isinstance(amount, str):
                raise NotATable("JSON without months")
            rows.append([_cell(month), _cell(name), _cell(amount)])
    return rows


def _cell(value: str) -> str:
    return clean(value).strip()


def is_blank(row: Sequence[str]) -> bool:
    return not any(row)
