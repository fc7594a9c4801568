"""Which organisations send a digest: an id-only question over all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction


def with_digests(*, at: datetime) -> list[int]:
    """Organisations with a digest that did not go on the day of ``at`` (UTC); each looks at its own clock."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.organisations_with_digests(%s)", [at.date()])
        return [row[0] for row in cursor.fetchall()]
