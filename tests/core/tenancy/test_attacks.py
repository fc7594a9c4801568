"""What injected SQL, a forgotten filter or a stolen token gets: each attack is tried as the plain role, and refused."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg2
import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.utils import DatabaseError

from recruit_platform import env
from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Event, FileKey, Membership, ScopedManager, StoredFile
from recruit_platform.core.models.organisation import OrganisationSettings
from recruit_platform.core.tenancy import deletion, token
from tests.support import planting
from tests.support.builders import NOON, World

IN_TWO_MINUTES = 120


def soon() -> int:
    return int(time.time()) + IN_TWO_MINUTES


def run(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def carry(text: str) -> None:
    """Put a text where the token stands, as injected SQL would."""
    run("SELECT set_config('app.token', %s, true)", [text])


@pytest.fixture
def link(acme: World) -> Iterator[Any]:
    """A connection of the plain role beside Django's: what an attacker's own statements run on."""
    url = env.database_url("DATABASE_URL")
    other = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=url.user,
        password=url.password,
        host=url.host,
        port=url.port or None,
    )
    other.autocommit = True
    yield other.cursor()
    other.close()


class TestTokens:
    def refused(self, text: str, *, words: str = "organisation token refused") -> None:
        with pytest.raises(ProgrammingError, match=words), transaction.atomic():
            carry(text)
            run("SELECT count(*) FROM core_membership")

    def test_a_signed_one_opens_its_own_organisation_only(self, acme: World, zed: World) -> None:
        with transaction.atomic():
            carry(token.sign(acme.id, expires_at=soon()))
            assert run("SELECT DISTINCT organisation_id FROM core_membership") == [(acme.id,)]

    @pytest.mark.parametrize(
        "text",
        [
            "7",
            "1.7",
            "1.7.99999999999.",
            "1.7.99999999999." + "0" * 64,
            "1.7.99999999999." + "g" * 64,
            "'; SELECT 1; --",
            "1." + "9" * 30 + ".1." + "0" * 64,
            "9999.7.99999999999." + "0" * 64,
            "99999.7.99999999999." + "0" * 64,
            "\n1.7.99999999999." + "0" * 64,
            "1.7.99999999999." + "0" * 64 + "\n",
        ],
    )
    def test_a_made_up_one_is_refused(self, acme: World, text: str) -> None:
        self.refused(text)

    def test_another_organisations_number_in_a_good_one_is_refused(self, acme: World, zed: World) -> None:
        kid, _organisation, expiry, mac = token.sign(acme.id, expires_at=soon()).split(".")
        self.refused(f"{kid}.{zed.id}.{expiry}.{mac}")

    def test_a_longer_life_in_a_good_one_is_refused(self, acme: World) -> None:
        kid, organisation, expiry, mac = token.sign(acme.id, expires_at=soon()).split(".")
        self.refused(f"{kid}.{organisation}.{int(expiry) + 3600}.{mac}")

    def test_an_expired_one_is_refused(self, acme: World) -> None:
        self.refused(token.sign(acme.id, expires_at=int(time.time()) - 5))

    def test_one_signed_with_another_secret_is_refused(self, acme: World, settings: Any) -> None:
        settings.TENANT_KEY = env.TenantKey(kid=settings.TENANT_KEY.kid, secret=b"x" * 32)
        self.refused(token.sign(acme.id, expires_at=soon()))

    def test_one_with_a_kid_nobody_added_is_refused(self, acme: World, settings: Any) -> None:
        settings.TENANT_KEY = env.TenantKey(kid=2, secret=settings.TENANT_KEY.secret)
        self.refused(token.sign(acme.id, expires_at=soon()))

    def test_none_and_an_empty_one_raise(self, acme: World) -> None:
        self.refused("", words="no organisation is active")
        with pytest.raises(ProgrammingError, match="no organisation is active"), transaction.atomic():
            run("SELECT count(*) FROM core_membership")

    def test_every_table_raises_without_one(self, acme: World) -> None:
        planting.plant(acme.organisation, canary="canaryacme", rows=1)  # an empty table has nothing to refuse
        for table in deletion.tables():
            with pytest.raises(ProgrammingError, match="no organisation is active"), transaction.atomic():
                run(f'SELECT * FROM "{table}"')

    def test_the_key_cannot_be_read(self, acme: World) -> None:
        for sql in ("SELECT * FROM app.tenant_key", "SELECT kid FROM app.tenant_key", "TABLE app.tenant_key"):
            with pytest.raises(ProgrammingError, match="permission denied"), tenancy.scope(acme.id):
                run(sql)

    def test_its_life_is_two_minutes_at_most_and_one_at_least(self, acme: World) -> None:
        left = int(token.fresh(acme.id).split(".")[2]) - time.time()
        assert 58 <= left <= 121

    def test_the_same_one_is_used_while_it_is_fresh_and_another_after_half_its_life(
        self, acme: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        start = datetime.now(UTC)
        monkeypatch.setattr(token, "time", time)
        with time_machine.travel(start, tick=False) as traveller:
            token._cache.__dict__.clear()
            first = token.fresh(acme.id)
            traveller.shift(59)
            assert token.fresh(acme.id) == first
            traveller.shift(2)
            assert token.fresh(acme.id) != first
            traveller.shift(-3600)  # a clock that was set back may not hold on to a token from the future
            assert int(token.fresh(acme.id).split(".")[2]) < start.timestamp()
        token._cache.__dict__.clear()

    def test_another_connections_cannot_be_seen_and_replayed(self, acme: World, link: Any) -> None:
        with tenancy.scope(acme.id):
            Membership.objects.count()
            link.execute("SELECT query, backend_xid, state FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            seen = link.fetchall()
        assert seen, "the other connection is listed, only what it runs is not"
        assert not [query for query, *_ in seen if query and ("app.token" in query or "core_membership" in query)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            link.execute("SET track_activities = on")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            link.execute("ALTER ROLE recruit_app SET track_activities = on")


@pytest.mark.parametrize(
    "sql",
    [
        "SET ROLE recruit_owner",
        "SET ROLE recruit_sweep",
        "SET SESSION AUTHORIZATION recruit_owner",
        "GRANT recruit_owner TO recruit_app",
        "TRUNCATE core_dayoff",
        "TRUNCATE core_organisation CASCADE",
        "ALTER TABLE core_dayoff DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE core_dayoff NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE core_dayoff OWNER TO recruit_app",
        "DROP POLICY tenant ON core_dayoff",
        "CREATE POLICY open ON core_dayoff USING (true)",
        "DROP TABLE core_dayoff",
        "CREATE FUNCTION public.app_org() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION app.org() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.f() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE core_dayoff (id int)",
        "CREATE TEMPORARY VIEW core_dayoff AS SELECT 1",
        "CREATE VIEW public.peek AS SELECT * FROM core_dayoff",
        "CREATE MATERIALIZED VIEW public.peek AS SELECT * FROM core_dayoff",
        "CREATE SCHEMA mine",
        "CREATE TRIGGER peek AFTER INSERT ON core_dayoff EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE peek AS ON INSERT TO core_dayoff DO ALSO NOTHING",
        "CREATE INDEX peek ON core_dayoff (name)",
        "CREATE STATISTICS peek ON organisation_id, name FROM core_dayoff",
        "COPY core_dayoff TO '/tmp/peek'",
        "COPY core_dayoff TO PROGRAM 'cat'",
        "COPY core_dayoff (day, name) FROM STDIN",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT rolpassword FROM pg_authid",
        "SELECT last_value FROM core_event_id_seq",
        "SELECT nextval('core_event_id_seq')",
        "DELETE FROM core_event",
        "UPDATE core_event SET kind = 'other'",
        "DELETE FROM core_organisation",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
        "SET LOCAL log_statement = 'all'",
        "SELECT pg_switch_wal()",
        "CREATE EXTENSION dblink",
    ],
)
def test_injected_sql_is_refused(acme: World, sql: str) -> None:
    with pytest.raises(DatabaseError) as refusal, tenancy.scope(acme.id):
        run(sql)
    # 42501 not allowed; 0A000 COPY FROM under row-level security is no feature of PostgreSQL
    assert refusal.value.__cause__ is not None
    assert getattr(refusal.value.__cause__, "pgcode", None) in {"42501", "0A000"}, refusal.value


def test_row_security_off_raises_instead_of_showing_all(acme: World, zed: World) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.scope(acme.id):
        run("SET LOCAL row_security = off")
        run("SELECT count(*) FROM core_membership")


def test_copy_out_holds_own_rows_only(acme: World, zed: World) -> None:
    out = io.StringIO()
    with tenancy.scope(acme.id), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT organisation_id FROM core_membership) TO STDOUT", out)
    assert set(out.getvalue().split()) == {str(acme.id)}


def test_copy_out_without_an_organisation_raises(acme: World) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT * FROM core_membership) TO STDOUT", io.StringIO())


def test_a_token_left_on_the_session_does_not_follow_into_the_next_organisation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        run("SELECT set_config('app.token', current_setting('app.token'), false)")
    with tenancy.scope(zed.id):
        assert run("SELECT DISTINCT organisation_id FROM core_membership") == [(zed.id,)]


def test_statistics_show_nothing_of_walled_in_columns(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        assert run("SELECT * FROM pg_stats WHERE schemaname = 'public' AND tablename = 'core_membership'") == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            run("SELECT * FROM pg_statistic")


def test_functions_over_all_organisations_give_ids_and_nothing_else(acme: World, zed: World) -> None:
    """Injected SQL may call them: it learns numbers, and cannot open what they number."""
    with tenancy.scope(acme.id):
        found = run("SELECT * FROM app.organisations_of(%s)", [zed.admin.pk])
        assert found == [(zed.id,)]
        assert run("SELECT count(*) FROM core_membership WHERE organisation_id = %s", [zed.id]) == [(0,)]


@pytest.fixture
def their_day(zed: World) -> DayOff:
    with tenancy.scope(zed.id):
        return DayOff.objects.create(day="2026-12-24", name="Kerstavond")


class TestForeignRows:
    """What acme's code can do with a row of zed, by ORM and by SQL, with the manager's filter and without."""

    @pytest.fixture(autouse=True, params=["with the manager's filter", "without it"])
    def _filter(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        if request.param == "without it":
            monkeypatch.setattr(ScopedManager, "get_queryset", models.Manager.get_queryset)

    def test_cannot_be_read(self, acme: World, their_day: DayOff) -> None:
        with tenancy.scope(acme.id):
            assert list(DayOff.objects.filter(pk=their_day.pk)) == []
            assert run("SELECT * FROM core_dayoff WHERE id = %s", [their_day.pk]) == []
            with pytest.raises(DayOff.DoesNotExist):
                their_day.refresh_from_db()

    def test_cannot_be_changed(self, acme: World, zed: World, their_day: DayOff) -> None:
        with tenancy.scope(acme.id):
            assert DayOff.objects.filter(pk=their_day.pk).update(name="x") == 0
            their_day.name = "x"
            with pytest.raises(DatabaseError), transaction.atomic():
                their_day.save()
            with pytest.raises(DatabaseError), transaction.atomic():
                their_day.save(update_fields=["name"])
            assert their_day.delete()[0] == 0
        with tenancy.scope(zed.id):
            assert DayOff.objects.get().name == "Kerstavond"

    def test_cannot_be_put_there(self, acme: World, zed: World) -> None:
        attempts: list[Callable[[], Any]] = [
            lambda: DayOff.objects.create(organisation_id=zed.id, day="2026-01-02", name="x"),
            lambda: DayOff.objects.bulk_create([DayOff(organisation_id=zed.id, day="2026-01-02", name="x")]),
            lambda: run(
                "INSERT INTO core_dayoff (organisation_id, day, name) VALUES (%s, '2026-01-02', 'x')", [zed.id]
            ),
        ]
        for attempt in attempts:
            with pytest.raises(ProgrammingError, match="row-level security"), tenancy.scope(acme.id):
                attempt()

    def test_own_ones_cannot_be_moved_there(self, acme: World, zed: World) -> None:
        with tenancy.scope(acme.id):
            mine = DayOff.objects.create(day="2026-01-02", name="x")
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                DayOff.objects.filter(pk=mine.pk).update(organisation_id=zed.id)

    def test_do_not_show_by_a_unique_rule(self, acme: World, their_day: DayOff) -> None:
        with tenancy.scope(acme.id):
            DayOff.objects.create(day=their_day.day, name="de onze")
            assert list(DayOff.objects.values_list("name", flat=True)) == ["de onze"]

    def test_cannot_be_referred_to(self, acme: World, zed: World) -> None:
        with tenancy.scope(zed.id):
            theirs = FileKey.objects.create(owner_kind="x", owner_id=1, wrapped=b"x", created_at=NOON)
        known = {"purpose": "x", "name": "x", "content_type": "x", "size": 1, "sha256": "x", "created_at": NOON}
        said = []
        for key_id in (theirs.pk, theirs.pk + 10**6):  # a foreign one and one that is nowhere: the same answer
            with pytest.raises(IntegrityError, match="violates foreign key") as refusal, tenancy.scope(acme.id):
                StoredFile.objects.create(key_id=key_id, **known)
                connection.check_constraints()
            said.append(str(refusal.value))
            with pytest.raises(IntegrityError, match="violates foreign key"), tenancy.scope(acme.id):
                OrganisationSettings.objects.update(logo_id=key_id)
                connection.check_constraints()
        assert said[0] == said[1]

    def test_do_not_show_by_an_explicit_id(self, acme: World, their_day: DayOff) -> None:
        said = []
        for pk in (their_day.pk, their_day.pk + 10**6):
            with pytest.raises(ProgrammingError) as refusal, tenancy.scope(acme.id):
                DayOff.objects.bulk_create([DayOff(pk=pk, day="2026-03-01", name="x")])
            said.append(str(refusal.value))
        assert said[0] == said[1]
        assert "cannot insert a non-DEFAULT value" in said[0]


def test_delete_of_a_parent_with_children_is_refused(acme: World) -> None:
    with pytest.raises(IntegrityError, match="violates foreign key"), tenancy.scope(acme.id):
        key = FileKey.objects.create(owner_kind="x", owner_id=1, wrapped=b"x", created_at=NOON)
        StoredFile.objects.create(key=key, purpose="x", name="x", content_type="x", size=1, sha256="x", created_at=NOON)
        run("DELETE FROM core_filekey WHERE id = %s", [key.pk])
        connection.check_constraints()


def test_a_prepared_generic_plan_takes_the_token_of_the_moment(acme: World, zed: World) -> None:
    with transaction.atomic():
        run("SET LOCAL plan_cache_mode = force_generic_plan")
        run("PREPARE mine AS SELECT DISTINCT organisation_id FROM core_membership WHERE id > $1")
        for world in (acme, zed, acme):
            with tenancy.active(world.id):
                assert run("EXECUTE mine(0)") == [(world.id,)]
        with pytest.raises(ProgrammingError, match="no organisation is active"), transaction.atomic():
            run("EXECUTE mine(0)")
        run("DEALLOCATE mine")


def test_parallel_workers_stand_behind_the_same_wall(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        Event.objects.bulk_create(
            Event(kind="x.y", at=NOON, actor_kind="system", subject_kind="x", subject_id=n) for n in range(3000)
        )
    with tenancy.scope(zed.id):
        Event.objects.create(kind="x.y", at=NOON, actor_kind="system", subject_kind="x", subject_id=1)
        for setting in (
            "parallel_setup_cost = 0",
            "parallel_tuple_cost = 0",
            "min_parallel_table_scan_size = 0",
            "min_parallel_index_scan_size = 0",
            "max_parallel_workers_per_gather = 2",
            "debug_parallel_query = on",
        ):
            run(f"SET LOCAL {setting}")
        assert "Gather" in str(run("EXPLAIN SELECT organisation_id, count(*) FROM core_event GROUP BY 1"))
        assert run("SELECT organisation_id, count(*) FROM core_event GROUP BY 1") == [(zed.id, 1)]


class TestKeysTurnOver:
    def test_two_keys_hold_side_by_side_and_a_retired_one_is_refused(
        self, acme: World, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = settings.TENANT_KEY, env.TenantKey(kid=2, secret=b"2" * 32)
        inner, outer = token.pads(second.secret)
        old = token.sign(acme.id, expires_at=soon())
        settings.TENANT_KEY = second
        new = token.sign(acme.id, expires_at=soon())
        with OwnerBeside() as owner:
            owner.execute("INSERT INTO app.tenant_key (kid, inner_pad, outer_pad) VALUES (2, %s, %s)", [inner, outer])
            assert self.opens(old)
            assert self.opens(new)
            owner.execute(
                "UPDATE app.tenant_key SET not_after = now() - interval '1 second' WHERE kid = %s", [first.kid]
            )
            assert not self.opens(old)
            assert self.opens(new)

    def opens(self, text: str) -> bool:
        try:
            with transaction.atomic():
                carry(text)
                return run("SELECT count(*) > 0 FROM core_membership") == [(True,)]
        except ProgrammingError:
            return False


class OwnerBeside:
    """The owner's own connection, committed at once and undone at the end: keys are not part of the test's transaction."""

    def __enter__(self) -> Any:
        url = env.database_url("OWNER_DATABASE_URL")
        self.link = psycopg2.connect(
            dbname=connection.settings_dict["NAME"],
            user=url.user,
            password=url.password,
            host=url.host,
            port=url.port or None,
        )
        self.link.autocommit = True
        return self.link.cursor()

    def __exit__(self, *_: object) -> None:
        with self.link.cursor() as cursor:
            cursor.execute("DELETE FROM app.tenant_key WHERE kid <> %s", [env.tenant_key().kid])
            cursor.execute("UPDATE app.tenant_key SET not_after = NULL")
        self.link.close()


@pytest.mark.django_db(transaction=True)
def test_threads_on_reused_connections_never_see_another_organisation() -> None:
    """Eight threads, each with one connection, hop between organisations; a third of the transactions is rolled back."""
    from tests.support.builders import make_organisation

    ids = [make_organisation(f"org-{n}").pk for n in range(10)]
    for organisation_id in ids:
        with tenancy.scope(organisation_id):
            DayOff.objects.create(day="2026-01-01", name=f"van {organisation_id}")
    wrong: list[object] = []

    def hop(seed: int) -> None:
        try:
            for n in range(60):
                organisation_id = ids[(n * 7 + seed * 3) % len(ids)]
                _look(organisation_id, wrong, fail=n % 3 == 0)
        except Exception as problem:
            wrong.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=hop, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _look(organisation_id: int, wrong: list[object], *, fail: bool) -> None:
    try:
        with tenancy.scope(organisation_id):
            seen = run("SELECT organisation_id, name FROM core_dayoff")
            if seen != [(organisation_id, f"van {organisation_id}")]:
                wrong.append(seen)
            if fail:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass


def test_signing_secret_is_not_in_the_database(acme: World) -> None:
    with OwnerBeside() as owner:
        owner.execute("SELECT inner_pad, outer_pad FROM app.tenant_key")
        stored = b"".join(bytes(pad) for row in owner.fetchall() for pad in row)
    assert settings.TENANT_KEY.secret not in stored
