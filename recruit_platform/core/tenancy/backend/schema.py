"""Schema editor that lets the owner validate foreign keys on walled-in tables, and gives up rather than queue behind users."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

LOCK_TIMEOUT = (
    "5s"  # a migration that waits for a lock makes everybody behind it wait too: rather fail and be run again
)


class SchemaEditor(DatabaseSchemaEditor):
    """PostgreSQL validates a new foreign key by a query as the table's owner, which FORCE refuses without an organisation.

    For such a statement FORCE is lifted from the tables it names and put back, inside the migration's transaction. It concerns
    the owner only: for the plain role row-level security stays on throughout.
    """

    def __enter__(self) -> SchemaEditor:
        super().__enter__()
        if self.atomic_migration and not self.collect_sql:
            super().execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'", None)
        return self

    def execute(self, sql: Any, params: Any = ()) -> None:
        text = str(sql)
        forced = (
            [] if self.collect_sql or "REFERENCES" not in text else self._forced_tables(re.findall(r'"(\w+)"', text))
        )
        if not forced:
            super().execute(sql, params)
            return
        with transaction.atomic(using=self.connection.alias):  # also where the migration itself is not atomic
            for table in forced:
                super().execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY', None)
            super().execute(sql, params)
            for table in forced:
                super().execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY', None)

    def _forced_tables(self, names: list[str]) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname = ANY(%s) ORDER BY relname", [names]
            )
            return [name for (name,) in cursor.fetchall()]
