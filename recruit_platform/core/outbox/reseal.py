"""Closing sealed mails anew after a change of FILE_KEY."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from recruit_platform.core.models import AccountMail, MailboxMessage, OutboxMessage

from . import sealed


def account_mails() -> int:
    """Return how many were closed anew. Repeatable, as the other."""
    return _anew(AccountMail.objects.exclude(sealed=None), "sealed")


def of_organisation() -> int:
    """The same for the active organisation: what waits in the outbox, and what the demo's mailbox keeps."""
    waiting = _anew(OutboxMessage.objects.exclude(sealed=None), "sealed")
    return waiting + _anew(MailboxMessage.objects.filter(is_sealed=True), "raw")


def _anew(rows: QuerySet[Any], column: str) -> int:
    """A mail that left meanwhile was wiped: the condition on the bytes leaves it so. What no key opens stays as it is."""
    changed = 0
    for pk, message_id, held in rows.order_by("pk").values_list("pk", "mail_message_id", column):
        old = bytes(held)
        if sealed.is_current(old, message_id=message_id):
            continue
        try:
            plain = sealed.reveal(old, message_id=message_id)
        except sealed.Unreadable:
            continue
        changed += rows.filter(pk=pk, **{column: old}).update(**{column: sealed.close(plain, message_id=message_id)})
    return changed
