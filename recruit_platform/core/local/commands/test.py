"""`./run test`: all checks and tests, on servers of their own; with arguments only pytest with these."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .. import children, debian, holding, paths, servers
from ..failures import Failure
from ..parts import Foreground
from ..progress import Progress, silent
from ..supervisor import Supervisor

SLOTS = 4


def run(arguments: Sequence[str]) -> int:
    if not arguments:
        debian.ensure(debian.FOR_TESTS, say=Progress())
    place, hold = _free_slot()
    try:
        children.end_leftovers(place.children)
        found = servers.built_in(place, mode="test", durable=False, owner_creates_databases=True)
        foreground = Foreground(
            command=_command(arguments), environment=found.environment, folder=paths.PROJECT, needs=found.names
        )
        return Supervisor(found.parts, say=silent, remember=place.children).run(foreground)
    finally:
        hold.release()


def _free_slot() -> tuple[paths.Place, holding.Hold]:
    """Two runs at the same time share nothing: each takes its own cluster."""
    for slot in range(1, SLOTS + 1):
        place = paths.test(slot)
        paths.prepare(place)
        hold = holding.take(place, command="test")
        if hold is not None:
            paths.rotate_logs(place)
            return place, hold
    raise Failure(f"{SLOTS} test runs are going on already. Wait for one of them to end.")


def _command(arguments: Sequence[str]) -> list[str]:
    if arguments:
        return [sys.executable, "-m", "pytest", *arguments]
    return [sys.executable, "-m", "recruit_platform.core.local.checks", str(max(2, os.cpu_count() or 2))]
