"""P13: an ad report of 100,000 rows, one in a hundred broken, against COPY of its good rows into the same indexed table.

`./run bench imports [--rows N] [--rounds N]`. In turns: the import as a person starts it (decrypt, read, judge every row,
compare with what is known, keep), the same file once more, COPY as the owner, and Django's bulk_create; each on an empty table.
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import database
from bench.rows import Row, print_rows, ratio

if TYPE_CHECKING:
    from campaigns.models import ChannelAccount

SMALL = 10_000
BROKEN = 100  # one in so many
CAMPAIGNS = 300
TABLE = "campaigns_reportrow"
HEADER = ("Day", "Campaign ID", "Campaign name", "Ad ID", "Amount spent (EUR)", "Impressions", "Link clicks")


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench imports", description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)

    from campaigns.models import AccountMode
    from recruit_platform.core import tenancy
    from tests.support import builders
    from tests.support.campaigns import make_account

    with database.own("imports"):
        world = builders.make_world("acme")
        with tenancy.scope(world.id):
            account = make_account(mode=AccountMode.FILE)
        small, large = _export(SMALL), _export(chosen.rows)
        _import(world.id, account, small)  # warms everything up
        turns = []
        for each in range(chosen.rounds):
            _empty()
            base = _imported(world.id, account, small)
            _empty()
            first = _imported(world.id, account, large)
            again = _imported(world.id, account, large)
            columns, rows = _kept(world.id)
            _empty()
            copied = _copied(columns, rows)
            _empty()
            created = _created(world.id, columns, rows)
            turns.append((first[0], copied, created, again[0], first[1] - base[1]))
            print(
                f"turn {each + 1}: import {first[0]:.2f} s, the same once more {again[0]:.2f} s, COPY {copied:.2f} s, "
                f"bulk_create {created:.2f} s; memory {base[1]:.0f} MB for {SMALL:,} rows, {first[1]:.0f} MB for {chosen.rows:,}",
                flush=True,
            )
    rows_out = [
        _at_least("P13", "speed of the import against COPY", 0.5, [copied / took for took, copied, *_ in turns]),
        _at_least("P13", "speed of the import against bulk_create", 2, [made / took for took, _c, made, *_ in turns]),
        ratio(
            "P13",
            "the same file once more, time against the first",
            1.0,
            [again / took for took, _c, _m, again, _ in turns],
        ),
        Row(
            "P13",
            f"memory, {chosen.rows:,} rows against {SMALL:,}",
            f"+{max(more for *_, more in turns):.0f} MB",
            "+10 MB",
            max(more for *_, more in turns) <= 10,
        ),
    ]
    print_rows(rows_out)
    return 0 if all(row.holds for row in rows_out) else 1


def _at_least(number: str, what: str, limit: float, seen: Sequence[float]) -> Row:
    held = ratio(number, what, limit, seen)
    middle = sorted(seen)[len(seen) // 2]
    return Row(held.number, held.what, held.figure, f"at least {limit} x", middle >= limit)


def _export(rows: int) -> bytes:
    """A daily report per ad as a network exports it; every hundredth row has an amount that is none."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    first = date(2026, 1, 1)
    for n in range(rows):
        day, ad = first + timedelta(days=n % 200), n // 200
        campaign = ad % CAMPAIGNS
        spent = "niet bekend" if n % BROKEN == BROKEN - 1 else f"{(n * 37) % 9000 / 100:.2f}"
        name = f"Leerkrachten {campaign} – voorjaar"
        writer.writerow((day.isoformat(), 70_000 + campaign, name, 900_000 + ad, spent, (n * 13) % 5000, n % 90))
    return text.getvalue().encode()


def _imported(organisation_id: int, account: ChannelAccount, data: bytes) -> tuple[float, float]:
    """Seconds of one import, and the most memory (MB) it took beyond what was there."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before = _memory("VmRSS")
    took = _import(organisation_id, account, data)
    return took, _memory("VmHWM") - before


def _import(organisation_id: int, account: ChannelAccount, data: bytes) -> float:
    from campaigns.services import reports
    from recruit_platform.core import clock, tenancy
    from tests.support.campaigns import a_marketeer

    at = clock.now()
    with tenancy.scope(organisation_id):
        stream = io.BytesIO(data)
        row = reports.upload(account, stream=stream, name="meta.csv", declared="text/csv", by=a_marketeer(), at=at)
    started = time.perf_counter()
    with tenancy.scope(organisation_id):
        kept = reports.apply(row, by=a_marketeer(), at=at)
    took = time.perf_counter() - started
    wanted = data.count(b"\n") - 1
    wanted -= wanted // BROKEN
    if kept.new + kept.same != wanted:
        raise SystemExit(f"{kept} of {wanted} good rows.")
    return took


def _kept(organisation_id: int) -> tuple[list[str], list[tuple[object, ...]]]:
    """What the import left in the table, but for the number of each row."""
    from django.db import connection

    from recruit_platform.core import tenancy

    with tenancy.scope(organisation_id), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} ORDER BY id")
        columns = [one.name for one in cursor.description]
        rows = [row[1:] for row in cursor.fetchall()]
    if columns[0] != "id":
        raise SystemExit("The first column is no number.")
    return columns[1:], rows


def _copied(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> float:
    """Seconds of COPY by the owner, the text made beforehand: nothing puts these rows into this table quicker."""
    from django.db import connection, transaction

    from recruit_platform.core.tenancy import staging
    from tests.support import bulk
    from tests.support.database import as_owner

    text = io.StringIO(staging.Lines(rows).read())
    with as_owner(), bulk.walls_lifted_for_the_owner():
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {TABLE} ({', '.join(columns)}) FROM STDIN", text)
        return time.perf_counter() - started


def _created(organisation_id: int, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> float:
    from campaigns.models import ReportRow
    from recruit_platform.core import tenancy

    started = time.perf_counter()
    with tenancy.scope(organisation_id):
        made = (ReportRow(**dict(zip(columns, row, strict=True))) for row in rows)
        ReportRow.objects.bulk_create(made, batch_size=1000)
    return time.perf_counter() - started


def _empty() -> None:
    from django.db import connection

    from tests.support.database import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE} CASCADE")
        cursor.execute(f"ANALYZE {TABLE}")


def _memory(what: str) -> float:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(what))
    return int(line.split()[1]) / 1024
