"""Requests generated from our own OpenAPI document: at least 5,000, none may be a 5xx or anything undocumented.

`./run bench api_fuzz [--cases N] [--seed N]`: cases per operation, sensible and broken ones each.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench api_fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=900)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args(argv)

    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.db import transaction

    from bench import database

    logging.disable(logging.WARNING)
    settings.API_PER_MINUTE = 10_000_000
    with database.own("api_fuzz"), transaction.atomic():
        statuses, seconds = _measure(options.cases, options.seed)
    total = sum(statuses.values())
    print(f"seed {options.seed}: {total} requests in {seconds:.0f} s, none a 5xx, none against the document")
    print("answers: " + ", ".join(f"{method} {status}: {n}" for (method, status), n in sorted(statuses.items())))
    return 0


def _measure(cases: int, seed: int) -> tuple[Mapping[tuple[str, int], int], float]:
    """Raises hypothesis' report of the first request that was answered wrongly."""
    from recruit_platform.core import tenancy
    from recruit_platform.core.api import keys
    from recruit_platform.core.api.scopes import Scope
    from tests.support import builders, fuzzing

    world = builders.make_world("acme")
    known = fuzzing.one_of_each(world)
    builders.make_world("zed")
    with tenancy.scope(world.id):
        made = keys.create(name="bench", scopes=Scope.values, by=world.admin, at=builders.NOON)
    started = time.monotonic()
    statuses = fuzzing.fuzz(secret=made.secret, known=known, cases=cases, start=seed)
    return statuses, time.monotonic() - started
