"""The database roles, read back from the catalogue of a real server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from recruit_platform.core.local import paths, postgres, roles
from tests.core.local.conftest import Start, ask, urls

pytestmark = pytest.mark.slow

ATTRIBUTES = """
SELECT rolname::text, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolconfig
  FROM pg_roles WHERE rolname LIKE 'recruit%' ORDER BY 1"""
MEMBERS = """
SELECT roleid::regrole::text, member::regrole::text, inherit_option, set_option
  FROM pg_auth_members WHERE 'recruit' IN (left(roleid::regrole::text, 7), left(member::regrole::text, 7))
   AND grantor <> member"""
OWNED = "SELECT count(*) FROM pg_class WHERE relowner IN ('recruit_app'::regrole, 'recruit_sweep'::regrole)"
RIGHTS = """
SELECT has_schema_privilege(role, 'public', 'USAGE'), has_schema_privilege(role, 'public', 'CREATE'),
       has_database_privilege(role, 'recruit', 'CONNECT'), has_database_privilege(role, 'recruit', 'TEMPORARY'),
       has_database_privilege(role, 'recruit', 'CREATE')
  FROM unnest(ARRAY['recruit_app', 'recruit_owner', 'recruit_sweep']) WITH ORDINALITY AS r (role, place) ORDER BY place"""
PUBLIC = """
SELECT count(*) FROM pg_database, aclexplode(datacl) a WHERE datname = 'recruit' AND a.grantee = 0
UNION ALL
SELECT count(*) FROM pg_namespace, aclexplode(nspacl) a WHERE nspname = 'public' AND a.grantee = 0"""
VERIFIER = "SELECT rolpassword FROM pg_authid WHERE rolname = 'recruit_app'"


@pytest.fixture
def reached(start: Start, place: paths.Place) -> Iterator[dict[str, str]]:
    program = start("tests.core.local.serve")
    found = urls(program)
    secrets = dict(line.split("=", 1) for line in place.secrets.read_text().splitlines())
    app = f"recruit_app:{secrets['APP_PASSWORD']}"
    yield found | {"ADMIN": found["DATABASE_URL"].replace(app, f"postgres:{secrets['SUPERUSER_PASSWORD']}"), **secrets}
    assert program.end() == 0


def test_roles_may_do_what_they_must_and_nothing_more(reached: dict[str, str]) -> None:
    admin = reached["ADMIN"]
    assert ask(admin, ATTRIBUTES) == [
        ("recruit_app", True, False, False, False, False, False, ["track_activities=off"]),
        ("recruit_owner", True, False, False, True, False, False, None),
        ("recruit_sweep", False, False, False, False, False, False, None),
    ]
    assert ask(admin, MEMBERS) == [("recruit_sweep", "recruit_owner", False, True)]
    assert ask(admin, OWNED) == [(0,)]
    assert ask(admin, PUBLIC) == [(0,), (0,)]
    assert ask(admin, RIGHTS) == [
        (True, False, True, False, False),
        (True, True, True, True, True),
        (True, False, False, False, False),
    ]
    assert ask(admin, VERIFIER)[0][0].startswith("SCRAM-SHA-256$4096:")
    assert ask(reached["DATABASE_URL"], "SHOW track_activities") == [("off",)]
    for statement in (
        "CREATE TABLE public.t (x int)",
        "CREATE SCHEMA s",
        "CREATE DATABASE d",
        "SET ROLE recruit_owner",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(reached["DATABASE_URL"], statement)


def test_roles_are_made_again_without_change_and_by_the_printed_script(reached: dict[str, str]) -> None:
    admin = reached["ADMIN"]
    passwords = roles.Passwords(owner=reached["OWNER_PASSWORD"], app=reached["APP_PASSWORD"])
    ask(admin, "GRANT TEMPORARY ON DATABASE recruit TO recruit_app")
    roles.apply(admin, passwords=passwords)
    assert ask(admin, RIGHTS)[0] == (True, False, True, False, False), "what was granted too much is taken back"
    assert ask(admin, ATTRIBUTES)[1] == ("recruit_owner", True, False, False, False, False, False, None)
    for _ in range(2):
        done = subprocess.run(
            [postgres.installed_programs() / "psql", "--no-psqlrc", "--quiet", admin],
            input=roles.script(passwords, database="elsewhere"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "ERROR" in done.stderr) == (0, False), done.stderr
    elsewhere = reached["DATABASE_URL"].replace("/recruit?", "/elsewhere?")
    assert ask(elsewhere, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'elsewhere'") == [
        ("recruit_owner",)
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("ALTER ROLE recruit_app BYPASSRLS", "are not for: recruit_app"),
        ("GRANT recruit_owner TO recruit_app", "must not be a member"),
    ],
)
def test_a_role_that_may_do_too_much_is_refused(reached: dict[str, str], wrong: str, words: str) -> None:
    with closing(psycopg2.connect(reached["ADMIN"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(wrong)
        passwords = roles.Passwords(owner=reached["OWNER_PASSWORD"], app=reached["APP_PASSWORD"])
        with pytest.raises(psycopg2.errors.RaiseException, match=words):
            roles.apply(reached["ADMIN"], passwords=passwords)
