"""Starting one child so that it never outlives its parent, and finding children that did after all."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .accounts import Account
from .credentials import write_private

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Leftover:
    """A child of an earlier run that may still live. ``birth`` tells it from a stranger that got the same number."""

    name: str
    pid: int
    birth: str
    stop_signal: int


def launch(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    death_signal: signal.Signals,
    log: Path | None,
    account: Account | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child. With a log it gets its own process group and no terminal; without, it shares our terminal.

    Only from the main thread: the death signal is bound to the thread that started the child.
    """
    settings = {"cwd": folder, "env": dict(environment), "pass_fds": tuple(pass_fds)}
    settings |= {"preexec_fn": dies_with_parent(death_signal), **(account.popen if account else {})}
    if log is None:
        return subprocess.Popen(command, **settings)  # type: ignore[call-overload]
    with log.open("ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload]
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0, umask=0o077, **settings
        )


def dies_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before its program: ask the kernel for a signal when the parent is gone.

    subprocess calls it after the change of user (which would clear the request). Only Linux has this; elsewhere the next
    start ends what an earlier one left (see ``end_leftovers``).
    """
    if _libc is None:
        return None
    parent = os.getpid()

    def ask() -> None:
        # Started with `&` by a script, we ignore SIGINT and SIGQUIT, and a program inherits what it does not handle itself:
        # beat would not hear its death signal.
        signal.signal(death_signal, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the request
            os._exit(1)

    return ask


def signal_group(pid: int, sig: signal.Signals) -> None:
    """Send a signal to every process of a child's group that still lives."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, sig)


def birth_of(pid: int) -> str:
    """Return a mark that no other process with this number has had since the machine started; '' when there is none."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
        except (OSError, IndexError):
            return ""
    done = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def remember(file: Path, children: Sequence[Leftover]) -> None:
    rows = [{"name": c.name, "pid": c.pid, "birth": c.birth, "stop_signal": c.stop_signal} for c in children]
    write_private(file, json.dumps({"boot": _boot(), "children": rows}))


def end_leftovers(file: Path, *, patience_seconds: float = 30.0) -> list[str]:
    """End children that a killed supervisor left behind and return their names; call it with the place's lock held."""
    alive = [child for child in _remembered(file) if _lives(child)]
    for child in alive:
        with suppress(ProcessLookupError):
            os.kill(child.pid, child.stop_signal)
    until = time.monotonic() + patience_seconds
    while any(_lives(child) for child in alive) and time.monotonic() < until:
        time.sleep(0.05)
    for child in alive:
        if _lives(child):
            signal_group(child.pid, signal.SIGKILL)
    file.unlink(missing_ok=True)
    return [child.name for child in alive]


def _remembered(file: Path) -> list[Leftover]:
    try:
        known = json.loads(file.read_text())
        return [Leftover(**row) for row in known["children"]] if known["boot"] == _boot() else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _lives(child: Leftover) -> bool:
    return bool(child.birth) and birth_of(child.pid) == child.birth and not _is_zombie(child.pid)


def _is_zombie(pid: int) -> bool:
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def _boot() -> str:
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return ""
