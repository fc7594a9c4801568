"""The one exception that ends a command with words instead of a traceback."""

from __future__ import annotations

from pathlib import Path

TAIL_LINES = 40


class Failure(Exception):
    """Something the person at the keyboard has to know. The message says what went wrong and what to do."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log

    def __str__(self) -> str:
        text = super().__str__()
        if self.log is None:
            return text
        lines = "".join(f"    {line}\n" for line in tail(self.log))
        return f"{text}\n  The last lines of {self.log}:\n{lines or '    (empty)'}"


def tail(log: Path, *, lines: int = TAIL_LINES) -> list[str]:
    """Return the last lines of a log; a missing file is an empty one."""
    try:
        with log.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 64_000))
            return file.read().decode("utf-8", "replace").splitlines()[-lines:]
    except FileNotFoundError:
        return []
