"""Applying under kills: 10,000 applications on the career site without script, a third with a CV, 20 SIGKILLs of PostgreSQL
(the server or one connection's process) and web workers, Redis away.

`./run bench applications [--applications N] [--kills N] [--people N] [--minutes N]`. Limits: nothing acknowledged lost, nobody
doubled, nothing half, no row without its file and no file without its row after a sweep, counters agree with a recount, no answer
but the page asked for, none, or 503 that says when to come back; the first application accepted at most 10 s after a kill.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench applications", description=__doc__)
    options.add_argument("--applications", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--people", type=int, default=40)
    options.add_argument("--minutes", type=float, default=float("inf"), help="nobody begins after so long")
    chosen = options.parse_args(arguments)

    from tests.faults import applying
    from tests.faults.standing import standing

    with standing() as house:
        started = time.monotonic()
        record = applying.run(
            house,
            applications=chosen.applications,
            kills=chosen.kills,
            people=chosen.people,
            seconds=chosen.minutes * 60,
        )
        took = time.monotonic() - started
        found = house.count("applications")
        verdict = applying.judge(record, found)
        log = house.place.log("web").read_text(errors="replace") if record.unexpected else ""
    total = sum(len(rows) for rows in found["applications"].values())
    print(
        f"{len(record.begun)} applications by {chosen.people} people at once, {len(record.kills)} SIGKILLs, Redis away: "
        f"{took:.0f} s, {record.answers.total()} requests, load {os.getloadavg()[0]:.1f}"
    )
    for what, figure in (
        ("acknowledged", len(record.references)),
        ("applications in the database", total),
        ("with a CV, read back whole", sum(any(row["cvs"]) for rows in found["applications"].values() for row in rows)),
        ("answered 503 with Retry-After", record.answers[503]),
        ("no answer", record.answers[None]),
        ("any other answer (limit 0)", record.unexpected.total()),
        ("acknowledged and lost (limit 0)", len(verdict.lost)),
        ("doubled (limit 0)", len(verdict.doubled)),
        ("half (limit 0)", len(verdict.half)),
        *((f"{what} (limit 0)", figure) for what, figure in verdict.wrong.items()),
        ("files that waited for the sweeper", verdict.left_for_sweeper),
    ):
        print(f"  {what:<54}{figure:>7}")
    if record.unexpected:
        print(f"  other answers: {dict(record.unexpected)}")
        raised = Counter(re.findall(r"^([\w.]+(?:Error|Exception|Transaction)\b.{0,100})", log, re.MULTILINE))
        for what, times in raised.most_common(12):
            print(f"  raised {times} times: {what}")
    slowest = 0.0
    for what in ("postmaster", "backend", "web"):
        recoveries = record.recoveries(what)
        slowest = max([slowest, *recoveries])
        if recoveries:
            middle, most = statistics.median(recoveries), max(recoveries)
            print(f"  first accepted after a kill of {what:<11} middle {middle:.1f} s, longest {most:.1f} s (limit 10)")
    whole = len(record.references) == total == len(record.begun) and not record.unexpected
    return 0 if verdict.is_clean and whole and len(record.kills) == chosen.kills and slowest <= 10 else 1
