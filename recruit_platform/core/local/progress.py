"""Progress lines: what happened and how long after the command."""

from __future__ import annotations

import time
from contextlib import suppress


class Progress:
    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, text: str) -> None:
        # A closed terminal or pipe must not end the servers.
        with suppress(OSError):
            print(f"{time.monotonic() - self._began:6.1f} s  {text}", flush=True)

    def plain(self, text: str = "") -> None:
        with suppress(OSError):
            print(text, flush=True)


def silent(text: str) -> None:
    """Say nothing: for commands whose own output is all that counts."""
