"""Many rows at once: COPY into a temporary table, then one INSERT … SELECT under the policy (COPY FROM is refused there)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from . import context

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def stage(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """COPY rows into a fresh temporary table shaped like the model's columns; return its name (``pg_temp.…``).

    It lives until the end of the transaction; staging the same model again empties it. Memory stays flat in the number of rows.
    Values: text, numbers, booleans, dates, instants, uuids, or None.
    """
    context.required()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.staging(%s::regclass, %s)", [model._meta.db_table, list(columns)])
        name = f'pg_temp."{cursor.fetchone()[0]}"'
        cursor.copy_expert(f"COPY {name} ({_listed(columns)}) FROM STDIN", Lines(rows))
    return name


def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]], *, ignore_known: bool = False
) -> int:
    """Insert rows into the active organisation; return how many were new. ``ignore_known`` skips rows a unique rule refuses."""
    name = stage(model, columns, rows)
    filled, values = _filled(model, columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" (organisation_id, {_listed([*columns, *filled])}) '
            f"SELECT %s, {_listed(columns)}{''.join(', %s' for _ in filled)} FROM {name}"
            + (" ON CONFLICT DO NOTHING" if ignore_known else ""),
            [context.required(), *values],
        )
        return int(cursor.rowcount)


def _filled(model: type[Model], columns: Sequence[str]) -> tuple[list[str], list[Any]]:
    """Return the columns the caller leaves out that have a constant default, and those defaults; refuse one made per row."""
    names: list[str] = []
    values: list[Any] = []
    for field in model._meta.local_fields:
        column = field.column or field.attname
        if column in columns or column == "organisation_id" or field.primary_key or not field.has_default():
            continue
        if callable(field.default) and field.default not in (dict, list):
            raise ValueError(f"{column} is made anew for each row: give it as a column.")
        names.append(column)
        values.append(field.get_db_prep_save(field.get_default(), connection))
    return names, values


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


class Lines(io.TextIOBase):
    """Rows as a file in COPY's text format, made while it is read."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self._lines: Iterator[str] = ("\t".join(_cell(value) for value in row) + "\n" for row in rows)
        self._rest = ""

    def read(self, size: int | None = -1) -> str:
        wanted = size if size is not None and size >= 0 else float("inf")
        parts, length = [self._rest], len(self._rest)
        while length < wanted:
            line = next(self._lines, "")
            if not line:
                break
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        cut = len(text) if size is None or size < 0 else size
        self._rest = text[cut:]
        return text[:cut]


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value).translate(_ESCAPES)
