"""Secrets, locks, folders, ports and environment: what stands around the servers."""

from __future__ import annotations

import http.server
import json
import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from recruit_platform.core.local import children, credentials, door, environment, holding, paths, preparation
from recruit_platform.core.local.failures import Failure
from tests.core.local.conftest import wait_until


def test_secrets_are_private_and_made_once(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    old_mask = os.umask(0)
    try:
        first = credentials.load(file, data_exists=False)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert credentials.load(file, data_exists=True) == first
    assert len({first.superuser_password, first.owner_password, first.app_password, first.file_key}) == 4
    assert first.tenant_key.startswith("1:")


def test_a_secret_that_a_later_version_needs_is_added_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    first = credentials.load(file, data_exists=False)
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("FILE_KEY=")))
    second = credentials.load(file, data_exists=True)
    assert second.file_key != first.file_key
    assert (second.secret_key, second.app_password) == (first.secret_key, first.app_password)


def test_new_secrets_beside_old_data_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="is gone"):
        credentials.load(tmp_path / "secrets.env", data_exists=True)
    assert not (tmp_path / "secrets.env").exists()


def test_one_holder_at_a_time_and_guests_while_its_servers_run(place: paths.Place) -> None:
    paths.prepare(place)
    first = holding.take(place, command="demo")
    assert first is not None
    assert holding.take(place, command="demo") is None
    assert holding.visit(place) is None, "its servers are not ready yet"
    first.tell(environment={"DATABASE_URL": "x"}, address="http://localhost:1")
    told = holding.visit(place)
    assert str(told) == f"`./run demo` (process {os.getpid()}, http://localhost:1)"
    assert not first.no_guests(), "the guest of the line above still sits here"
    first.tell(environment={})
    assert holding.visit(place) is None, "its servers are ending"
    first.release()
    again = holding.take(place, command="demo")
    assert again is not None
    again.release()


def test_nobody_comes_in_once_the_holder_is_leaving(place: paths.Place) -> None:
    paths.prepare(place)
    hold = holding.take(place, command="manage")
    assert hold is not None
    hold.tell(environment={"DATABASE_URL": "x"})
    assert hold.no_guests()
    assert holding.visit(place) is None
    hold.release()


def test_what_a_killed_holder_told_is_not_believed(place: paths.Place) -> None:
    paths.prepare(place)
    place.lock.write_text(json.dumps({"pid": 1, "command": "demo", "address": "", "environment": {"A": "b"}}))
    assert holding.visit(place) is None


def test_a_folder_with_other_things_is_refused_and_left_alone(place: paths.Place) -> None:
    place.root.mkdir()
    (place.root / "thesis.odt").write_text("years of work")
    with pytest.raises(Failure, match="holds other things"):
        paths.prepare(place)
    assert [item.name for item in place.root.iterdir()] == ["thesis.odt"]


def test_starting_over_keeps_logs_and_the_places_of_tests(place: paths.Place) -> None:
    paths.prepare(place)
    for name in ("pgdata", "files", "test", "bench"):
        (place.root / name).mkdir()
        (place.root / name / "x").touch()
    place.secrets.touch()
    (place.root / "files-elsewhere").symlink_to(place.root.parent)
    paths.empty(place)
    assert sorted(item.name for item in place.root.iterdir()) == [paths.MARKER, "bench", "log", "test"]
    assert place.root.parent.is_dir()
    paths.prepare(place)


def test_the_demo_can_follow_a_first_test_run_in_a_folder_of_ones_own(place: paths.Place) -> None:
    paths.prepare(paths.test(1))
    paths.prepare(place)
    assert stat.S_IMODE(place.logs.stat().st_mode) == 0o700


def test_a_socket_folder_of_someone_else_is_refused(place: paths.Place, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.prepare(place)
    base = place.root.parent / "runtime"
    base.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
    folder = paths.sockets(place, account=None)
    assert folder.parent == base
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.sockets(place, account=None) == folder
    folder.rmdir()
    folder.symlink_to(place.root)
    with pytest.raises(Failure, match="not a private folder"):
        paths.sockets(place, account=None)
    folder.unlink()
    folder.mkdir(mode=0o755)
    with pytest.raises(Failure, match="not a private folder"):
        paths.sockets(place, account=None)


def test_an_empty_socket_folder_goes_with_its_holder_and_a_used_one_stays(place: paths.Place) -> None:
    paths.prepare(place)
    folder = paths.sockets(place, account=None)
    (folder / "valkey.sock").touch()
    for stays in (True, False):
        hold = holding.take(place, command="demo")
        assert hold is not None
        hold.release()
        assert folder.exists() is stays
        (folder / "valkey.sock").unlink(missing_ok=True)


def test_socket_paths_stay_short_in_deep_folders(place: paths.Place, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = place.root.parent / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    folder = paths.sockets(paths.Place(deep), account=None)
    assert len(f"{folder}/.s.PGSQL.5432.lock") < 107
    folder.rmdir()


def test_a_port_in_use_gives_the_next_free_one() -> None:
    with door.listen(port=0) as first:
        taken = first.getsockname()[1]
        with door.listen(port=taken) as second:
            assert taken < second.getsockname()[1] < taken + door.TRIED_PORTS
            assert second.getsockname()[0] == "127.0.0.1"


def test_a_port_that_only_ipv6_uses_counts_as_in_use() -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
        other.listen()
        with door.listen(port=other.getsockname()[1]) as found:
            assert found.getsockname()[1] > other.getsockname()[1]


def test_the_question_waits_for_200_and_never_blocks() -> None:
    answers = [503, 200]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        question = door.Question(port=server.server_port, path="/livez")
        assert not question(), "nobody serves yet, the connection waits in the queue"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            wait_until(question, seconds=5)
        finally:
            server.shutdown()
            thread.join()
    assert answers == []


def test_own_servers_need_both_database_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a")
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)
    with pytest.raises(Failure, match="OWNER_DATABASE_URL is not"):
        environment.refuse_half_a_database()


@pytest.mark.parametrize(
    ("own_servers", "wanted"),
    [(True, ("postgres://mine", "smtp://mine", "mine")), (False, ("postgres://made", None, None))],
)
def test_tests_never_reach_the_servers_in_the_environment(
    place: paths.Place, monkeypatch: pytest.MonkeyPatch, own_servers: bool, wanted: tuple[str, str | None, str | None]
) -> None:
    for name, value in (("DATABASE_URL", "postgres://mine"), ("EMAIL_URL", "smtp://mine"), ("SECRET_KEY", "mine")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RECRUIT_DATABASE_ROLE", "owner")
    monkeypatch.setenv("RECRUIT_MODE", "production")
    paths.prepare(place)
    made = environment.for_children(
        place,
        mode="test",
        credentials=(secrets := credentials.load(place.secrets, data_exists=False)),
        urls={"DATABASE_URL": "postgres://made"},
        own_servers=own_servers,
    )
    secret_key = made["SECRET_KEY"] if own_servers else None
    assert (made["DATABASE_URL"], made.get("EMAIL_URL"), secret_key) == wanted
    assert own_servers or made["SECRET_KEY"] == secrets.secret_key
    assert made["RECRUIT_MODE"] == "test"
    assert "RECRUIT_DATABASE_ROLE" not in made


def test_a_stranger_with_a_remembered_number_is_not_ended(tmp_path: Path) -> None:
    file = tmp_path / "children.json"
    children.remember(file, [children.Leftover("web", os.getpid(), "not our birth", 15)])
    assert children.end_leftovers(file) == []
    assert not file.exists()


def test_preparing_is_repeated_when_a_source_or_a_secret_changes(
    place: paths.Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths.prepare(place)
    monkeypatch.setattr(paths, "PROJECT", tmp_path)
    source = tmp_path / "recruit_platform" / "core" / "migrations" / "0001.py"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    place.secrets.write_text("SECRET_KEY=a")
    before = preparation.fingerprint(place)
    assert preparation.fingerprint(place) == before
    source.write_text("two")
    second = preparation.fingerprint(place)
    place.secrets.write_text("SECRET_KEY=b")
    assert len({before, second, preparation.fingerprint(place)}) == 3
