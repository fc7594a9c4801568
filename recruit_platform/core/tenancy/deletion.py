"""Deleting an organisation: every table emptied in its scope, children first, then its own row, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from .context import scope

_TABLES = """
SELECT c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""
_REFERENCES = """
SELECT child.relname, parent.relname
  FROM pg_constraint f JOIN pg_class child ON child.oid = f.conrelid JOIN pg_class parent ON parent.oid = f.confrelid
 WHERE f.contype = 'f' AND child.oid <> parent.oid
"""


@dataclass(frozen=True)
class Emptied:
    """How many rows went, per table, in the order in which they went."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def tables() -> list[str]:
    """Return every table that holds rows of organisations, by the catalogue; nobody has to keep a list."""
    return _names(_TABLES)


def children_first() -> list[str]:
    """Return ``tables()`` in an order in which nothing is deleted before what refers to it."""
    known = tables()
    before: dict[str, set[str]] = {name: set() for name in known}
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES)
        for child, parent in cursor.fetchall():
            if child in before and parent in before:
                before[parent].add(child)
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:
        return known  # references are checked at commit, so a circle of tables may go in any order


def delete_organisation(organisation_id: int) -> Emptied:
    """Delete an organisation, all its rows, and the people who are in no other. Runs as the owner: the log is append-only.

    Files on disk are the caller's to remove afterwards; without their keys, which go here, nobody can read them.
    """
    rows: dict[str, int] = {}
    with scope(organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM core_membership ORDER BY user_id")
        people = [person for (person,) in cursor.fetchall()]
        for table in children_first():
            cursor.execute(f'DELETE FROM "{table}" WHERE organisation_id = %s', [organisation_id])
            rows[table] = cursor.rowcount
        cursor.execute("DELETE FROM core_organisation WHERE id = %s", [organisation_id])
        rows["core_organisation"] = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rows["core_user"] = sum(_forget(person) for person in people)
    return Emptied(rows)


def rows_left(organisation_id: int) -> dict[str, int]:
    """Count, table by table, what an organisation still has: the sweep after a deletion. Run as the owner, outside a scope."""
    with scope(organisation_id), connection.cursor() as cursor:
        left = {}
        for table in tables():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE organisation_id = %s', [organisation_id])
            (left[table],) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM core_organisation WHERE id = %s", [organisation_id])
        (left["core_organisation"],) = cursor.fetchone()
    return {table: n for table, n in left.items() if n}


def _forget(person: int) -> bool:
    """Delete a person and their logins, unless another organisation refers to them: the database knows, we may not look."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            get_user_model().objects.filter(pk=person).delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        return False
    return True


def _names(question: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [name for (name,) in cursor.fetchall()]
