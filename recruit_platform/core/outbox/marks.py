"""What mail leaves behind in the log, the tallies and on live panels: ids and facts only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from recruit_platform.core import clock, log
from recruit_platform.core.log import Actor, Subject, tallies
from recruit_platform.core.log.append import Entry
from recruit_platform.core.models import OrganisationSettings, OutboxMessage
from recruit_platform.core.poll import versions

from .outcomes import Outcome

SENT, DELIVERED = "mail.sent", "mail.delivered"


def subject_of(message: OutboxMessage) -> Subject:
    """The person the mail is about, so that it stands on their timeline; else the mail itself."""
    if message.person_kind and message.person_id:
        return Subject(message.person_kind, message.person_id)
    return Subject("message", message.pk)


def sent(message: OutboxMessage, *, at: datetime, zone: str) -> None:
    data = {"message": message.pk, "day": count_sent(at, zone=zone)}
    log.append("mail.sent", subject=subject_of(message), actor=Actor.system(), at=at, data=data)


def failed(message: OutboxMessage, *, reason: str, outcome: Outcome, at: datetime) -> None:
    data = {"message": message.pk, "reason": reason, "code": outcome.code}
    log.append("mail.failed", subject=subject_of(message), actor=Actor.system(), at=at, data=data)


def unsure(messages: Sequence[OutboxMessage], *, at: datetime) -> None:
    entries = [Entry("mail.unsure", subject_of(message), {"message": message.pk}) for message in messages]
    if entries:
        log.append_many(entries, actor=Actor.system(), at=at)


def log_cancelled(cancelled: Sequence[tuple[OutboxMessage, str]], *, by: Actor, at: datetime) -> None:
    entries = [
        Entry("mail.cancelled", subject_of(message), {"message": message.pk, "reason": reason})
        for message, reason in cancelled
    ]
    if entries:
        log.append_many(entries, actor=by, at=at)


def count_sent(at: datetime, *, zone: str) -> date:
    """Count a mail on the organisation's local day; returns that day."""
    day = clock.local_date(at, zone=zone)
    tallies.count(SENT, day=day)
    versions.touch("mails-sent")
    return day


def count_delivered(at: datetime) -> None:
    tallies.count(DELIVERED, day=clock.local_date(at, zone=zone()))


def zone() -> str:
    """The time zone of the active organisation. One query."""
    return OrganisationSettings.active().time_zone
