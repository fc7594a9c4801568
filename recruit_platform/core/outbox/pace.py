"""How fast mail may leave, over all workers together. PostgreSQL hands out the moments; Redis is not needed for it."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection, transaction

from recruit_platform.core import clock

_RESERVE = """
INSERT INTO core_mailpace AS p (id, next_at) VALUES (1, %(now)s::timestamptz + %(need)s * interval '1 second')
ON CONFLICT (id) DO UPDATE SET next_at = greatest(p.next_at, %(now)s::timestamptz) + %(need)s * interval '1 second'
RETURNING next_at - %(need)s * interval '1 second'
"""


def batch(most: int) -> int:
    """How many mails to claim at once: no more than may leave in one second."""
    rate: float = settings.MAILS_PER_SECOND
    return most if rate <= 0 else max(1, min(most, int(rate)))


def wait(mails: int) -> None:
    """Reserve room for so many mails and wait for it. Without MAILS_PER_SECOND it returns at once."""
    rate: float = settings.MAILS_PER_SECOND
    if rate <= 0:
        return
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"now": now, "need": mails / rate})
        (start,) = cursor.fetchone()
    time.sleep(max(0.0, (start - now).total_seconds()))
