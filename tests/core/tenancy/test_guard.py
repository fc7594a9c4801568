"""The product does not start beside an open wall."""

from __future__ import annotations

import os

import psycopg2
import pytest
from django.db import connection

from recruit_platform import env
from recruit_platform.core.tenancy import guard
from tests.support.database import as_owner


def test_the_plain_role_may_start(db: None) -> None:
    assert guard.problems() == []
    guard.refuse_unsafe_role()


@pytest.mark.django_db(transaction=True)
def test_the_owner_may_not_start() -> None:
    with as_owner():
        found = guard.problems()
        with pytest.raises(guard.UnsafeDatabaseRole, match=r"owns tables.*DATABASE_URL must name the plain role"):
            guard.refuse_unsafe_role()
    assert "owns tables, functions, schemas or databases" in found
    assert "may read the keys of organisations" in found
    assert "is a member of another role" in found


@pytest.mark.django_db(transaction=True)
def test_a_superuser_and_a_role_with_bypassrls_may_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = env.database_url("ADMIN_DATABASE_URL")
    monkeypatch.setenv("OWNER_DATABASE_URL", os.environ["ADMIN_DATABASE_URL"])
    with as_owner():
        assert {"is a superuser", "has BYPASSRLS"} <= set(guard.problems())
    link = psycopg2.connect(
        dbname=admin.name, user=admin.user, password=admin.password, host=admin.host, port=admin.port or None
    )
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(
                "DROP ROLE IF EXISTS recruit_bypass; CREATE ROLE recruit_bypass BYPASSRLS LOGIN PASSWORD 'x'"
            )
            url = f"postgres://recruit_bypass:x@/{admin.name}?host={admin.host}&port={admin.port}"
            monkeypatch.setenv("OWNER_DATABASE_URL", url)
            with as_owner():
                assert set(guard.problems()) == {"has BYPASSRLS", guard.WORDS["tracked"]}
            cursor.execute("DROP ROLE recruit_bypass")
    finally:
        link.close()


@pytest.mark.parametrize("fact", guard.WORDS)
def test_each_fact_alone_is_named(fact: str) -> None:
    facts = dict.fromkeys(guard.WORDS, False)
    assert guard.worded(facts) == []
    assert guard.worded({**facts, fact: True}) == [guard.WORDS[fact]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        ("GRANT TEMPORARY ON DATABASE {db} TO PUBLIC", "may make temporary tables"),
        ("GRANT CREATE ON SCHEMA public TO recruit_app", "may create objects"),
        ("GRANT SELECT (kid) ON app.tenant_key TO recruit_app", "may read the keys"),
    ],
)
def test_a_privilege_too_many_is_found(break_it: str, words: str) -> None:
    mend = break_it.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")
    _as_owner(break_it)
    try:
        with pytest.raises(guard.UnsafeDatabaseRole, match=words):
            guard.refuse_unsafe_role()
    finally:
        _as_owner(mend)
    assert guard.problems() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("break_it", "mend"),
    [
        ("ALTER TABLE core_dayoff NO FORCE ROW LEVEL SECURITY", "ALTER TABLE core_dayoff FORCE ROW LEVEL SECURITY"),
        ("ALTER TABLE core_dayoff DISABLE ROW LEVEL SECURITY", "ALTER TABLE core_dayoff ENABLE ROW LEVEL SECURITY"),
        ("CREATE TABLE core_stray (id int, organisation_id bigint NOT NULL)", "DROP TABLE core_stray"),
    ],
)
def test_an_open_table_is_found(break_it: str, mend: str) -> None:
    _as_owner(break_it)
    try:
        with pytest.raises(guard.UnsafeDatabaseRole, match=r"core_dayoff|core_stray"):
            guard.refuse_unsafe_role()
    finally:
        _as_owner(mend)
    assert guard.open_tables() == []


def _as_owner(sql: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql.format(db=f'"{connection.settings_dict["NAME"]}"'))


def test_web_worker_and_beat_ask_the_guard() -> None:
    from pathlib import Path

    root = Path(__file__).resolve().parents[3] / "recruit_platform"
    for name in ("wsgi.py", "celery.py"):
        assert "refuse_unsafe_role" in (root / name).read_text(), name
