"""Mails about people's accounts: login codes, resets, changed addresses. They belong to a person, not to an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from recruit_platform.core import work
from recruit_platform.core.models import AccountMail, MessageState
from recruit_platform.lib import ids, text

from . import addresses, sealed

LIFE = timedelta(hours=1)  # a login code that comes later opens nothing
KEPT = timedelta(days=30)
_ENDED = [MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED]


@dataclass(frozen=True)
class Kept:
    """An account mail that stayed here, in the demo."""

    to: str
    subject: str
    text: str
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


def kept_for(address: str, *, at_most: int) -> list[Kept]:
    """Account mails to one address that the demo's mailbox kept, newest first. One query, and one decryption a row.

    They open that person's account, in every organisation: show them to that person only.
    """
    rows = AccountMail.objects.filter(to_address=address, state=MessageState.SENT, sealed__isnull=False).order_by("-id")
    return [_kept(row) for row in rows[:at_most]]


def _kept(row: AccountMail) -> Kept:
    words = sealed.unseal(bytes(row.sealed or b""), message_id=row.mail_message_id)
    return Kept(to=row.to_address, subject=words.subject, text=words.text, at=row.sent_at or row.created_at)
