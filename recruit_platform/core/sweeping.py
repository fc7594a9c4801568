"""Which organisations have work waiting: id-only questions over all of them, answered by functions in schema ``app``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from recruit_platform.core.models import AccountMail, MessageState


def with_mail(*, at: datetime) -> list[int]:
    """Organisations with a mail to try now, or one whose sender stopped answering."""
    return [row[0] for row in _rows("SELECT * FROM app.organisations_with_mail(%s)", [at])]


def account_mail_waits(*, at: datetime) -> bool:
    """The same for mails about people's accounts, which belong to no organisation."""
    due = AccountMail.objects.filter(state=MessageState.DUE, try_at__lte=at)
    left = AccountMail.objects.filter(state=MessageState.SENDING, leased_until__lt=at)
    return due.exists() or left.exists()


def with_pending_events(*, at: datetime) -> list[int]:
    return [row[0] for row in _rows("SELECT * FROM app.organisations_with_pending_events(%s)", [at])]


def with_tails() -> list[int]:
    return [row[0] for row in _rows("SELECT * FROM app.organisations_with_tails()", [])]


def jobs_due(*, at: datetime, at_most: int = 100) -> list[tuple[int, int]]:
    """(organisation, job) of jobs that wait or whose worker stopped answering, oldest first."""
    return _rows("SELECT organisation_id, id FROM app.jobs_due(%s, %s)", [at, at_most])


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
