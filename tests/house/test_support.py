"""What the tests stand on holds by itself."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from recruit_platform import env
from recruit_platform.core.models import Organisation
from tests.support import builders, database


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_survives_a_page_that_holds_its_tables() -> None:
    builders.make_world("acme")
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    url, held = database.owner(), threading.Event()
    outcome: list[str] = []

    def late_page() -> None:
        link = psycopg2.connect(
            dbname=connection.settings_dict["NAME"], user=url.user, password=url.password, host=url.host
        )
        with link.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{tables[-1]}" IN ACCESS SHARE MODE')
            held.set()
            _wait_for_the_emptying()
            try:
                cursor.execute(f'LOCK TABLE "{tables[0]}" IN ACCESS SHARE MODE')
                outcome.append("read")
            except psycopg2.errors.DeadlockDetected:
                outcome.append("gave way")
        link.close()

    thread = threading.Thread(target=late_page, daemon=True)
    thread.start()
    assert held.wait(timeout=10)
    call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=True)
    thread.join()
    assert outcome in (["read"], ["gave way"])
    assert Organisation.objects.count() == 0


def _wait_for_the_emptying() -> None:
    with database.maintenance() as cursor:
        while not _rows(cursor, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'TRUNCATE'"):
            time.sleep(0.02)


def _rows(cursor: Any, sql: str) -> list[Any]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def test_a_database_is_dropped_though_somebody_is_in_it() -> None:
    """The owner may not end a session of the plain role, nor an autovacuum worker: each refuses FORCE alike."""
    url, plain, name = database.owner(), env.database_url("DATABASE_URL"), f"held_{os.getpid()}"
    with database.maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        link = psycopg2.connect(dbname=name, user=plain.user, password=plain.password, host=url.host)
        database.remove(cursor, name)
        link.close()
        assert not _rows(cursor, f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
