"""Database roles: who owns, who works, who only sweeps. The same SQL serves the demo, the tests and a production server.

* ``recruit_owner`` owns the database and its tables and runs migrations;
* ``recruit_app`` is what web, workers and tests connect as: it owns nothing, row-level security holds for it;
* ``recruit_sweep`` cannot log in: it owns the functions that return ids across organisations.

Every statement can be run again; none removes data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from contextlib import closing
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

OWNER, APP, SWEEP = "recruit_owner", "recruit_app", "recruit_sweep"
DATABASE = "recruit"
SCRAM_ROUNDS = 4096

_CREATE = """\
DO $do$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} {attributes}; END IF;
END $do$"""

# Without this a session of the plain role could read another session's organisation token out of pg_stat_activity.
_HIDE_ACTIVITY = f"""\
DO $do$ BEGIN
  ALTER ROLE {APP} SET track_activities = off;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'track_activities of {APP} is still on: a superuser must run ALTER ROLE {APP} SET track_activities = off';
END $do$"""

_SWEEP_TO_OWNER = f"""\
DO $do$ BEGIN
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'GRANT {SWEEP} TO {OWNER} WITH INHERIT FALSE, SET TRUE';
  ELSE
    EXECUTE 'ALTER ROLE {OWNER} NOINHERIT';
    EXECUTE 'GRANT {SWEEP} TO {OWNER}';
  END IF;
END $do$"""

_VERIFY = f"""\
DO $do$ DECLARE wrong text; BEGIN
  SELECT string_agg(rolname, ', ') INTO wrong FROM pg_roles
   WHERE rolname IN ('{OWNER}', '{APP}', '{SWEEP}') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication);
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'superuser, bypassrls, createrole and replication are not for: %', wrong;
  END IF;
  IF EXISTS (SELECT FROM pg_auth_members WHERE member = '{APP}'::regrole) THEN
    RAISE EXCEPTION '{APP} must not be a member of another role';
  END IF;
END $do$"""


@dataclass(frozen=True)
class Passwords:
    owner: str
    app: str


def cluster_sql(passwords: Passwords, *, owner_creates_databases: bool) -> list[str]:
    """Return the statements for the server as a whole. Passwords go as SCRAM verifiers, so no log ever shows one."""
    return [
        _CREATE.format(role=OWNER, attributes="LOGIN"),
        _CREATE.format(role=APP, attributes="LOGIN"),
        _CREATE.format(role=SWEEP, attributes="NOLOGIN"),
        f"ALTER ROLE {OWNER} LOGIN {'CREATEDB' if owner_creates_databases else 'NOCREATEDB'} "
        f"PASSWORD '{scram_verifier(passwords.owner)}'",
        f"ALTER ROLE {APP} LOGIN NOCREATEDB PASSWORD '{scram_verifier(passwords.app)}'",
        f"ALTER ROLE {SWEEP} NOLOGIN NOCREATEDB",
        _SWEEP_TO_OWNER,
        _HIDE_ACTIVITY,
        _VERIFY,
    ]


def create_database_sql(database: str) -> str:
    return f"CREATE DATABASE {database} TEMPLATE template0 OWNER {OWNER} ENCODING 'UTF8'"


def database_sql(database: str) -> list[str]:
    """Return the statements inside one database; its owner may run them too.

    The plain role may not even make temporary tables: one would hide a real table of the same name from later requests on
    the same connection. Bulk loads go through staging tables instead.
    """
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC, {APP}",
        f"GRANT CONNECT ON DATABASE {database} TO {APP}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {APP}, {SWEEP}",
    ]


def apply(
    admin_url: str, *, passwords: Passwords, database: str = DATABASE, owner_creates_databases: bool = False
) -> None:
    """Bring roles and database of a server to what the product needs; repeatable. Raises psycopg2.Error."""
    with closing(_connect(admin_url)) as connection, connection.cursor() as cursor:
        for statement in cluster_sql(passwords, owner_creates_databases=owner_creates_databases):
            cursor.execute(statement)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if cursor.fetchone() is None:
            cursor.execute(create_database_sql(database))
    with closing(_connect(admin_url, database=database)) as connection, connection.cursor() as cursor:
        for statement in database_sql(database):
            cursor.execute(statement)


def script(passwords: Passwords, *, database: str = DATABASE) -> str:
    """Return the same as a script for psql, to be run by the operator as an administrator."""
    creation = f"""\
SELECT '{create_database_sql(database).replace("'", "''")}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec"""
    first = [f"{statement};" for statement in cluster_sql(passwords, owner_creates_databases=False)]
    second = [f"{statement};" for statement in database_sql(database)]
    return "\n".join(["\\set ON_ERROR_STOP on", *first, creation, f"\\connect {database}", *second, ""])


def scram_verifier(password: str, *, salt: bytes | None = None) -> str:
    """Return what PostgreSQL stores for a password (RFC 5802, RFC 7677); expects plain ASCII, as we make them."""
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, SCRAM_ROUNDS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored_key, server_key)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{encoded[0]}${encoded[1]}:{encoded[2]}"


def _connect(url: str, *, database: str | None = None) -> psycopg2.extensions.connection:
    settings = {"connect_timeout": 5} | ({"dbname": database} if database else {})
    connection = psycopg2.connect(url, **settings)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return connection
