"""The two tables of mail behind one face: an organisation's outbox, and mails about people's accounts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from recruit_platform.core import clock, tenancy
from recruit_platform.core.log import Actor
from recruit_platform.core.models import (
    AccountMail,
    MailboxMessage,
    Organisation,
    OutboxMessage,
    SuppressionReason,
)

from . import forgetting, marks, mime, rechecks, sealed, services
from .outcomes import Outcome
from .transports import Parcel


class Box(Protocol):
    def opened(self) -> AbstractContextManager[None]:
        """A transaction in which ``rows()`` may be used."""

    def rows(self) -> QuerySet[Any]: ...

    def refusals(self, messages: Sequence[Any], *, at: datetime) -> dict[int, str]: ...

    def parcel(self, message: Any, *, at: datetime) -> Parcel: ...

    def drop(self, parcel: Parcel) -> None:
        """Keep a mail that the mailbox transport got."""

    def sent(self, message: Any, *, at: datetime) -> None: ...

    def failed(self, message: Any, *, reason: str, outcome: Outcome, at: datetime) -> None: ...

    def cancelled(self, cancelled: Sequence[tuple[Any, str]], *, at: datetime) -> None: ...

    def unsure(self, messages: Sequence[Any], *, at: datetime) -> None: ...


def of(organisation_id: int | None) -> Box:
    """The outbox of an organisation; None names the account mails."""
    return AccountBox() if organisation_id is None else OrganisationBox(organisation_id)


class OrganisationBox:
    def __init__(self, organisation_id: int) -> None:
        self._organisation_id = organisation_id
        self._name = self._zone = ""

    def opened(self) -> AbstractContextManager[None]:
        return tenancy.scope(self._organisation_id)

    def rows(self) -> QuerySet[OutboxMessage]:
        return OutboxMessage.objects.all()

    def refusals(self, messages: Sequence[OutboxMessage], *, at: datetime) -> dict[int, str]:
        if not self._zone:  # once per round: both are the same for every mail of it
            self._zone = marks.zone()
            self._name = Organisation.active().name
        return rechecks.refusals(messages, at=at)

    def parcel(self, message: OutboxMessage, *, at: datetime) -> Parcel:
        words = _words(message)
        letter = mime.Letter(
            message_id=message.mail_message_id,
            sender=settings.MAIL_FROM,
            sender_name=self._name,
            to=message.to_address,
            to_name=message.to_name,
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=at,
            reply_to=message.reply_to,
            unsubscribe_url=message.unsubscribe_url,
        )
        return Parcel(row=message, sender=settings.MAIL_FROM, to=message.to_address, raw=mime.build(letter))

    def drop(self, parcel: Parcel) -> None:
        message_id, seals = parcel.row.mail_message_id, parcel.row.sealed is not None
        with self.opened():
            MailboxMessage.objects.create(
                message=parcel.row,
                mail_message_id=message_id,
                to_address=parcel.to,
                raw=sealed.close(parcel.raw, message_id=message_id) if seals else parcel.raw,
                is_sealed=seals,
                received_at=clock.now(),
            )

    def sent(self, message: OutboxMessage, *, at: datetime) -> None:
        if message.sealed is not None:
            OutboxMessage.objects.filter(pk=message.pk).update(sealed=None)
        marks.sent(message, at=at, zone=self._zone or marks.zone())
        forgetting.ended([message])

    def failed(self, message: OutboxMessage, *, reason: str, outcome: Outcome, at: datetime) -> None:
        marks.failed(message, reason=reason, outcome=outcome, at=at)
        if outcome.recipient_gone:
            services.suppress(message.to_address, reason=SuppressionReason.BOUNCE, at=at)
        forgetting.ended([message])

    def cancelled(self, cancelled: Sequence[tuple[OutboxMessage, str]], *, at: datetime) -> None:
        held = [message.pk for message, _ in cancelled if message.sealed is not None]
        if held:
            OutboxMessage.objects.filter(pk__in=held).update(sealed=None)
        marks.log_cancelled(cancelled, by=Actor.system(), at=at)
        forgetting.taken_back(cancelled)

    def unsure(self, messages: Sequence[OutboxMessage], *, at: datetime) -> None:
        marks.unsure(messages, at=at)


class AccountBox:
    """Leaves no marks: the log belongs to organisations, and these mails to none."""

    def opened(self) -> AbstractContextManager[None]:
        return transaction.atomic()

    def rows(self) -> QuerySet[AccountMail]:
        return AccountMail.objects.all()

    def refusals(self, messages: Sequence[AccountMail], *, at: datetime) -> dict[int, str]:
        return {m.pk: rechecks.LAPSED for m in messages if m.lapses_at is not None and m.lapses_at <= at}

    def parcel(self, message: AccountMail, *, at: datetime) -> Parcel:
        words = sealed.unseal(bytes(message.sealed or b""), message_id=message.mail_message_id)
        letter = mime.Letter(
            message_id=message.mail_message_id,
            sender=settings.MAIL_FROM,
            sender_name="",
            to=message.to_address,
            to_name="",
            subject=words.subject,
            text=words.text,
            html=words.html,
            at=at,
        )
        return Parcel(row=message, sender=settings.MAIL_FROM, to=message.to_address, raw=mime.build(letter))

    def drop(self, parcel: Parcel) -> None:
        """The row itself is the mailbox: its words are kept."""

    def sent(self, message: AccountMail, *, at: datetime) -> None:
        if settings.EMAIL.scheme != "mailbox":
            AccountMail.objects.filter(pk=message.pk).update(sealed=None)

    def failed(self, message: AccountMail, *, reason: str, outcome: Outcome, at: datetime) -> None:
        AccountMail.objects.filter(pk=message.pk).update(sealed=None)

    def cancelled(self, cancelled: Sequence[tuple[AccountMail, str]], *, at: datetime) -> None:
        AccountMail.objects.filter(pk__in=[message.pk for message, _ in cancelled]).update(sealed=None)

    def unsure(self, messages: Sequence[AccountMail], *, at: datetime) -> None:
        """Never happens: account mails are all ``retry``."""


def _words(message: OutboxMessage) -> sealed.Words:
    if message.sealed is None:
        return sealed.Words(subject=message.subject, text=message.text, html=message.html)
    return sealed.unseal(bytes(message.sealed), message_id=message.mail_message_id)
