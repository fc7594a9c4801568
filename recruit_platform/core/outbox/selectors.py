"""Reading the outbox: the mail page, the unsure ones on top, and the mailbox of the demo. All by keyset."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from recruit_platform.core.models import MailboxMessage, MessageState, OutboxMessage


def by_state(
    states: Sequence[MessageState] | None = None, *, before_id: int | None = None, at_most: int = 50
) -> list[OutboxMessage]:
    """Mails of the active organisation, newest first; without their words. One query along (organisation, state, -id)."""
    rows = OutboxMessage.objects.order_by("-id").defer("text", "html")
    if states:
        rows = rows.filter(state__in=list(states))
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows[:at_most])


def unsure(*, before_id: int | None = None, at_most: int = 50) -> list[OutboxMessage]:
    """Mails of which nobody knows whether they left, for a person to decide on. One query."""
    return by_state([MessageState.UNSURE], before_id=before_id, at_most=at_most)


def counts() -> dict[str, int]:
    """How many mails are in the states that ask for attention (due, sending, unsure, failed), capped at 1,000 each."""
    return {
        state.value: OutboxMessage.objects.filter(state=state).order_by()[:1000].count()
        for state in (MessageState.DUE, MessageState.SENDING, MessageState.UNSURE, MessageState.FAILED)
    }


def of_person(kind: str, person_id: int, *, before_id: int | None = None, at_most: int = 50) -> list[OutboxMessage]:
    """Mails about one person, newest first. One query along (organisation, person, -id)."""
    rows = OutboxMessage.objects.filter(person_kind=kind, person_id=person_id).order_by("-id").defer("text", "html")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows[:at_most])


def mailbox(*, before_id: int | None = None, at_most: int = 50) -> list[MailboxMessage]:
    """What would have left, newest first, with the outbox row for its subject. One query with one join."""
    rows = MailboxMessage.objects.select_related("message").defer("raw", "message__text", "message__html")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-id")[:at_most])


def mailbox_message(public_id: str) -> MailboxMessage | None:
    """One mail of the mailbox with its bytes; None when the organisation has no such mail. One query."""
    return MailboxMessage.objects.select_related("message").filter(public_id=public_id).first()  # unique


def oldest_due(*, at: datetime) -> OutboxMessage | None:
    """The mail of the active organisation that waits longest beyond its moment; None when nothing waits. One query."""
    return OutboxMessage.objects.filter(state=MessageState.DUE, try_at__lte=at).order_by("try_at", "id").first()
