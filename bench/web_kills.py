"""Posting under kills: 2,000 posts of real forms by four people, 20 SIGKILLs of PostgreSQL and web workers, Redis away.

`./run bench web_kills [--posts N] [--kills N]`. Limits: nothing acknowledged lost, nothing doubled, no answer but accepted,
none, or 503 that says when to come back; the first post accepted at most 10 s after a kill.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench web_kills", description=__doc__)
    options.add_argument("--posts", type=int, default=2000)
    options.add_argument("--kills", type=int, default=20)
    chosen = options.parse_args(arguments)

    from tests.faults import posting
    from tests.faults.standing import standing

    with standing() as house:
        started = time.monotonic()
        record = posting.run(house, posts=chosen.posts, kills=chosen.kills)
        took = time.monotonic() - started
        verdict = posting.judge(record, house.count())
    tries = record.every_try
    print(f"{chosen.posts} posts, {len(record.kills)} SIGKILLs, Redis away: {took:.0f} s, {len(tries)} tries")
    for what, figure in (
        ("accepted", len(record.acknowledged)),
        ("answered 503 with Retry-After", sum(one.status == 503 and bool(one.retry_after) for one in tries)),
        ("no answer", sum(one.status is None for one in tries)),
        ("any other answer (limit 0)", record.unexpected().total()),
        ("acknowledged and lost (limit 0)", len(verdict.lost)),
        ("doubled or half (limit 0)", len(verdict.doubled)),
    ):
        print(f"  {what:<36}{figure:>7}")
    if record.unexpected():
        print(f"  other answers by status: {dict(record.unexpected())}")
    slowest = 0.0
    for what in ("postgres", "web"):
        recoveries = record.recoveries(what)
        slowest = max([slowest, *recoveries])
        if recoveries:
            middle, most = statistics.median(recoveries), max(recoveries)
            print(f"  first accepted after a kill of {what:<9} middle {middle:.1f} s, longest {most:.1f} s (limit 10)")
    clean = not verdict.lost and not verdict.doubled and not record.unexpected()
    return 0 if clean and len(record.kills) == chosen.kills and slowest <= 10 else 1
