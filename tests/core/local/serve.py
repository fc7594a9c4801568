"""The built-in servers of the place RECRUIT_VAR names, until told to stop: `python -m tests.core.local.serve`."""

from __future__ import annotations

import json
import sys

from recruit_platform.core.local import children, holding, paths, servers
from recruit_platform.core.local.failures import Failure
from recruit_platform.core.local.supervisor import Supervisor


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    place = paths.demo()
    paths.prepare(place)
    hold = holding.take(place, command="serve")
    if hold is None:
        say(f"REFUSED {holding.holder(place)}")
        return 3
    try:
        for name in children.end_leftovers(place.children):
            say(f"ENDED {name}")
        found = servers.built_in(place, mode="test", durable=False, owner_creates_databases=True)
        hold.tell(environment=found.environment)
        supervisor = Supervisor(
            found.parts,
            say=say,
            remember=place.children,
            on_ready=lambda: say(f"URLS {json.dumps(dict(found.environment))}"),
        )
        return supervisor.run()
    except Failure as problem:
        say(f"FAILURE {problem}")
        return 1
    finally:
        hold.release()


if __name__ == "__main__":
    sys.exit(main())
