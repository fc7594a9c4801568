"""`./run demo` as a whole: one address, every part killed once, nothing left."""

from __future__ import annotations

import json
import os
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from recruit_platform.core.local import paths
from tests.core.local.conftest import Start, Started, is_alive, processes_naming, wait_until

pytestmark = pytest.mark.slow
LOCAL = "recruit_platform.core.local"


@pytest.fixture(autouse=True)
def own_servers_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test run's own servers must not be taken for servers of the person's own. A year is lived in tests/dashboards/demo."""
    monkeypatch.setenv("DEMO_QUIET", "1")
    for name in (
        "DATABASE_URL",
        "OWNER_DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "SECRET_KEY",
        "TENANT_KEY",
        "FILE_KEY",
    ):
        monkeypatch.delenv(name, raising=False)


def begin(start: Start) -> tuple[Started, str]:
    program = start(LOCAL, "demo", "--no-browser", "--port", "0")
    wait_until(
        lambda: "Ctrl-C ends everything" in program.text or program.child.poll() is not None,
        seconds=120,
        why=lambda: program.text,
    )
    found = re.search(r"Open http://localhost:(\d+)", program.text)
    assert found is not None, program.text
    return program, f"http://127.0.0.1:{found[1]}/livez"


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def running(place: paths.Place) -> dict[str, int]:
    return {row["name"]: row["pid"] for row in json.loads(place.children.read_text())["children"]}


def test_the_demo_starts_heals_and_ends(start: Start, place: paths.Place) -> None:
    program, address = begin(start)
    assert answers(address)
    program.wait_for("Worker is ready")
    program.wait_for("Beat is ready")
    before = running(place)
    assert sorted(before) == ["beat", "postgres", "valkey", "web", "worker"]

    second = start(LOCAL, "demo", "--no-browser")
    assert second.child.wait(timeout=20) == 1
    assert (
        f"`./run demo` (process {program.child.pid}, {address.replace('127.0.0.1', 'localhost')[:-6]}) is using"
        in second.text
    )

    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    for title in ("PostgreSQL", "Valkey", "Web", "Worker", "Beat"):
        program.wait_for(f"{title} is back", seconds=60)
    assert answers(address)
    after = running(place)
    assert all(before[name] != after[name] for name in before)

    assert program.end(signal.SIGINT) == 0
    assert not any(is_alive(pid) for pid in after.values())
    assert processes_naming(str(place.root)) == []
    assert [path for base in ("/run", "/tmp") for path in Path(base).glob(f"recruit-*-{place.fingerprint}")] == []

    again, address = begin(start)
    assert "up to date" in again.text, "tables and demo data are not made twice"
    assert answers(address)
    left = running(place)
    again.child.kill()
    again.child.wait()
    # 2 to 4 s on a quiet machine; beside a whole test run each process also waits for its turn.
    wait_until(lambda: not any(is_alive(pid) for pid in left.values()), seconds=15)
    assert Path(place.lock).exists()
