"""A place of its own per test, and programs started so that nothing of them survives the test."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from recruit_platform.core.local import paths, postgres


@dataclass
class Started:
    """A program under test. It leads a group of its own, as a terminal's foreground command does."""

    child: subprocess.Popen[bytes]
    output: Path

    @property
    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str, *, times: int = 1, seconds: float = 60) -> None:
        wait_until(
            lambda: self.text.count(words) >= times, seconds=seconds, why=lambda: f"no {words!r} in:\n{self.text}"
        )

    def end(self, sig: signal.Signals = signal.SIGINT, *, seconds: float = 30) -> int:
        self.child.send_signal(sig)
        return self.child.wait(timeout=seconds)


Start = Callable[..., Started]


def wait_until(question: Callable[[], object], *, seconds: float, why: Callable[[], str] = lambda: "") -> None:
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, why() or "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def processes_naming(text: str) -> list[str]:
    """Return the command lines of all living processes that mention this text."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if text in line and is_alive(int(entry.name)) and int(entry.name) != os.getpid():
                found.append(line)
    return found


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[paths.Place]:
    """An empty place whose servers are gone, with all they left, when the test is over."""
    root = Path(tempfile.mkdtemp(prefix="place-"))
    root.chmod(0o711)
    monkeypatch.setenv("RECRUIT_VAR", str(root / "var"))
    yield paths.demo()
    clean(paths.demo())
    shutil.rmtree(root, ignore_errors=True)


def clean(place: paths.Place) -> None:
    home = postgres.HOMELESS / f"recruit-platform-{place.fingerprint}"
    name = f"recruit-{os.geteuid()}-{place.fingerprint}"
    bases = (Path("/run"), Path(tempfile.gettempdir()), Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp"))
    for folder in (home, *(base / name for base in bases)):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _hangups_heard() -> Iterator[None]:
    """Who runs the tests under nohup has them ignore hang-ups, and a program that begins so keeps to it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `python -m MODULE …` with its output in a file."""
    started: list[Started] = []

    def begin(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Started:
        output = tmp_path / f"output-{len(started)}"
        with output.open("wb") as stream, _hangups_heard():
            child = subprocess.Popen(
                [sys.executable, "-u", "-m", module, *arguments],
                cwd=paths.PROJECT,
                env=os.environ | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        started.append(Started(child, output))
        return started[-1]

    yield begin
    for program in started:
        if program.child.poll() is None:
            program.child.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                program.child.wait(timeout=20)
            program.child.kill()
            program.child.wait()


def pids(file: Path) -> Sequence[int]:
    """Return the process numbers that a fake child wrote, one line per start."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def urls(program: Started) -> dict[str, str]:
    """Return the environment that reaches the servers of `serve`, once they are ready."""
    program.wait_for("URLS", seconds=60)
    line = next(line for line in program.text.splitlines() if line.startswith("URLS "))
    return json.loads(line.removeprefix("URLS "))


def ask(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
