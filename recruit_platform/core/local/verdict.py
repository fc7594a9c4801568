"""A pytest plugin: failed static checks fail the whole run and are named above pytest's summary line."""

from __future__ import annotations

import os
from typing import Any

from .checks import FAILED_CHECKS


def pytest_sessionfinish(session: Any) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if _failed() and not is_worker and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _failed():
        terminalreporter.section("static checks")
        terminalreporter.write_line(f"FAILED: {_failed()} (what they said stands at the top)", red=True)


def _failed() -> str:
    return os.environ.get(FAILED_CHECKS, "")
