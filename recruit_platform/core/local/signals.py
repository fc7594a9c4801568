"""Signals as mail: collected by the kernel at any moment, read by the loop when it has time."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Any

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Mailbox:
    """Catches the stopping signals and wakes a waiting loop for them and for the death of a child."""

    def __enter__(self) -> Mailbox:
        self._received: list[int] = []
        self._reader, self._writer = os.pipe()
        for end in (self._reader, self._writer):
            os.set_blocking(end, False)
        self._old_wakeup = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self._old: dict[int, Any] = {}
        for sig in (*STOPPING, signal.SIGCHLD):
            if sig == signal.SIGHUP and signal.getsignal(sig) == signal.SIG_IGN:
                continue  # nohup ./run demo: it asked to outlive the terminal
            self._old[sig] = signal.signal(sig, self._receive)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sig, handler in self._old.items():
            signal.signal(sig, handler)
        signal.set_wakeup_fd(self._old_wakeup)
        os.close(self._reader)
        os.close(self._writer)

    def collect(self) -> list[int]:
        """Return the stopping signals since the last call."""
        received, self._received = self._received, []
        return received

    def wait(self, *, seconds: float) -> None:
        """Sleep until a signal comes or the time is over."""
        if self._received:
            return
        readable, _, _ = select.select([self._reader], [], [], seconds)
        if readable:
            os.read(self._reader, 4096)

    def _receive(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGCHLD:
            self._received.append(sig)
