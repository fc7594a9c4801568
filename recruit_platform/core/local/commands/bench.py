"""`./run bench NAME …`: one measurement, on servers of its own that write as durably as production's."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .. import children, holding, paths, servers
from ..failures import Failure
from ..parts import Foreground
from ..progress import silent
from ..supervisor import Supervisor


def run(arguments: Sequence[str]) -> int:
    place = paths.bench()
    paths.prepare(place)
    hold = holding.take(place, command="bench")
    if hold is None:
        raise Failure(
            f"{holding.holder(place) or 'Another measurement'} is running; two at once would measure each other."
        )
    try:
        paths.rotate_logs(place)
        children.end_leftovers(place.children)
        found = servers.built_in(place, mode="demo", durable=True, owner_creates_databases=True)
        foreground = Foreground(
            command=[sys.executable, "-m", "bench", *arguments],
            environment=found.environment,
            folder=paths.PROJECT,
            needs=found.names,
        )
        return Supervisor(found.parts, say=silent, remember=place.children).run(foreground)
    finally:
        hold.release()
