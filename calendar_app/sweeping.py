"""Which organisations have vacancies whose date has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

_FURTHEST_EAST = timedelta(hours=14)


def with_vacancies_to_turn(*, at: datetime) -> list[int]:
    """Organisations with a vacancy to open or close, judged by the latest date anywhere; their own zone decides after this."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.organisations_with_vacancies_to_turn(%s)", [(at + _FURTHEST_EAST).date()])
        return [row[0] for row in cursor.fetchall()]
