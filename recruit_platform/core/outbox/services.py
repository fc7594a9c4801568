"""Putting mail in the outbox, taking it out, and what people decide about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, tenancy, work
from recruit_platform.core.log import Actor
from recruit_platform.core.models import (
    MessageState,
    OutboxMessage,
    Policy,
    Suppression,
    SuppressionReason,
)
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import ids, text

from . import addresses, forgetting, marks, rechecks, sealed

PURPOSE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_ORGANISATION = re.compile(r"<[0-9a-f-]{36}\.o([0-9]{1,18})@[^<>@\s]+>")


class NotNow(Refusal):
    """The mail is in another state than this needs, for instance because somebody else was quicker."""


@dataclass(frozen=True)
class Person:
    """Whom the mail is about: ``kind`` is a declared subject of the log."""

    kind: str
    id: int


def put(
    *,
    key: str,
    purpose: str,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    to_name: str = "",
    policy: Policy = Policy.RETRY,
    due_at: datetime | None = None,
    lapses_at: datetime | None = None,
    person: Person | None = None,
    reply_to: str = "",
    unsubscribe_url: str = "",
    seals: bool = False,
) -> OutboxMessage:
    """Put a mail of the active organisation in the outbox, in the running transaction; it leaves after the commit.

    Idempotent on ``key``: a second put returns the first mail unchanged. ``due_at`` left out means at once; after ``lapses_at``
    it is not sent any more; ``unsubscribe_url`` is for mail one can unsubscribe from; ``seals`` is for mail whose link opens
    something: its words are encrypted until it has left. Raises AddressRefused.
    """
    if not PURPOSE.fullmatch(purpose) or len(key) > 120:
        raise ValueError("A purpose looks like team.invitation; a key has at most 120 characters.")
    existing = OutboxMessage.objects.filter(key=key).first()  # the key is unique
    if existing is not None:
        return existing
    moment = due_at or at
    message = OutboxMessage(key=key, purpose=purpose, policy=policy, created_at=at, due_at=moment, try_at=moment)
    message.lapses_at = lapses_at
    _address(message, to=to, to_name=to_name, reply_to=reply_to, unsubscribe_url=unsubscribe_url, person=person)
    _write(message, subject=subject, words=text, html=html, seals=seals)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return OutboxMessage.objects.get(key=key)  # somebody put it a moment ago
    if moment <= at:
        work.ring_for_organisation("core.send_mail", queue=work.Queue.MAIL)
    return message


def cancel(message: OutboxMessage, *, by: Actor, at: datetime, reason: str = rechecks.CANCELLED) -> bool:
    """Take back a mail that has not been handed to a mail server; False when it is too late or it had ended."""
    return bool(_cancel(Q(pk=message.pk), by=by, at=at, reason=reason))


def cancel_for_person(person: Person, *, by: Actor, at: datetime, reason: str = rechecks.CANCELLED) -> int:
    """Take back everything about a person that has not been handed over; returns how many."""
    return _cancel(Q(person_kind=person.kind, person_id=person.id), by=by, at=at, reason=reason)


def forget_person(person: Person, *, by: Actor, at: datetime) -> int:
    """Take back what waits for a person and empty all mail to them; returns how many rows are empty now. Repeatable.

    Raises forgetting.OnItsWay while a mail server holds one of them.
    """
    cancel_for_person(person, by=by, at=at)
    return forgetting.empty(forgetting.about(person.kind, person.id))


def was_sent(message: OutboxMessage, *, by: Actor, at: datetime) -> None:
    """A person found out that an unsure mail did leave. Raises NotNow when it is not unsure any more."""
    won = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.UNSURE).update(
        state=MessageState.SENT, sent_at=message.handed_at or at, lease=None, leased_until=None
    )
    if not won:
        raise NotNow(_("Over dit bericht is al besloten."))
    data = {"message": message.pk, "day": marks.count_sent(message.handed_at or at, zone=marks.zone())}
    log.append("mail.confirmed", subject=marks.subject_of(message), actor=by, at=at, data=data)


def send_again(message: OutboxMessage, *, by: Actor, at: datetime) -> None:
    """A person decided that an unsure or failed mail goes (again), with the same Message-ID. Raises NotNow in other states."""
    undecided = OutboxMessage.objects.filter(pk=message.pk, state__in=[MessageState.UNSURE, MessageState.FAILED])
    won = undecided.exclude(to_address="").update(  # without an address: its person was erased
        state=MessageState.DUE,
        due_at=at,
        try_at=at,
        attempts=0,
        lease=None,
        leased_until=None,
        handed_at=None,
        end_reason=None,
    )
    if not won:
        raise NotNow(_("Over dit bericht is al besloten."))
    log.append("mail.sent_again", subject=marks.subject_of(message), actor=by, at=at, data={"message": message.pk})
    work.ring_for_organisation("core.send_mail", queue=work.Queue.MAIL)


def suppress(address: str, *, reason: SuppressionReason, at: datetime) -> None:
    """Send this address nothing more (unsubscribe: nothing one can unsubscribe from). Repeatable; outlives the person."""
    Suppression.objects.get_or_create(
        address_hash=addresses.digest(address, at=at),
        reason=reason,
        defaults={"at": at},
    )


def allow_again(address: str, *, reason: SuppressionReason) -> bool:
    """Lift a suppression, for instance when somebody signs up again; False when there was none."""
    hashes = addresses.digests([address])
    deleted, _rows = Suppression.objects.filter(address_hash__in=hashes.values(), reason=reason).delete()
    return bool(deleted)


def record_delivered(message_id: str, *, at: datetime) -> bool:
    """A report says that the mail arrived. Repeatable, also out of order; False when the Message-ID is not one of ours."""
    organisation_id = organisation_of(message_id)
    if organisation_id is None:
        return False
    with tenancy.scope(organisation_id):
        known = OutboxMessage.objects.filter(mail_message_id=message_id)
        if known.filter(delivered_at=None, bounced_at=None).update(delivered_at=at):
            marks.count_delivered(at)
        return known.exists()


def record_bounce(message_id: str, *, permanent: bool, at: datetime) -> bool:
    """A report says that the mail did not arrive; a permanent one ends all mail to that address. Repeatable.

    Returns False when the Message-ID is not one of ours.
    """
    organisation_id = organisation_of(message_id)
    if organisation_id is None:
        return False
    with tenancy.scope(organisation_id):
        message = OutboxMessage.objects.filter(mail_message_id=message_id).first()  # the Message-ID is unique
        if message is None:
            return False
        if OutboxMessage.objects.filter(pk=message.pk, bounced_at=None).update(bounced_at=at):
            data = {"message": message.pk, "permanent": permanent}
            log.append("mail.bounced", subject=marks.subject_of(message), actor=Actor.system(), at=at, data=data)
        if permanent and message.to_address:  # else it was forgotten since
            suppress(message.to_address, reason=SuppressionReason.BOUNCE, at=at)
        return True


def record_complaint(message_id: str, *, at: datetime) -> bool:
    """The receiver called the mail unwanted: nothing more goes to that address. Repeatable; False when it is not ours."""
    organisation_id = organisation_of(message_id)
    if organisation_id is None:
        return False
    with tenancy.scope(organisation_id):
        message = OutboxMessage.objects.filter(mail_message_id=message_id).first()  # the Message-ID is unique
        if message is None:
            return False
        if message.to_address:
            suppress(message.to_address, reason=SuppressionReason.COMPLAINT, at=at)
        return True


def organisation_of(message_id: str) -> int | None:
    """The organisation that a Message-ID of ours names; its random part is what proves that we gave it out."""
    found = _ORGANISATION.fullmatch(message_id.strip())
    return int(found[1]) if found and int(found[1]) > 0 else None


def _address(
    message: OutboxMessage, *, to: str, to_name: str, reply_to: str, unsubscribe_url: str, person: Person | None
) -> None:
    message.to_address = addresses.checked(to)
    message.to_name = text.clean_line(to_name)[:200]
    message.reply_to = addresses.checked(reply_to) if reply_to else ""
    message.unsubscribe_url = text.clean_line(unsubscribe_url)
    if message.unsubscribe_url and not re.fullmatch(r"https?://[^\s<>]{1,390}", message.unsubscribe_url):
        raise ValueError("unsubscribe_url must be an absolute http(s) address.")
    if person is not None:
        message.person_kind, message.person_id = person.kind, person.id
    message.mail_message_id = f"<{ids.uuid7()}.o{tenancy.required()}@{settings.MAIL_DOMAIN}>"


def _write(message: OutboxMessage, *, subject: str, words: str, html: str, seals: bool) -> None:
    message.subject = text.clean_line(subject)[:400]
    kept = sealed.Words(subject=message.subject, text=text.clean(words), html=text.clean(html))
    if seals:
        message.sealed = sealed.seal(kept, message_id=message.mail_message_id)
    else:
        message.text, message.html = kept.text, kept.html


def _cancel(which: Q, *, by: Actor, at: datetime, reason: str) -> int:
    """Also reaches a claimed mail that has not been handed over: its sender looks again just before it does."""
    waiting = Q(state=MessageState.DUE) | Q(state=MessageState.SENDING, handed_at=None)
    found = list(OutboxMessage.objects.filter(which & waiting).select_for_update().order_by("id"))
    if not found:
        return 0
    OutboxMessage.objects.filter(pk__in=[message.pk for message in found]).update(
        state=MessageState.CANCELLED, end_reason=reason, lease=None, leased_until=None, sealed=None
    )
    marks.log_cancelled([(message, reason) for message in found], by=by, at=at)
    forgetting.taken_back([(message, reason) for message in found])
    return len(found)
