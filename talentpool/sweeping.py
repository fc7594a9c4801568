"""Which organisations have forms whose days are over: an id-only question over all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction


def with_expired_drafts(*, at: datetime) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.organisations_with_expired_drafts(%s)", [at])
        return [row[0] for row in cursor.fetchall()]
