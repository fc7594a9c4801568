"""Privileges of the plain role on tables that other packages bring (they have no migration of ours to stand in)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

from . import sql

FULL = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ = ("SELECT",)
PACKAGE_TABLES: dict[str, tuple[str, ...]] = {
    "account": FULL,
    "mfa": FULL,
    "usersessions": FULL,
    "sessions": FULL,
    "auth": READ,
    "contenttypes": READ,
}


def grant_package_tables(*, app_config: Any, using: str, **_: object) -> None:
    """After a migrate, grant what PACKAGE_TABLES says for this app; repeatable."""
    privileges = PACKAGE_TABLES.get(app_config.label)
    if privileges is None:
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_app_config(app_config.label).get_models(include_auto_created=True):
            if model._meta.db_table in tables:
                cursor.execute(sql.grant(model._meta.db_table, privileges))
        cursor.execute(sql.grant("django_migrations", READ))
