"""The night watch: a thread in each worker that does the sweepers' work itself while Redis is away.

Without Redis no doorbell arrives and the beat rings in vain; the rows are in PostgreSQL all the same, and so is the worker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from django.db import DatabaseError, connection

from recruit_platform.core import clock, hints, sweeping, work
from recruit_platform.core.jobs import runner
from recruit_platform.core.log import delivery, tallies
from recruit_platform.core.outbox import sending

EVERY_SECONDS = 5.0

logger = structlog.get_logger(__name__)


def start() -> None:
    """Start two watches: long jobs must not keep mail waiting."""
    for name, round_of in (("night watch", quick_round), ("night watch for jobs", job_round)):
        threading.Thread(target=_watch, args=[round_of], name=name, daemon=True).start()


def quick_round() -> None:
    """Send, deliver and fold everything that is due, one organisation after the other."""
    for organisation_id in sweeping.with_mail(at=clock.now()):
        sending.drain(organisation_id)
    if sweeping.account_mail_waits(at=clock.now()):
        sending.drain(None)
    for organisation_id in sweeping.with_pending_events(at=clock.now()):
        delivery.deliver(organisation_id)
    for organisation_id in sweeping.with_tails():
        tallies.fold(organisation_id)


def job_round() -> None:
    for organisation_id, job_id in sweeping.jobs_due(at=clock.now()):
        runner.run(organisation_id, job_id)


def _watch(round_of: Callable[[], None]) -> None:
    wait = threading.Event()
    while not work.stopping():
        wait.wait(EVERY_SECONDS)
        if work.stopping() or hints.alive():
            continue
        try:
            round_of()
        except DatabaseError as problem:
            logger.warning("watch.database_away", problem=type(problem).__name__)
        except Exception:  # the border of the thread: it must go on
            logger.exception("watch.failed")
        finally:
            connection.close()
