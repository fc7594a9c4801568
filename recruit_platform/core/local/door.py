"""The web process's front door: a listening socket that outlives it, and the question whether it answers."""

from __future__ import annotations

import errno
import select
import socket
import time
from contextlib import suppress

from .failures import Failure

HOST = "127.0.0.1"
TRIED_PORTS = 50


def listen(*, port: int) -> socket.socket:
    """Listen on the wanted port of this machine, or on the next free one.

    The supervisor keeps the socket and hands it down: while the web process restarts, visitors wait instead of being refused.
    """
    for candidate in range(port, port + TRIED_PORTS):
        if candidate != 0 and _taken_on_ipv6(candidate):
            continue
        door = socket.socket(socket.AF_INET)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, candidate))
            door.listen(512)
        except OSError as problem:
            door.close()
            if problem.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        return door
    raise Failure(f"Ports {port} to {port + TRIED_PORTS - 1} are all in use. Name another one: ./run demo --port N")


class Question:
    """Asks one URL without ever blocking: each call moves the same request a little further."""

    def __init__(self, *, port: int, path: str, patience_seconds: float = 10.0) -> None:
        self._port = port
        self._path = path
        self._patience = patience_seconds
        self._line: socket.socket | None = None
        self._asked_at = 0.0

    def __call__(self) -> bool:
        """Say whether the answer 200 has come."""
        if self._line is not None and time.monotonic() - self._asked_at > self._patience:
            self._hang_up()
        try:
            if self._line is None:
                self._ask()
            return self._answer()
        except OSError:
            self._hang_up()
            return False

    def _ask(self) -> None:
        self._line = socket.create_connection((HOST, self._port), timeout=0.5)
        self._asked_at = time.monotonic()
        self._line.sendall(f"GET {self._path} HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())

    def _answer(self) -> bool:
        if self._line is None or not select.select([self._line], [], [], 0)[0]:
            return False
        first = self._line.recv(64).partition(b"\r\n")[0].split(b" ")
        self._hang_up()
        return len(first) > 1 and first[1] == b"200"

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _taken_on_ipv6(port: int) -> bool:
    """Browsers may try ::1 first for "localhost": a program listening only there would be met instead of us."""
    with suppress(OSError), socket.socket(socket.AF_INET6) as door:
        door.settimeout(0.2)
        return door.connect_ex(("::1", port)) == 0
    return False
