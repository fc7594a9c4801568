"""The built-in servers for real: made, killed, healed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from pathlib import Path

import pytest

from recruit_platform.core.local import paths, postgres, servers
from recruit_platform.core.local.failures import Failure
from tests.core.local.conftest import Start, ask, is_alive, processes_naming, urls, wait_until

SERVE = "tests.core.local.serve"
pytestmark = pytest.mark.slow


def postmaster(place: paths.Place) -> int:
    return int((data_of(place) / "postmaster.pid").read_text().split()[0])


def data_of(place: paths.Place) -> Path:
    inside = place.root / "pgdata"
    return inside if inside.exists() else postgres.HOMELESS / f"recruit-platform-{place.fingerprint}" / "pgdata"


def child(place: paths.Place, name: str) -> int:
    return next(row["pid"] for row in json.loads(place.children.read_text())["children"] if row["name"] == name)


def test_a_database_of_ones_own_that_does_not_answer_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, role in (("DATABASE_URL", "recruit_app"), ("OWNER_DATABASE_URL", "recruit_owner")):
        monkeypatch.setenv(name, f"postgres://{role}:secret@/recruit?host={tmp_path}")
    with pytest.raises(Failure, match=r"^DATABASE_URL does not let us in") as refused:
        servers.built_in_or_own(paths.demo(), mode="demo")
    assert "roles --apply" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_servers_are_made_survive_kills_and_end_with_ctrl_c(start: Start, place: paths.Place) -> None:
    program = start(SERVE)
    reached = urls(program)
    assert ask(reached["DATABASE_URL"], "SELECT current_user::text, current_database()::text") == [
        ("recruit_app", "recruit")
    ]
    assert stat.S_IMODE(place.secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.lock.stat().st_mode) == 0o600

    os.kill(postmaster(place), signal.SIGKILL)
    program.wait_for("PostgreSQL is back")
    assert ask(reached["DATABASE_URL"], "SELECT 1") == [(1,)]

    killed = child(place, "valkey")
    os.kill(killed, signal.SIGKILL)
    program.wait_for("Valkey is back")
    assert child(place, "valkey") != killed

    second = start(SERVE)
    assert second.child.wait(timeout=10) == 3
    assert f"REFUSED `./run serve` (process {program.child.pid})" in second.text

    assert program.end(signal.SIGINT) == 0
    assert processes_naming(str(data_of(place))) == []
    assert not (data_of(place) / "postmaster.pid").exists(), "PostgreSQL shut down cleanly"


def test_kill_9_of_the_supervisor_leaves_nothing_and_the_next_start_is_normal(start: Start, place: paths.Place) -> None:
    program = start(SERVE)
    urls(program)
    server, valkey = postmaster(place), child(place, "valkey")
    program.child.kill()
    program.child.wait()
    wait_until(lambda: not is_alive(server) and not is_alive(valkey), seconds=5)
    again = start(SERVE)
    assert ask(urls(again)["OWNER_DATABASE_URL"], "SELECT 1") == [(1,)]
    assert again.end() == 0


def test_what_a_crash_left_lying_about_is_healed(start: Start, place: paths.Place) -> None:
    """A foreign process number in the pid file, dead sockets, half an initdb, half a secrets file."""
    first = start(SERVE)
    socket_folder = Path(urls(first)["DATABASE_URL"].partition("host=")[2].replace("%2F", "/"))
    assert first.end() == 0
    assert not socket_folder.exists(), "a proper end leaves no folder"
    data = data_of(place)
    owner = data.stat()
    socket_folder.mkdir(mode=0o700)
    pid_file = data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{data}\n1700000000\n5432\n{socket_folder}\n\n  1 1\nready\n")
    half = data.with_name("pgdata.tmp")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    (place.root / "secrets.env.new").write_text("SECRET_KEY=hal")
    (socket_folder / "valkey.sock").touch()
    (socket_folder / ".s.PGSQL.5432").touch()
    (socket_folder / ".s.PGSQL.5432.lock").write_text("999999\n")
    for left in (pid_file, half, socket_folder, *socket_folder.iterdir()):
        os.chown(left, owner.st_uid, owner.st_gid)
    second = start(SERVE)
    assert ask(urls(second)["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert second.end() == 0


def test_kill_9_in_the_middle_of_initdb_is_healed(start: Start, place: paths.Place) -> None:
    first = start(SERVE)
    wait_until(lambda: any(p.name == "pgdata.tmp" for p in _homes(place)), seconds=20)
    first.child.kill()
    first.child.wait()
    assert not data_of(place).exists()
    second = start(SERVE)
    assert ask(urls(second)["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert second.end() == 0
    assert not any(p.name == "pgdata.tmp" for p in _homes(place))


def _homes(place: paths.Place) -> list[Path]:
    homeless = postgres.HOMELESS / f"recruit-platform-{place.fingerprint}"
    return [item for home in (place.root, homeless) if home.exists() for item in home.iterdir()]


def test_servers_whose_socket_folder_was_swept_away_come_back(start: Start, place: paths.Place) -> None:
    program = start(SERVE)
    reached = urls(program)
    shutil.rmtree(reached["DATABASE_URL"].partition("host=")[2].replace("%2F", "/"))
    program.wait_for("PostgreSQL is back")
    program.wait_for("Valkey is back")
    assert ask(reached["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert program.end() == 0


def test_lost_secrets_are_named_instead_of_made_anew(start: Start, place: paths.Place) -> None:
    first = start(SERVE)
    urls(first)
    assert first.end() == 0
    kept = place.secrets.read_text()
    place.secrets.unlink()
    second = start(SERVE)
    assert second.child.wait(timeout=20) == 1
    assert f"FAILURE {place.secrets} is gone" in second.text
    place.secrets.write_text(kept.replace("SUPERUSER_PASSWORD=", "SUPERUSER_PASSWORD=0"))
    third = start(SERVE)
    assert third.child.wait(timeout=20) == 1
    assert f"FAILURE {place.secrets} does not fit the data" in third.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another user")
def test_root_serves_from_a_closed_folder_without_opening_it(start: Start, place: paths.Place) -> None:
    parent = place.root.parent
    parent.chmod(0o700)
    program = start(SERVE)
    assert ask(urls(program)["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert program.end() == 0
    assert stat.S_IMODE(parent.stat().st_mode) == 0o700
    assert data_of(place).parent.parent == postgres.HOMELESS
    postgres.remove_data(place)
    assert not data_of(place).exists()
