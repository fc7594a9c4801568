"""Mails in the outbox, and a way out that answers what the test says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from recruit_platform.core import outbox, tenancy
from recruit_platform.core.models import OutboxMessage
from recruit_platform.core.outbox import sealed
from recruit_platform.core.outbox.outcomes import Answer, Outcome
from recruit_platform.core.outbox.transports import Parcel

LONG_AGO = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Amsterdam
ACCEPTED = Outcome(Answer.ACCEPTED, 250, "OK")


def put(organisation_id: int, key: str = "m1", *, to: str = "sam@example.org", **fields: Any) -> OutboxMessage:
    with tenancy.scope(organisation_id):
        return outbox.put(
            key=key,
            **{
                "purpose": "test.mail",
                "to": to,
                "subject": "Je gesprek",
                "text": "Tot morgen.",
                "at": LONG_AGO,
                **fields,
            },
        )


def words_of(message: OutboxMessage) -> sealed.Words:
    """What a mail says that has not left, also a sealed one."""
    if message.sealed is None:
        return sealed.Words(message.subject, message.text, message.html)
    return sealed.unseal(bytes(message.sealed), message_id=message.mail_message_id)


def fresh(message: OutboxMessage) -> OutboxMessage:
    with tenancy.scope(message.organisation_id):
        return OutboxMessage.objects.get(pk=message.pk)


class Way:
    """A transport that remembers what it got and answers as told: an outcome, or a function of the parcel."""

    def __init__(self, answer: Outcome | Callable[[Parcel], Outcome] = ACCEPTED) -> None:
        self.answer, self.parcels, self.closed = answer, [], False

    def hand_over(self, parcel: Parcel) -> Outcome:
        assert tenancy.current() is None, "an organisation is active while a mail server is spoken to"
        self.parcels.append(parcel)
        return self.answer(parcel) if callable(self.answer) else self.answer

    def close(self) -> None:
        self.closed = True

    @property
    def to(self) -> list[str]:
        return [parcel.to for parcel in self.parcels]
