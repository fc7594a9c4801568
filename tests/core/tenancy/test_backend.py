"""How the token travels: order, transactions, threads, poolers."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from psycopg2 import sql

from recruit_platform import env
from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Membership, OrganisationSettings
from recruit_platform.core.tenancy import staging
from tests.support.builders import World, make_organisation


def seen() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id FROM core_membership")
        return [row[0] for row in cursor.fetchall()]


def test_an_organisation_chosen_after_the_transaction_opened_is_carried(acme: World) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with tenancy.active(acme.id):
            assert seen() == [acme.id]


def test_when_the_scope_ends_the_transaction_is_shut_again(acme: World) -> None:
    with transaction.atomic():
        with tenancy.active(acme.id):
            assert seen() == [acme.id]
        with pytest.raises(ProgrammingError, match="no organisation is active"), transaction.atomic():
            seen()


def test_scopes_that_follow_each_other_in_one_transaction(acme: World, zed: World) -> None:
    with transaction.atomic():
        for world in (acme, zed, acme):
            with tenancy.active(world.id):
                assert seen() == [world.id]


def test_a_savepoint_that_rolls_back_to_another_organisation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(ZeroDivisionError), tenancy.scope(zed.id):
            assert seen() == [zed.id]
            raise ZeroDivisionError
        assert seen() == [acme.id]


def test_a_savepoint_that_takes_the_organisation_with_it(acme: World) -> None:
    """Rolling back undoes set_config: what was sent inside must be sent again."""
    with transaction.atomic():
        before = transaction.savepoint()
        with tenancy.active(acme.id):
            assert seen() == [acme.id]
            transaction.savepoint_rollback(before)
            assert seen() == [acme.id]


def test_a_broken_statement_in_a_savepoint_does_not_lose_the_organisation(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        assert seen() == [acme.id]


@pytest.mark.django_db(transaction=True)
def test_the_organisation_does_not_outlive_its_transaction() -> None:
    organisation = make_organisation()
    with tenancy.scope(organisation.pk), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.token', true)")
        assert cursor.fetchone()[0].split(".")[1] == str(organisation.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.token', true)")
        assert cursor.fetchone()[0] in (None, "")


@pytest.mark.django_db(transaction=True)
def test_after_commit_nothing_of_the_organisation_may_be_read_without_a_new_scope() -> None:
    organisation = make_organisation()
    said: list[Any] = []

    def after_commit() -> None:
        try:
            DayOff.objects.count()
        except tenancy.OutsideTransaction as refusal:
            said.append(refusal)
        with tenancy.scope(organisation.pk):
            said.append(DayOff.objects.count())

    with tenancy.scope(organisation.pk):
        transaction.on_commit(after_commit)
    assert [type(entry) for entry in said] == [tenancy.OutsideTransaction, int]


def test_a_new_thread_has_no_organisation(acme: World) -> None:
    found: list[Any] = []
    with tenancy.scope(acme.id):
        thread = threading.Thread(target=lambda: found.append(tenancy.current()))
        thread.start()
        thread.join()
    assert found == [None]


@pytest.mark.parametrize("wrong", [0, -1, True, None, "1", 1.0])
def test_what_is_not_an_organisations_id_is_refused(wrong: Any) -> None:
    with pytest.raises(tenancy.NoOrganisation), tenancy.active(wrong):
        pass


def days() -> list[str]:
    return list(DayOff.objects.order_by("day").values_list("name", flat=True))


def free(day: int, name: str) -> None:
    DayOff.objects.create(day=f"2026-01-{day:02}", name=name)


def test_savepoints_and_the_token_cost_no_statement_of_their_own(acme: World) -> None:
    with CaptureQueriesContext(connection) as seen, tenancy.scope(acme.id):
        with transaction.atomic(), transaction.atomic():
            free(1, "een")
        with transaction.atomic():
            pass
        assert days() == ["een"]
    said = [one["sql"] for one in seen]
    assert [text.split()[0] for text in said] == ["INSERT", "SELECT"]
    assert not any("app.token" in text or "SAVEPOINT" in text for text in said)


def test_an_error_quotes_the_statement_and_nothing_of_the_token(acme: World) -> None:
    with (
        tenancy.scope(acme.id),
        pytest.raises(ProgrammingError) as problem,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nothing FROM core_dayoff")
    assert 'column "nothing" does not exist' in str(problem.value)
    assert "SELECT nothing" in str(problem.value)
    assert "ahead" not in str(problem.value)


def test_what_is_rolled_back_is_gone_and_the_rest_stays(acme: World) -> None:
    with tenancy.scope(acme.id):
        free(1, "een")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            free(2, "twee")
            with transaction.atomic():
                free(3, "drie")
            raise ZeroDivisionError
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                raise ZeroDivisionError
            free(4, "vier")
            with pytest.raises(IntegrityError), transaction.atomic():
                free(4, "nog eens vier")
            free(5, "vijf")
        assert days() == ["een", "vier", "vijf"]


def test_an_outer_rollback_takes_back_what_an_inner_block_finished(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                free(1, "een")
            raise ZeroDivisionError
        assert days() == []
        assert connection.savepoint_ids


def test_a_statement_that_never_left_this_process_takes_nothing_along(acme: World) -> None:
    """The driver refuses a NUL by itself: the savepoint and the token still wait for the next statement."""
    with tenancy.scope(acme.id):
        with pytest.raises(ValueError, match="NUL"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["\x00"])
        with transaction.atomic():
            free(1, "een")
        assert days() == ["een"]


def test_an_interruption_after_the_answer_does_not_keep_what_was_rolled_back(acme: World) -> None:
    """Ctrl-C comes when the driver returns: the server has the savepoint and the row by then."""
    with tenancy.scope(acme.id):
        free(1, "een")
        with (
            pytest.raises(KeyboardInterrupt),
            transaction.atomic(),
            connection.cursor() as cursor,
            mock.patch.object(cursor, "cursor", _Interrupted(cursor.cursor)),
        ):
            cursor.execute(
                "INSERT INTO core_dayoff (organisation_id, day, name) VALUES (app.org(), '2026-01-02', 'twee')"
            )
        assert days() == ["een"]
        free(3, "drie")
        assert days() == ["een", "drie"]


class _Interrupted:
    """A driver's cursor at which somebody presses Ctrl-C while the server works."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def execute(self, *args: Any) -> None:
        self._cursor.execute(*args)
        raise KeyboardInterrupt

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def test_what_is_no_sql_gives_the_whole_transaction_up_rather_than_half_of_it(acme: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with tenancy.active(acme.id):
            free(1, "een")
            with pytest.raises(ProgrammingError, match="syntax"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELEC 1")
            with pytest.raises(TransactionManagementError):
                free(2, "twee")
        raise ZeroDivisionError
    with tenancy.scope(acme.id):
        assert days() == []


def test_an_error_that_somebody_swallows_still_ends_the_block_it_was_in(acme: World) -> None:
    with tenancy.scope(acme.id):
        free(1, "een")
        with pytest.raises(DatabaseError), transaction.atomic():
            free(2, "twee")
            with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        assert days() == ["een"]


def test_cursors_of_the_server_and_copy_come_after_what_waits(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        free(1, "van zed")
    with tenancy.scope(acme.id):
        free(1, "een")
        with transaction.atomic():
            assert [day.name for day in DayOff.objects.iterator(chunk_size=1)] == ["een"]
        out = io.StringIO()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert("COPY (SELECT name FROM core_dayoff) TO STDOUT", out)
        assert out.getvalue().split() == ["een"]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT name FROM {}").format(sql.Identifier("core_dayoff")))
            assert cursor.fetchall() == [("een",)]
        assert days() == ["een"]


def test_settings_are_read_once_a_transaction_and_again_after_a_change(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        assert OrganisationSettings.active().time_zone == "Europe/Amsterdam"
    with tenancy.scope(acme.id):
        with CaptureQueriesContext(connection) as seen:
            assert {OrganisationSettings.active().time_zone for _ in range(3)} == {"Europe/Amsterdam"}
        assert len(seen) == 1
        OrganisationSettings.objects.update(time_zone="Europe/Lisbon")
        assert OrganisationSettings.active().time_zone == "Europe/Lisbon"
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            OrganisationSettings.objects.update(time_zone="America/Aruba")
            assert OrganisationSettings.active().time_zone == "America/Aruba"
            raise ZeroDivisionError
        assert OrganisationSettings.active().time_zone == "Europe/Lisbon"
        with tenancy.active(zed.id):
            assert OrganisationSettings.active().time_zone == "Europe/Amsterdam"
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_organisationsettings SET time_zone = 'Europe/Malta'")
        assert OrganisationSettings.active().time_zone == "Europe/Malta"


@pytest.mark.django_db(transaction=True)
def test_what_is_remembered_ends_with_its_transaction() -> None:
    organisation = make_organisation()
    with tenancy.scope(organisation.pk):
        assert OrganisationSettings.active().region == "midden"

    def elsewhere() -> None:
        with tenancy.scope(organisation.pk):
            OrganisationSettings.objects.update(region="zuid")
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    with tenancy.scope(organisation.pk):
        assert OrganisationSettings.active().region == "zuid"


def test_executemany_callproc_and_copy_carry_it_as_first_statement(acme: World, zed: World) -> None:
    with tenancy.active(acme.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_dayoff (organisation_id, day, name) VALUES (%s, %s, 'x')",
            [(acme.id, "2026-01-01"), (acme.id, "2026-01-02")],
        )
    with tenancy.active(zed.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.callproc("app.org")
        assert cursor.fetchone() == (zed.id,)
    out = io.StringIO()
    with tenancy.active(acme.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT count(*) FROM core_dayoff) TO STDOUT", out)
    with tenancy.active(zed.id), transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT count(*) FROM core_dayoff) TO STDOUT", out)
    assert out.getvalue().split() == ["2", "0"]


class TestManyRowsAtOnce:
    def rows(self, n: int) -> Iterator[tuple[object, ...]]:
        return ((f"2026-{1 + m // 28:02}-{1 + m % 28:02}", f'dag\t{m} \\ "é"\n😀') for m in range(n))

    def test_go_in_by_copy_and_come_out_the_same(self, acme: World, zed: World) -> None:
        with tenancy.scope(acme.id):
            assert staging.insert(DayOff, ["day", "name"], self.rows(300)) == 300
            assert DayOff.objects.get(day="2026-01-08").name == 'dag\t7 \\ "é"\n😀'
        with tenancy.scope(zed.id):
            assert DayOff.objects.count() == 0

    def test_known_ones_can_be_skipped(self, acme: World) -> None:
        with tenancy.scope(acme.id):
            assert staging.insert(DayOff, ["day", "name"], self.rows(3)) == 3
            assert staging.insert(DayOff, ["day", "name"], self.rows(5), ignore_known=True) == 2

    def test_constant_defaults_are_filled_and_others_asked_for(self, acme: World) -> None:
        from recruit_platform.core.models import Tally

        with tenancy.scope(acme.id):
            staging.insert(Tally, ["kind", "day"], [("mail.sent", "2026-01-01")])
            assert Tally.objects.values_list("kind", "subject_id", "n").get() == ("mail.sent", 0, 0)
            with pytest.raises(ValueError, match="public_id is made anew"):
                staging.insert(Membership, ["user_id", "role", "joined_at"], [])

    def test_none_is_null_and_text_stays_text(self, acme: World) -> None:
        with tenancy.scope(acme.id), connection.cursor() as cursor:
            name = staging.stage(
                Membership, ["role", "last_seen_on", "is_active"], [("\\N", None, True), ("", None, False)]
            )
            cursor.execute(f"SELECT role, last_seen_on, is_active FROM {name} ORDER BY is_active")
            assert cursor.fetchall() == [("", None, False), ("\\N", None, True)]

    def test_an_unknown_column_is_refused(self, acme: World) -> None:
        with tenancy.scope(acme.id), pytest.raises(ProgrammingError, match="unknown columns"), transaction.atomic():
            staging.stage(DayOff, ["day", "nothing"], [])

    def test_need_an_organisation(self, db: None) -> None:
        with pytest.raises(tenancy.NoOrganisation):
            staging.stage(DayOff, ["day"], [])

    @pytest.mark.django_db(transaction=True)
    def test_leave_nothing_on_the_connection(self) -> None:
        organisation = make_organisation()
        with tenancy.scope(organisation.pk):
            staging.insert(DayOff, ["day", "name"], self.rows(3))
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relpersistence = 't'")
            assert cursor.fetchall() == []


@pytest.fixture
def pgbouncer(tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """A pooler in transaction mode with two server connections; yields its socket folder."""
    binary = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(binary).exists():
        pytest.skip("pgbouncer is not installed here (apt-get install pgbouncer)")
    url = env.database_url("DATABASE_URL")
    folder = Path("/tmp") / f"pgb-{tmp_path.name}-{threading.get_native_id()}"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    (folder / "users").write_text(f'"{url.user}" "{url.password}"\n')
    (folder / "ini").write_text(
        f"[databases]\n* = host={url.host} port={url.port or 5432}\n[pgbouncer]\nlisten_addr=\nlisten_port=6432\n"
        f"unix_socket_dir={folder}\nauth_type=plain\nauth_file={folder}/users\npool_mode=transaction\ndefault_pool_size=2\n"
        f"max_client_conn=50\nlogfile={folder}/log\npidfile={folder}/pid\n"
    )
    user = ["-u", "nobody"] if Path("/root").owner() and _is_root() else []
    process = subprocess.Popen([binary, "-q", *user, str(folder / "ini")])
    for _ in range(100):
        if (folder / ".s.PGSQL.6432").exists():
            break
        time.sleep(0.05)
    yield str(folder)
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    import os

    return os.geteuid() == 0


def test_organisations_stay_apart_through_a_pooler_in_transaction_mode(pgbouncer: str) -> None:
    ids = [make_organisation(f"org-{n}").pk for n in range(6)]
    for organisation_id in ids:
        with tenancy.scope(organisation_id):
            DayOff.objects.create(day="2026-01-01", name=f"van {organisation_id}")
    before = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "DISABLE_SERVER_SIDE_CURSORS")}
    connection.close()
    connection.settings_dict.update(HOST=pgbouncer, PORT="6432", DISABLE_SERVER_SIDE_CURSORS=True)
    wrong: list[object] = []

    def hop(seed: int) -> None:
        try:
            for n in range(60):
                organisation_id = ids[(n * 5 + seed) % len(ids)]
                with tenancy.scope(organisation_id):
                    found = [(row.organisation_id, row.name) for row in DayOff.objects.iterator()]
                if found != [(organisation_id, f"van {organisation_id}")]:
                    wrong.append(found)
                try:
                    with transaction.atomic():
                        wrong.append(seen())
                except ProgrammingError:
                    pass
        except Exception as problem:
            wrong.append(problem)
        finally:
            connection.close()

    try:
        threads = [threading.Thread(target=hop, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        connection.close()
    finally:
        connection.settings_dict.update(before)
    assert wrong == []


def _kill(pid: int) -> None:
    admin = psycopg2.connect(os.environ["ADMIN_DATABASE_URL"])
    with admin.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    admin.close()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_dies_before_the_token_is_sent_is_a_database_that_is_away() -> None:
    organisation = make_organisation()
    try:
        with pytest.raises(OperationalError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            _kill(pid)
            with tenancy.active(organisation.pk):
                seen()
    finally:
        connection.close()


class _Dying:
    """What the driver gives when the server is killed under a statement: its plainest error, not that of a lost connection."""

    closed = 2

    def commit(self) -> None:
        raise psycopg2.DatabaseError("server closed the connection unexpectedly")

    def cursor(self, *_how: Any) -> Any:
        return self.commit()


def test_a_server_that_dies_under_a_commit_is_a_database_that_is_away() -> None:
    wrapper = connection.copy()
    wrapper.connection = _Dying()
    try:
        with pytest.raises(OperationalError, match="server closed the connection"):
            wrapper._commit()
        with pytest.raises(OperationalError, match="server closed the connection"):
            wrapper._savepoint_rollback("s1")
    finally:
        wrapper.connection = None
