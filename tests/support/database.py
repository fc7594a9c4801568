"""A database per test process, copied from a template that is migrated once per state of the migrations."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import flush
from django.db import connection
from psycopg2.errors import InsufficientPrivilege, ObjectInUse

from recruit_platform import env
from recruit_platform.core.tenancy import sql

ROOT = Path(__file__).resolve().parents[2]
FLUSH_TRIES = 5
DROP_TRIES = 6  # a plain DROP waits five seconds for those who are leaving


def owner() -> env.DatabaseUrl:
    return env.database_url("OWNER_DATABASE_URL")


def template_name() -> str:
    """Name the template after everything that shapes it: all migrations and the SQL of the walls."""
    digest = hashlib.sha256()
    apps = [ROOT / "recruit_platform" / "core", *(path.parent for path in ROOT.glob("*/apps.py"))]
    migrations = [path for app in apps for path in (app / "migrations").glob("*.py")]
    for path in sorted([*migrations, *ROOT.glob("recruit_platform/core/tenancy/*.py"), ROOT / "requirements.txt"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(str(settings.TENANT_KEY).encode())
    return f"template_{digest.hexdigest()[:16]}"


def maintenance() -> AbstractContextManager[Any]:
    """A connection of the owner, outside the test databases, in autocommit."""
    return _connected(owner())


@contextmanager
def _connected(url: env.DatabaseUrl) -> Iterator[Any]:
    link = psycopg2.connect(dbname=url.name, user=url.user, password=url.password, host=url.host, port=url.port or None)
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            yield cursor
    finally:
        link.close()


@contextmanager
def as_owner(name: str | None = None) -> Iterator[None]:
    """Let Django's connection be the owner's for a while (migrations, flush), and the plain role's again after it."""
    url = owner()
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "NAME")}
    connection.close()
    connection.settings_dict.update(USER=url.user, PASSWORD=url.password, NAME=name or before["NAME"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def create(name: str) -> None:
    template = template_name()
    lock = settings.VAR_DIR / "template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle, maintenance() as cursor:
        fcntl.flock(handle, fcntl.LOCK_EX)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [template])
        if cursor.fetchone() is None:
            _make_template(cursor, template)
        remove(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    with as_owner(name), connection.cursor() as walls:  # a template's own privileges are not copied
        walls.execute(sql.DATABASE_PRIVILEGES)
    connection.close()


def drop(name: str) -> None:
    with maintenance() as cursor:
        remove(cursor, name)


def remove(cursor: Any, name: str) -> None:
    """Drop a database, whoever is still in it.

    The owner may end neither an autovacuum worker, which belongs to no role, nor a session of the plain role: FORCE is refused
    for either. A plain DROP sends the worker away; the plain role ends its own.
    """
    refused: Exception | None = None
    for _ in range(DROP_TRIES):
        _end_sessions_of_the_plain_role(name)
        for how in (" WITH (FORCE)", ""):
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"{how}')
                return
            except (InsufficientPrivilege, ObjectInUse) as error:
                refused = error
    raise AssertionError(f"{name} cannot be dropped") from refused


def _end_sessions_of_the_plain_role(name: str) -> None:
    with _connected(env.database_url("DATABASE_URL")) as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )


def _make_template(cursor: Any, template: str) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'")
    for (old,) in cursor.fetchall():
        if len(old) == len(template):
            cursor.execute(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
            remove(cursor, old)
    remove(cursor, f"{template}_new")
    cursor.execute(f'CREATE DATABASE "{template}_new" TEMPLATE template0')
    with as_owner(f"{template}_new"):
        with connection.cursor() as walls:
            walls.execute(
                "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO recruit_app, recruit_sweep"
            )
        call_command("migrate", verbosity=0, interactive=False)
        call_command("tenant_key", "ensure", verbosity=0, stdout=_Silent())
    cursor.execute(f'ALTER DATABASE "{template}_new" RENAME TO "{template}"')
    cursor.execute(f'ALTER DATABASE "{template}" IS_TEMPLATE true')


class _Silent:
    def write(self, _text: str) -> None:
        pass


def flush_as_owner() -> None:
    """TRUNCATE is not the plain role's: tests that commit are cleaned up as the owner. Called once per session.

    A page that asks once more while its test ends holds some of the tables; where PostgreSQL gives up the emptying
    for it (a deadlock), it is asked again.
    """
    original = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        for tries_left in reversed(range(FLUSH_TRIES)):
            try:
                with as_owner():
                    return original(self, **options)
            except CommandError:
                if not tries_left:
                    raise
        return None

    flush.Command.handle = handle
