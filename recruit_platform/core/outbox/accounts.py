"""Mails about people's accounts: login codes, resets, changed addresses. They belong to a person, not to an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from recruit_platform.core import work
from recruit_platform.core.models import AccountMail, MessageState
from recruit_platform.lib import ids, text

from . import addresses, mime, sealed

LIFE = timedelta(hours=1)  # a login code that comes later opens nothing
KEPT = timedelta(days=30)
_ENDED = [MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED]


@dataclass(frozen=True)
class Shown:
    """An account mail as the demo's mailbox page shows it."""

    id: int
    to: str
    subject: str
    at: datetime


def put(*, to: str, subject: str, words: str, html: str, at: datetime, purpose: str = "account.mail") -> AccountMail:
    """Put one account mail in line, in the running transaction; it leaves after the commit. Lapses after an hour."""
    message_id = f"<{ids.uuid7()}@{settings.MAIL_DOMAIN}>"
    kept = sealed.Words(subject=text.clean_line(subject), text=text.clean(words), html=text.clean(html))
    mail = AccountMail.objects.create(
        key=f"account:{ids.uuid7()}",
        purpose=purpose,
        to_address=addresses.checked(to),
        mail_message_id=message_id,
        sealed=sealed.seal(kept, message_id=message_id),
        created_at=at,
        due_at=at,
        try_at=at,
        lapses_at=at + LIFE,
    )
    work.ring("core.send_account_mail", queue=work.Queue.MAIL)
    return mail


def forget_old(*, at: datetime) -> int:
    """Delete account mails that ended a month ago; returns how many."""
    deleted, _rows = AccountMail.objects.filter(state__in=_ENDED, created_at__lt=at - KEPT).delete()
    return deleted


def shown_in_mailbox(*, before_id: int | None = None, at_most: int = 50) -> list[Shown]:
    """Account mails that the mailbox kept, newest first: for the demo only. One query, and one decryption a row."""
    rows = AccountMail.objects.filter(state=MessageState.SENT, sealed__isnull=False).order_by("-id")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return [
        Shown(id=row.pk, to=row.to_address, subject=_words(row).subject, at=row.sent_at or row.created_at)
        for row in rows[:at_most]
    ]


def raw(account_mail_id: int) -> bytes | None:
    """One kept account mail as it would have left; None when it is not there. For the demo only."""
    row = AccountMail.objects.filter(pk=account_mail_id, state=MessageState.SENT, sealed__isnull=False).first()  # a key
    if row is None:
        return None
    words = _words(row)
    return mime.build(
        mime.Letter(
            message_id=row.mail_message_id,
            sender=settings.MAIL_FROM,
            sender_name="",
            to=row.to_address,
            to_name="",
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=row.sent_at or row.created_at,
        )
    )


def _words(row: AccountMail) -> sealed.Words:
    return sealed.unseal(bytes(row.sealed or b""), message_id=row.mail_message_id)
