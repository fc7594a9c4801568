"""The product as it runs, to be killed: started in a process of its own, with what a browser and a killer need of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from recruit_platform.core.local import paths, postgres
from tests.core.local.conftest import clean
from tests.support.builders import PASSWORD

STARTS_WITHIN_SECONDS = 180


@dataclass(frozen=True)
class House:
    place: paths.Place
    address: str
    environment: dict[str, str]

    def kill_postgres(self) -> None:
        """kill -9 of the server itself; its children notice by themselves."""
        os.kill(self._postmaster(), signal.SIGKILL)

    def kill_a_backend(self) -> None:
        """kill -9 of one connection's process: the server then ends all the others and heals from its log."""
        for pid in _children(self._postmaster()):
            with suppress(OSError):
                if b"recruit_app" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    return

    def kill_a_web_worker(self) -> None:
        """kill -9 of one process that answers requests: it has some in hand."""
        known = json.loads(self.place.children.read_text())["children"]
        gunicorn = next(row["pid"] for row in known if row["name"] == "web")
        workers = _children(gunicorn)
        if workers:
            os.kill(workers[-1], signal.SIGKILL)

    def count(self, what: str = "count") -> dict[str, Any]:
        """What is in the database and among the files, by ``furnish.count`` or ``furnish.applications``."""
        command = [sys.executable, "-m", "tests.faults.furnish", what]
        done = subprocess.run(command, cwd=paths.PROJECT, env=self.environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout.splitlines()[-1])

    def _postmaster(self) -> int:
        inside = self.place.root / "pgdata"
        data = (
            inside if inside.exists() else postgres.HOMELESS / f"recruit-platform-{self.place.fingerprint}" / "pgdata"
        )
        return int((data / "postmaster.pid").read_text().split()[0])


class Browser:
    """One person's cookies, a new connection per request (a kept one would hide who was killed)."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._cookies: dict[str, str] = {}
        self.token = ""

    def sign_in(self, *, email: str = "admin@acme.example", password: str = PASSWORD) -> None:
        self.get("/account/login/")
        status, headers = self.post("/account/login/", {"login": email, "password": password})
        assert status == 302, f"The login was answered with {status}."
        assert not headers["Location"].startswith("/account/"), headers["Location"]
        self.get("/account/profiel/")

    def get(self, path: str) -> tuple[int, str]:
        status, _headers, text = self._ask("GET", path, None)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        self.token = found[1] if found else self.token
        return status, text

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, dict[str, str]]:
        """Raises OSError or HTTPException when no whole answer came."""
        status, headers, _text = self._ask("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **fields}))
        return status, headers

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, dict[str, str], str]:
        link = HTTPConnection(self._host, timeout=15)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            link.request(method, path, body, headers)
            answer = link.getresponse()
            text = answer.read().decode(errors="replace")
            self._keep(answer)
            return answer.status, dict(answer.headers), text
        finally:
            link.close()

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]


@contextmanager
def standing() -> Iterator[House]:
    """Start everything on an empty place; when the block ends, all of it is gone."""
    root = Path(tempfile.mkdtemp(prefix="faults-"))
    root.chmod(0o711)  # as root the servers run as another user, who must walk through
    place, output = paths.Place(root / "var"), root / "output"
    with output.open("wb") as stream:
        started = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.faults.serve"],
            cwd=paths.PROJECT,
            env={**os.environ, "RECRUIT_VAR": str(place.root)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    try:
        told = _wait_until_ready(started, output)
        yield House(place, told["address"], told["environment"])
    finally:
        _end(started)
        clean(place)
        shutil.rmtree(root, ignore_errors=True)


def no_answer() -> tuple[type[Exception], ...]:
    """What a client meets when the process that had its request dies, or none listens."""
    return (OSError, HTTPException)


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_until_ready(started: subprocess.Popen[bytes], output: Path) -> dict:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and started.poll() is None:
        for line in output.read_text().splitlines():
            if line.startswith("READY "):
                return json.loads(line.removeprefix("READY "))
        time.sleep(0.1)
    raise AssertionError(f"The product did not start:\n{output.read_text()}")


def _end(started: subprocess.Popen[bytes]) -> None:
    if started.poll() is None:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(timeout=40)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
