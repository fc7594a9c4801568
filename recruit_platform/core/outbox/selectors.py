"""Reading the outbox: the mail page, the unsure ones on top. By keyset."""

from __future__ import annotations

from collections.abc import Sequence

from recruit_platform.core.models import MessageState, OutboxMessage


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
