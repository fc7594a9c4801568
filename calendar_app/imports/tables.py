"""Rows out of CSV and XLSX files as people have them: any usual encoding and delimiter, text cells, bounded."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 131_072
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Unreadable(ValueError):
    """The file is no table; ``why`` is a key of the words that the page shows."""

    def __init__(self, why: str, *, line: int = 0) -> None:
        super().__init__(why)
        self.why, self.line = why, line


@dataclass(frozen=True)
class Line:
    """One row with its number in the file, from 1; the header is a line too."""

    number: int
    cells: tuple[str, ...]


def text_of(data: bytes) -> str:
    """Decode by byte order mark, else as UTF-8, else as Windows-1252, which is what Dutch Excel writes."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def csv_lines(text: str) -> Iterator[Line]:
    """Yield the rows; the delimiter is the one that the first lines use most. Raises Unreadable past the bounds."""
    if "\0" in text:
        raise Unreadable("binary")
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=False)
    try:
        for n, row in enumerate(reader):
            if n > MOST_ROWS:
                raise Unreadable("too_long")
            if len(row) > MOST_COLUMNS:
                raise Unreadable("too_wide", line=reader.line_num)
            if any(cell.strip() for cell in row):
                yield Line(reader.line_num, tuple(cell.strip() for cell in row))
    except csv.Error as problem:
        raise Unreadable("broken", line=reader.line_num) from problem


def xlsx_lines(data: bytes) -> Iterator[Line]:
    """Yield the rows of the first sheet as text; dates as ISO days, whole numbers without a point."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except Exception as problem:  # openpyxl raises whatever its parts raise on a broken archive
        raise Unreadable("no_workbook") from problem
    for n, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if n > MOST_ROWS:
            raise Unreadable("too_long")
        cells = tuple(_cell(value) for value in row[:MOST_COLUMNS])
        if any(cells):
            yield Line(n, cells)


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands in the most of the first lines, the more often the better."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return max(",;\t|", key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines)))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Unreadable("encoding") from problem


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
