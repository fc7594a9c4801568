"""Who uses a place: one holder starts its servers, guests may use them while they run.

A lock of the kernel decides, never a pid file: it ends with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from . import paths
from .failures import Failure


@dataclass(frozen=True)
class Holder:
    """What a holder tells others. ``environment`` is empty until its servers are ready."""

    pid: int
    command: str
    address: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"`./run {self.command}` (process {self.pid}{', ' + self.address if self.address else ''})"


class Hold:
    """The place is ours until this is released or the process ends."""

    def __init__(self, place: paths.Place, *, lock: int, command: str) -> None:
        self.place = place
        self._lock = lock
        self._users: int | None = None
        self._told = Holder(pid=os.getpid(), command=command)
        self._tell()

    def tell(self, *, environment: Mapping[str, str], address: str = "") -> None:
        """Let guests in."""
        self._told = replace(self._told, environment=environment, address=address)
        self._tell()

    def no_guests(self) -> bool:
        """Say whether nobody else uses the servers; from the first yes nobody can come in any more."""
        if self._users is None:
            self._users = _try_lock(self.place.users, fcntl.LOCK_EX)
        return self._users is not None

    def release(self) -> None:
        """Leave the place, after its servers ended."""
        paths.remove_empty_sockets(self.place)
        os.ftruncate(self._lock, 0)
        for descriptor in (self._lock, self._users):
            if descriptor is not None:
                os.close(descriptor)

    def _tell(self) -> None:
        text = json.dumps(asdict(self._told)).encode()
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, text, 0)


def take(place: paths.Place, *, command: str) -> Hold | None:
    """Become the holder of a place, or return None while someone else is."""
    lock = _try_lock(place.lock, fcntl.LOCK_EX)
    return None if lock is None else Hold(place, lock=lock, command=command)


def holder(place: paths.Place) -> Holder | None:
    """Return what the present holder told, None when that cannot be read (it is just coming or going)."""
    for _ in range(20):
        with suppress(OSError, ValueError, TypeError):
            return Holder(**json.loads(place.lock.read_text()))
        time.sleep(0.05)
    return None


def visit(place: paths.Place) -> Holder | None:
    """Become a guest: the holder waits for us (a demo does not). None when there is no holder with running servers."""
    seat = _try_lock(place.users, fcntl.LOCK_SH)  # kept until the process ends
    if seat is None:
        return None
    found = holder(place)
    if found is not None and found.environment and _is_held(place):
        return found
    os.close(seat)
    return None


def _is_held(place: paths.Place) -> bool:
    lock = _try_lock(place.lock, fcntl.LOCK_SH)
    if lock is None:
        return True
    os.close(lock)
    return False


def _try_lock(file: Path, kind: int) -> int | None:
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as problem:
        raise Failure(paths.belongs_to_someone_else(file.parent)) from problem
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
