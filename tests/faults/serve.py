"""The product on a PostgreSQL of its own, with Redis away, until told to stop: `python -m tests.faults.serve`.

The same parts and supervisor as `./run demo`, writing as durably as production; the place is what RECRUIT_VAR names.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from recruit_platform.core.local import door, holding, paths, processes, servers
from recruit_platform.core.local.parts import Service, Step
from recruit_platform.core.local.supervisor import Supervisor


def main() -> int:
    place = paths.demo()
    paths.prepare(place)
    hold = holding.take(place, command="serve")
    if hold is None:
        return 3
    try:
        found = servers.built_in(place, mode="demo", durable=True, owner_creates_databases=False)
        entrance = door.listen(port=21500)
        address = f"http://127.0.0.1:{entrance.getsockname()[1]}"
        environment = {
            **found.environment,
            "REDIS_URL": f"unix://{place.root}/absent.sock?db=0",
            "PUBLIC_URL": address,
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        servers_alone = [part for part in found.parts if part.name != "valkey"]
        steps = _steps(place, environment, needs=tuple(part.name for part in servers_alone))
        web = processes.web(place, environment=environment, needs=[steps[-1].name], door=entrance)
        with entrance:
            return _supervise(place, [*servers_alone, *steps, web], environment, address)
    finally:
        hold.release()


def _steps(place: paths.Place, environment: Mapping[str, str], *, needs: tuple[str, ...]) -> list[Step]:
    rows = (("migrate", "migrate", "--no-input", "--verbosity", "0"), ("tenant-key", "tenant_key", "ensure"))
    steps: list[Step] = []
    for name, *words in rows:
        before = (*needs, *(step.name for step in steps))
        arguments = [*words, "--skip-checks"]
        steps.append(
            processes.step(place, name=name, title=name, arguments=arguments, environment=environment, needs=before)
        )
    furnish = Step(
        name="furnish",
        title="furnish",
        command=[sys.executable, "-m", "tests.faults.furnish", "fill"],
        environment=environment,
        folder=paths.PROJECT,
        log=place.log("furnish"),
        needs=(*needs, *(step.name for step in steps)),
    )
    return [*steps, furnish]


def _supervise(place: paths.Place, parts: list[Service | Step], environment: Mapping[str, str], address: str) -> int:
    told = json.dumps({"address": address, "environment": dict(environment)})
    return Supervisor(parts, say=_say, remember=place.children, on_ready=lambda: _say(f"READY {told}")).run()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
