"""What `./run test` runs once its servers stand: static checks side by side, then pytest, whose summary is the last line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from . import paths
from .processes import manage

FAILED_CHECKS = "RECRUIT_FAILED_CHECKS"  # read by the pytest plugin beside this file
TOOL = [sys.executable, "-m"]
CHECKS: dict[str, list[str]] = {
    "mypy": [*TOOL, "mypy", "."],
    "makemigrations --check": manage("makemigrations", "--check", "--dry-run"),
    "djlint": [*TOOL, "djlint", "--lint", "--quiet", "templates"],
    "lint-imports": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "ruff check": [*TOOL, "ruff", "check", "."],
    "ruff format": [*TOOL, "ruff", "format", "--check", "."],
}


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def main(workers: int) -> None:
    failed = [outcome.name for outcome in static(CHECKS, at_once=workers) if not outcome.passed]
    os.environ[FAILED_CHECKS] = ", ".join(failed)
    # A worker that is done takes half of what another has left: the slow tests stand together.
    shared = ["-n", str(workers), "--dist", "worksteal", "--durations", "40", "--durations-min", "3"]
    command = [*TOOL, "pytest", "-p", "recruit_platform.core.local.verdict", *shared]
    sys.stdout.flush()
    os.execv(command[0], command)


def static(checks: dict[str, list[str]], *, at_once: int) -> list[Outcome]:
    """Run all checks, print each as it ends, and what it said when it failed."""
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        for future in as_completed([pool.submit(_run, name, command) for name, command in checks.items()]):
            outcome = future.result()
            outcomes.append(outcome)
            print(f"{outcome.name:24} {'passed' if outcome.passed else 'FAILED'}  {outcome.seconds:5.1f} s", flush=True)
            if not outcome.passed:
                print(outcome.output.rstrip(), flush=True)
    return outcomes


def _run(name: str, command: Sequence[str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=paths.PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - began, done.stdout.decode("utf-8", "replace"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
