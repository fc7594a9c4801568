"""A Valkey of one's own on a socket, that a test may stop, freeze and empty."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from recruit_platform.core import hints
from recruit_platform.core.local.valkey import installed_program


class Valkey:
    def __init__(self, folder: Path) -> None:
        self.socket = folder / "valkey.sock"
        self.url = f"unix://{self.socket}?db=0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(installed_program()), "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--dir", str(self.socket.parent)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with self.client() as client:
                    client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
        raise AssertionError("Valkey did not start.")

    def client(self) -> Any:
        return redis.Redis.from_url(self.url)

    def flush(self) -> None:
        with self.client() as client:
            client.flushall()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None
        self.socket.unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="vk", dir="/tmp") as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def valkey(valkey_server: Valkey, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """Running, empty, and the one that hints talk to; they wait for it however busy this machine is."""
    monkeypatch.setattr(hints, "TIMEOUT_SECONDS", 10.0)
    hints._door.forget()
    if valkey_server._process is None:
        valkey_server.start()
    valkey_server.flush()
    settings.REDIS_URL = valkey_server.url
    hints._door.open()
    yield valkey_server
    hints._door.open()
    hints._door.forget()
