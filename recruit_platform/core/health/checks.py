"""What must hold before this installation is of use, each answered on its own and never by an exception."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, Min

from recruit_platform.core import hints, tenancy
from recruit_platform.core.models import AccountMail, MessageState
from recruit_platform.core.tenancy import guard

CLOCK_MAY_DIFFER = timedelta(minutes=1)
MAIL_MAY_WAIT = timedelta(minutes=5)
DISK_LEAST_FREE = 512 * 1024 * 1024
_PATIENCE = "SET LOCAL statement_timeout = '2s'"


class State(StrEnum):
    READY = "ready"
    DEGRADED = "degraded"  # works, slower or later than it should
    NOT_READY = "not ready"


@dataclass(frozen=True)
class Finding:
    """``said`` is for the operator; it names no person and no secret."""

    name: str
    state: State
    said: str


@dataclass(frozen=True)
class Counts:
    """Work over all organisations at one moment; ``mail_waits`` is how long the oldest mail is overdue."""

    mail_due: int
    mail_waits: timedelta
    mail_unsure: int
    mail_failed: int
    leases_stuck: int
    events_due: int
    events_failed: int
    jobs_waiting: int


def run(*, at: datetime) -> list[Finding]:
    """Ask everything. Costs a handful of statements; when the database is away the questions to it are not asked."""
    database = _asked("database", _database)
    found = [database]
    if database.state == State.READY:
        found += [
            _asked("migrations", _migrations),
            _asked("role", _role),
            _asked("clock", lambda: _clock(at)),
            _asked("tenant_key", _tenant_key),
            _asked("outbox", lambda: _outbox(at)),
        ]
    return [*found, _asked("disk", _disk), _asked("redis", _redis)]


def overall(findings: Iterable[Finding]) -> State:
    states = {finding.state for finding in findings}
    return next((state for state in (State.NOT_READY, State.DEGRADED) if state in states), State.READY)


def counts(*, at: datetime) -> Counts:
    """Count what waits, over all organisations by a function that returns numbers only. Raises DatabaseError."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute("SELECT * FROM app.work_counts(%s)", [at])
        due, oldest, unsure, failed, stuck, events_due, events_failed, jobs = cursor.fetchone()
        account = AccountMail.objects.filter(state=MessageState.DUE, try_at__lte=at)
        account_due, account_oldest = account.aggregate(n=Count("id"), oldest=Min("try_at")).values()
    waits = max([timedelta(0), *(at - first for first in (oldest, account_oldest) if first is not None)])
    return Counts(due + account_due, waits, unsure, failed, stuck, events_due, events_failed, jobs)


def let_go() -> None:
    """After a failure, give up a connection that no longer works, so that the next question gets a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _asked(name: str, question: Callable[[], tuple[State, str]]) -> Finding:
    try:
        state, said = question()
    except (DatabaseError, OSError, guard.UnsafeDatabaseRole) as problem:
        let_go()
        state, said = State.NOT_READY, type(problem).__name__
    return Finding(name, state, said)


def _database() -> tuple[State, str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute("SELECT pg_is_in_recovery()")
        (read_only,) = cursor.fetchone()
    return (State.NOT_READY, "read only") if read_only else (State.READY, "answers")


_migrated = False


def _migrations() -> tuple[State, str]:
    """Once all were applied they stay so for this code; the answer is kept for the life of the process."""
    global _migrated  # noqa: PLW0603
    if not _migrated:
        loader = MigrationLoader(connection)
        missing = loader.graph.nodes.keys() - loader.applied_migrations.keys()
        if missing:
            return State.NOT_READY, f"{len(missing)} to apply"
        _migrated = True
    return State.READY, "applied"


def _role() -> tuple[State, str]:
    found = guard.problems()
    return (State.NOT_READY, "; ".join(found)) if found else (State.READY, "plain")


def _clock(at: datetime) -> tuple[State, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs(there - at)
    state = State.READY if apart <= CLOCK_MAY_DIFFER else State.NOT_READY
    return state, f"{apart.total_seconds():.0f} s apart"


def _tenant_key() -> tuple[State, str]:
    """The database must accept a token signed here: the same key, not retired, clocks alike."""
    with tenancy.scope(1), connection.cursor() as cursor:
        cursor.execute("SELECT app.org()")
        (seen,) = cursor.fetchone()
    return (State.READY, "accepted") if seen == 1 else (State.NOT_READY, "another organisation came back")


def _outbox(at: datetime) -> tuple[State, str]:
    waits = counts(at=at).mail_waits
    state = State.READY if waits < MAIL_MAY_WAIT else State.NOT_READY
    return state, f"oldest mail is {waits.total_seconds():.0f} s late"


def _disk() -> tuple[State, str]:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state = State.READY if free >= DISK_LEAST_FREE else State.NOT_READY
    return state, f"{free // (1024 * 1024)} MB free"


def _redis() -> tuple[State, str]:
    return (State.READY, "answers") if hints.alive() else (State.DEGRADED, "away: work is found by sweeping")
