"""Mails as lines, and one mail opened."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, cast
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recruit_platform.core.models import MailboxMessage, MessageState, OutboxMessage
from recruit_platform.core.outbox import rechecks, sealed
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.ui.parts import Crumb, Fact, Status, Tab, Text, Tone

_TONES = {
    MessageState.DUE: Tone.INFO,
    MessageState.SENDING: Tone.INFO,
    MessageState.SENT: Tone.OK,
    MessageState.UNSURE: Tone.WARN,
    MessageState.FAILED: Tone.BAD,
    MessageState.CANCELLED: Tone.IDLE,
}
# A link that lets somebody in is for its reader only: who may see the outbox may not become an admin through it.
_SEALED_PURPOSES = ("team.", "person.")


@dataclass(frozen=True)
class Line:
    id: UUID
    at: datetime
    to: str
    subject: str
    status: Status
    is_unsure: bool
    is_failed: bool
    note: Text


@dataclass(frozen=True)
class Detail:
    line: Line
    text: str
    is_sealed: bool
    message_id: str
    server_said: str
    attempts: int
    sent_at: datetime | None
    delivered_at: datetime | None
    bounced_at: datetime | None


@dataclass(frozen=True)
class MailboxLine:
    id: UUID
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class Opened:
    id: UUID
    at: datetime
    to: str
    sender: str
    subject: str
    text: str
    has_html: bool
    headers: list[tuple[str, str]]


def lines(found: Iterable[OutboxMessage]) -> list[Line]:
    return [_line(one) for one in found]


def detail(found: OutboxMessage) -> Detail:
    is_sealed = found.purpose.startswith(_SEALED_PURPOSES)
    return Detail(
        line=_line(found),
        text="" if is_sealed else found.text,
        is_sealed=is_sealed,
        message_id=found.mail_message_id,
        server_said=found.last_reply or "" if found.state == MessageState.FAILED else "",
        attempts=found.attempts,
        sent_at=found.sent_at,
        delivered_at=found.delivered_at,
        bounced_at=found.bounced_at,
    )


def facts(mail: Detail) -> list[Fact]:
    """The course of one mail, moment by moment."""
    moments = (
        (_("Verstuurd"), mail.sent_at),
        (_("Bezorgd"), mail.delivered_at),
        (_("Teruggekomen"), mail.bounced_at),
    )
    return [
        Fact(term=_("Aan"), value=mail.line.to),
        Fact(term=_("Status"), value=mail.line.status.word, note=mail.line.note),
        Fact(term=_("Pogingen"), value=str(mail.attempts)),
        *([Fact(term=_("De mailserver zei"), value=mail.server_said)] if mail.server_said else []),
        *(Fact(term=term, value=in_words(at)) for term, at in moments if at is not None),
    ]


def headers(mail: Opened) -> list[Fact]:
    return [
        Fact(term=_("Van"), value=mail.sender),
        Fact(term=_("Aan"), value=mail.to),
        Fact(term=_("Ontvangen"), value=in_words(mail.at)),
    ]


def crumbs(request: OrganisationRequest, name: str) -> list[Crumb]:
    label = {"mails": _("Mail"), "mailbox": _("Postvak")}[name]
    return [Crumb(label=label, url=reverse(name, args=[request.organisation.slug]))]


def in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D j b Y, H:i")


def state_tabs(request: OrganisationRequest, *, current: str) -> list[Tab]:
    there = reverse("mails", args=[request.organisation.slug])
    every = Tab(label=_("Alles"), url=there, current=current not in MessageState.values)
    return [every] + [
        Tab(label=state.label, url=f"{there}?state={state.value}", current=current == state.value, tone=_TONES[state])
        for state in MessageState
    ]


def mailbox_lines(found: Iterable[MailboxMessage]) -> list[MailboxLine]:
    return [
        MailboxLine(id=one.public_id, at=one.received_at, to=one.to_address, subject=one.message.subject)
        for one in found
    ]


def opened(found: MailboxMessage) -> Opened:
    parsed = _parsed(found)
    return Opened(
        id=found.public_id,
        at=found.received_at,
        to=found.to_address,
        sender=str(parsed.get("From", "")),
        subject=str(parsed.get("Subject", "")),
        text=_part(parsed, "plain"),
        has_html=bool(_part(parsed, "html")),
        headers=[(name, str(value)) for name, value in parsed.items()],
    )


def html_of(found: MailboxMessage) -> str:
    return _part(_parsed(found), "html")


def _line(one: OutboxMessage) -> Line:
    state = MessageState(one.state)
    return Line(
        id=one.public_id,
        at=one.sent_at or one.due_at,
        to=one.to_address,
        subject=one.subject,
        status=Status(tone=_TONES[state], word=state.label),
        is_unsure=state == MessageState.UNSURE,
        is_failed=state == MessageState.FAILED,
        note=_why(one),
    )


def _why(one: OutboxMessage) -> Text:
    """Why it did not go, or not yet: in our words where it has ended, else what the mail server said last."""
    if one.state in {MessageState.CANCELLED, MessageState.FAILED}:
        return rechecks.in_words(one.end_reason or "") or _("Vlak voor het versturen bleek hij niet meer nodig.")
    return "" if one.state == MessageState.SENT else one.last_reply or ""


def _parsed(found: MailboxMessage) -> EmailMessage:
    raw = bytes(found.raw)
    plain = sealed.reveal(raw, message_id=found.mail_message_id) if found.is_sealed else raw
    return cast(EmailMessage, email.message_from_bytes(plain, policy=cast(Any, email.policy.default)))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
