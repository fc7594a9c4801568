"""Counters per kind, thing and local day: a narrow tail written with the business row, folded later, exact at any time.

Beside the counter of each thing stands one of all things together, so that a sum over the organisation reads a row per kind and
day however many things there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from recruit_platform.core import tenancy, work
from recruit_platform.core.models import TallyTail

BATCH = 1000
TOGETHER = -1  # the subject_id of what all things have together; no row has it

# One snapshot for both: a fold moves rows from tail to counter in one transaction, so a read sees each count once.
_ROWS = """
SELECT kind, subject_id, day, n FROM core_tally
 WHERE organisation_id = %(org)s AND kind = ANY(%(kinds)s) AND subject_id >= 0 AND day >= %(first)s AND day < %(until)s
UNION ALL
SELECT kind, subject_id, day, n::bigint FROM core_tallytail
 WHERE organisation_id = %(org)s AND kind = ANY(%(kinds)s) AND day >= %(first)s AND day < %(until)s
"""
_ROWS_TOGETHER = f"""
SELECT kind, subject_id, day, n FROM core_tally
 WHERE organisation_id = %(org)s AND kind = ANY(%(kinds)s) AND subject_id = {TOGETHER} AND day >= %(first)s AND day < %(until)s
UNION ALL
SELECT kind, {TOGETHER}, day, n::bigint FROM core_tallytail
 WHERE organisation_id = %(org)s AND kind = ANY(%(kinds)s) AND day >= %(first)s AND day < %(until)s
"""

# Both kinds of row in one order, so that two folds at once wait for each other and never in a circle.
_FOLD = f"""
WITH gone AS (
    DELETE FROM core_tallytail WHERE organisation_id = %(org)s AND id IN (
        SELECT id FROM core_tallytail WHERE organisation_id = %(org)s ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
    ) RETURNING kind, subject_id, day, n
), sums AS (
    SELECT kind, subject_id, day, sum(n) AS n FROM gone GROUP BY kind, subject_id, day
    UNION ALL SELECT kind, {TOGETHER}, day, sum(n) FROM gone GROUP BY kind, day
), folded AS (
    INSERT INTO core_tally AS t (organisation_id, kind, subject_id, day, n)
    SELECT %(org)s, kind, subject_id, day, n FROM sums ORDER BY kind, subject_id, day
    ON CONFLICT (organisation_id, kind, subject_id, day) DO UPDATE SET n = t.n + excluded.n
)
SELECT count(*) FROM gone
"""


@dataclass(frozen=True)
class Count:
    kind: str
    subject_id: int
    day: date
    n: int


@dataclass(frozen=True)
class Difference:
    """A counter that does not agree with its truth; ``subject_id`` may be TOGETHER."""

    subject_id: int
    day: date
    counted: int
    truth: int


_proofs: dict[str, str] = {}


def count(kind: str, *, day: date, subject_id: int = 0, n: int = 1) -> None:
    """Count something in the running transaction of the active organisation; ``n`` may be negative to take back."""
    TallyTail.objects.create(kind=kind, subject_id=subject_id, day=day, n=n)


def count_many(kind: str, counts: Mapping[date, int], *, subject_id: int = 0) -> None:
    """Count for several days in one statement."""
    TallyTail.objects.bulk_create(
        TallyTail(kind=kind, subject_id=subject_id, day=day, n=n) for day, n in counts.items() if n
    )


def fold(organisation_id: int) -> int:
    """Fold an organisation's tail into its counters, in batches; returns how many rows. Safe beside itself and readers."""
    folded = 0
    while not work.stopping():
        with tenancy.scope(organisation_id), connection.cursor() as cursor:
            cursor.execute(_FOLD, {"org": organisation_id, "batch": BATCH})
            (number,) = cursor.fetchone()
        folded += number
        if number < BATCH:
            break
    return folded


def per_day(kinds: Sequence[str], *, first: date, until: date) -> list[Count]:
    """Exact counts of the active organisation per kind, thing and day in ``[first, until)``; days without are left out."""
    sql = f"SELECT kind, subject_id, day, sum(n)::bigint FROM ({_ROWS}) r GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3"
    with connection.cursor() as cursor:
        cursor.execute(sql, _parameters(kinds, first, until))
        return [Count(*row) for row in cursor.fetchall()]


def last_days(kinds: Sequence[str], *, first: date, until: date) -> dict[int, date]:
    """The last day in ``[first, until)`` with a count of any of these kinds, per thing of the active organisation.

    One statement.
    """
    sql = (
        "SELECT subject_id, max(day) FROM (SELECT subject_id, day "
        f"FROM ({_ROWS}) r GROUP BY kind, subject_id, day HAVING sum(n) <> 0) c GROUP BY subject_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _parameters(kinds, first, until))
        return dict(cursor.fetchall())


def total(kind: str, *, first: date, until: date, subject_id: int | None = None) -> int:
    """The exact sum of the active organisation over ``[first, until)``, of one thing or of all. One statement."""
    return totals([kind], first=first, until=until, subject_ids=None if subject_id is None else [subject_id])[kind]


def totals(
    kinds: Sequence[str], *, first: date, until: date, subject_ids: Sequence[int] | None = None
) -> dict[str, int]:
    """The exact sums of the active organisation over ``[first, until)`` per kind, zeros too, of these things or of all.

    One statement.
    """
    rows = (
        _ROWS_TOGETHER
        if subject_ids is None
        else f"SELECT * FROM ({_ROWS}) a WHERE subject_id = ANY(%(only)s::bigint[])"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, sum(n)::bigint FROM ({rows}) r GROUP BY kind",
            {**_parameters(kinds, first, until), "only": list(subject_ids or [])},
        )
        return dict.fromkeys(kinds, 0) | dict(cursor.fetchall())


def prove_by(kind: str, *, sql: str) -> None:
    """Say how a count is proved: SQL of our own that returns (subject_id, day, n) from the rows that were counted."""
    _proofs[kind] = sql


def differences(kind: str) -> list[Difference]:
    """Recount one kind in the active organisation and return where counter plus tail differ; empty is the only right answer.

    One statement, so one snapshot: it may run beside writers and folds. Reads everything that was counted.
    """
    sql = f"""
    WITH proved AS ({_proofs[kind]}),
         truth AS (SELECT subject_id, day, sum(n) AS n FROM proved GROUP BY 1, 2
                   UNION ALL SELECT {TOGETHER}, day, sum(n) FROM proved GROUP BY day),
         kept AS (SELECT subject_id, day, sum(n) AS n FROM ({_ROWS} UNION ALL {_ROWS_TOGETHER}) r GROUP BY 1, 2)
    SELECT subject_id, day, coalesce(kept.n, 0)::bigint, coalesce(truth.n, 0)::bigint
      FROM kept FULL JOIN truth USING (subject_id, day)
     WHERE coalesce(kept.n, 0) <> coalesce(truth.n, 0) ORDER BY 1, 2
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, _parameters([kind], date.min, date.max))
        return [Difference(*row) for row in cursor.fetchall()]


def proved_kinds() -> list[str]:
    return sorted(_proofs)


def _parameters(kinds: Sequence[str], first: date, until: date) -> dict[str, Any]:
    return {"org": tenancy.required(), "kinds": list(kinds), "first": first, "until": until}
