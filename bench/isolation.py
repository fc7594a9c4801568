"""Does anything get from one organisation into another? 100,000 random requests over every address and API endpoint by people
of several organisations, half of them naming something foreign; once more with every manager's filter removed; and a control
with the walls torn down, which must show leaks, or the meter is blind.

`./run bench isolation [--requests N] [--processes N] [--minutes M]`. Each request is rolled back, so all meet the same rows.
"""

from __future__ import annotations

import argparse
import logging
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import database
from tests.support.database import as_owner

ORGANISATIONS = 6
SHARE_OF_CONTROL = 50  # the control makes one request for so many
PASSES = ("as it is", "managers without filter", "control: walls down")


@dataclass(frozen=True)
class Order:
    """What one process is told to do."""

    passing: str
    town: Path
    answer: Path
    index: int
    processes: int
    requests: int
    until: float


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    import django

    django.setup()
    from tests.support import hopping, town

    with database.own("isolation"), tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "town"
        place.write_bytes(pickle.dumps(town.build(organisations=ORGANISATIONS, rows=4)))
        results: dict[str, hopping.Result] = {}
        for passing in PASSES:
            control = passing == PASSES[2]
            if control:
                with as_owner():
                    hopping.tear_down_row_level_security()
            requests = max(600, options.requests // SHARE_OF_CONTROL) if control else options.requests
            started = time.monotonic()
            results[passing] = _pass(passing, place, requests, options)
            _print(passing, results[passing], time.monotonic() - started)
    return _verdict(results)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench isolation", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60, help="per pass; what was not asked by then is said")
    return parser.parse_args(argv)


def _pass(passing: str, place: Path, requests: int, options: argparse.Namespace) -> object:
    from tests.support import hopping

    running = []
    for index in range(options.processes):
        order = Order(
            passing=passing,
            town=place,
            answer=place.with_name(f"answer-{index}"),
            index=index,
            processes=options.processes,
            requests=requests // options.processes,
            until=time.time() + options.minutes * 60,
        )
        told = place.with_name(f"order-{index}")
        told.write_bytes(pickle.dumps(order))
        running.append((order, subprocess.Popen([sys.executable, "-m", "bench.isolation", str(told)])))
    whole = hopping.Result()
    for order, process in running:
        if process.wait() != 0:
            raise SystemExit(f"A process of the pass “{passing}” ended with {process.returncode}.")
        whole.add(pickle.loads(order.answer.read_bytes()))
    return whole


def work(order: Order) -> None:
    """One process's share: its own people, so that two processes do not wait for each other's rows."""
    import contextlib

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings

    settings.API_PER_MINUTE = 10**9  # an answer "too many" would show nothing, and hide what it could have shown
    from tests.support import hopping

    town = pickle.loads(order.town.read_bytes())
    hopper = hopping.Hopper(
        town, seed=100 * PASSES.index(order.passing) + order.index, people=town.people[order.index :: order.processes]
    )
    filtered = {
        PASSES[0]: contextlib.nullcontext(),
        PASSES[1]: hopping.without_the_managers_filter(),
        PASSES[2]: hopping.without_the_managers_filter(but_for=hopping.DOORS),
    }
    with filtered[order.passing]:
        while hopper.result.requests < order.requests and time.time() < order.until:
            hopper.hop(min(500, order.requests - hopper.result.requests))
    order.answer.write_bytes(pickle.dumps(hopper.result))


def _print(passing: str, result: object, seconds: float) -> None:
    from tests.support.hopping import Result

    assert isinstance(result, Result)
    print(f"\n{passing}: {result.requests:,} requests over {len(result.addresses)} addresses in {seconds:.0f} s")
    rows = [
        ("named something foreign", result.foreign_asked),
        ("answers with rows of one's own", result.own_shown),
        ("foreign words shown", len(result.leaks)),
        ("strangers told more than “not found”", len(result.told)),
        ("5xx", len(result.broken)),
    ]
    for what, n in rows:
        print(f"  {what:<40}{n:>10,}")
    print("  statuses  " + "  ".join(f"{int(status)}: {n:,}" for status, n in sorted(result.statuses.items())))
    if passing != PASSES[2]:
        for leak in [*result.leaks[:10], *result.told[:10], *result.broken[:10]]:
            print(f"  ! {leak.status} {leak.asked} as {leak.who} {leak.found}")


def _verdict(results: dict[str, object]) -> int:
    from tests.support.hopping import Result

    held = True
    for passing, result in results.items():
        assert isinstance(result, Result)
        if passing == PASSES[2]:
            held &= bool(result.leaks)
        else:
            held &= not (result.leaks or result.told or result.broken)
    print("\nheld: nothing foreign shown, and the control leaks" if held else "\nNOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    work(pickle.loads(Path(sys.argv[1]).read_bytes()))
