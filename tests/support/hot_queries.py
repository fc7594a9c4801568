"""The queries that pages and workers run all day, each with the index that must serve it under row-level security.

A new hot page adds its query here: ``python -m bench walls`` measures it, a test holds its index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from recruit_platform.core.models import (
    DayOff,
    Event,
    FileKey,
    Invitation,
    LongJob,
    MailboxMessage,
    Membership,
    OutboxMessage,
    PendingEvent,
    StoredFile,
    Suppression,
    Tally,
    TallyTail,
)
from tests.support.builders import NOON

PAGE = 51  # fifty rows and one that says whether there are more


@dataclass(frozen=True)
class Known:
    """Values that exist in the organisation asked about: queries look for something that is there."""

    event_id: int
    message_id: int
    public_id: str
    user_id: int
    file_id: str
    key_id: int
    day: date = date(2026, 11, 23)
    at: datetime = NOON


@dataclass(frozen=True)
class HotQuery:
    """``index`` is how the name of the index begins; two that serve alike are parted by a bar."""

    name: str
    index: str
    make: Callable[[Known], QuerySet[Any]]


QUERIES = [
    HotQuery("log, newest", "core_event_tenant_key", lambda k: Event.objects.order_by("-id")[:PAGE]),
    HotQuery("log, next page", "core_event_tenant_key", lambda k: Event.objects.filter(id__lt=k.event_id).order_by("-id")[:PAGE]),
    HotQuery("log of a subject", "event_of_subject", lambda k: Event.objects.filter(
        subject_kind="candidate", subject_id=7).order_by("-id")[:PAGE]),
    HotQuery("log of a kind", "event_of_kind", lambda k: Event.objects.filter(kind="mail.sent").order_by("-id")[:PAGE]),
    HotQuery("one event", "core_event", lambda k: Event.objects.filter(pk=k.event_id)),
    HotQuery("mails, newest", "core_outboxmessage_tenant_key", lambda k: OutboxMessage.objects.order_by("-id")[:PAGE]),
    HotQuery("mails in a state", "message_by_state", lambda k: OutboxMessage.objects.filter(
        state="unsure").order_by("-id")[:PAGE]),
    HotQuery("mails in a state, next page", "message_by_state", lambda k: OutboxMessage.objects.filter(
        state="sent", id__lt=k.message_id).order_by("-id")[:PAGE]),
    HotQuery("mails of a person", "message_of_person", lambda k: OutboxMessage.objects.filter(
        person_kind="candidate", person_id=7).order_by("-id")[:PAGE]),
    HotQuery("mail by public id", "message_public_id", lambda k: OutboxMessage.objects.filter(public_id=k.public_id)),
    HotQuery("mail by key", "message_once", lambda k: OutboxMessage.objects.filter(key="reply:7")),
    HotQuery("mails by the beginning of a key", "message_once", lambda k: OutboxMessage.objects.filter(
        key__startswith="reply:77").order_by("key")[:PAGE]),
    HotQuery("mails to send", "message_due|message_of_address", lambda k: OutboxMessage.objects.filter(
        state="due", try_at__lte=k.at).order_by("try_at", "id")[:PAGE]),
    HotQuery("mailbox with its mails", "core_mailboxmessage_tenant_key", lambda k: MailboxMessage.objects.select_related(
        "message").order_by("-id")[:PAGE]),
    HotQuery("membership of a person", "one_membership_per_person|core_membership_user_id",
        lambda k: Membership.objects.filter(user_id=k.user_id)),
    HotQuery("team with names", "core_membership", lambda k: Membership.objects.select_related("user").order_by("id")[:PAGE]),
    HotQuery("file by public id", "file_public_id", lambda k: StoredFile.objects.filter(public_id=k.file_id)),
    HotQuery("files of a person, with the key", "file_of_key", lambda k: StoredFile.objects.select_related("key").filter(
        key_id=k.key_id).order_by("id")),
    HotQuery("key of a person's files", "one_file_key_per_owner", lambda k: FileKey.objects.filter(
        owner_kind="candidate", owner_id=7)),
    HotQuery("counters of a month", "tally_once", lambda k: Tally.objects.filter(
        kind="mail.sent", subject_id=0, day__gt=k.day - timedelta(days=31), day__lte=k.day)),
    HotQuery("counter and tail", "core_tallytail", lambda k: TallyTail.objects.filter(kind="mail.sent").values(
        "kind").annotate(total=Sum("n"))),
    HotQuery("jobs, newest", "core_longjob_tenant_key", lambda k: LongJob.objects.order_by("-id")[:PAGE]),
    HotQuery("events a subscriber failed", "pending_event_failed", lambda k: PendingEvent.objects.filter(
        failed_at__isnull=False).order_by("failed_at")[:PAGE]),
    HotQuery("days off of a month", "day_off_once", lambda k: DayOff.objects.filter(day__gte=k.day, day__lt=k.day
        + timedelta(days=31)).order_by("day")),
    HotQuery("is an address suppressed", "suppression_once", lambda k: Suppression.objects.filter(address_hash="h7")),
    HotQuery("open invitation to an address", "one_open_invitation_per_address", lambda k: Invitation.objects.filter(
        email="p7@example.org", accepted_at=None, revoked_at=None)),
]  # fmt: skip


def statement(query: HotQuery, known: Known) -> tuple[str, tuple[Any, ...]]:
    """The SQL as the ORM sends it, and its parameters; inside a scope."""
    return query.make(known).query.sql_with_params()


def indexes_in(plan: Any) -> set[str]:
    """Every index that a plan (EXPLAIN, FORMAT JSON) reads."""
    found: set[str] = set()
    if isinstance(plan, dict):
        if "Index Name" in plan:
            found.add(plan["Index Name"])
        for value in plan.values():
            found |= indexes_in(value)
    if isinstance(plan, list):
        for value in plan:
            found |= indexes_in(value)
    return found


def plan_of(query: HotQuery, known: Known) -> Any:
    """The plan that the running role gets; inside a scope."""
    sql, params = statement(query, known)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        return cursor.fetchone()[0]


def is_served(query: HotQuery, plan: Any) -> bool:
    return any(name.startswith(wanted) for name in indexes_in(plan) for wanted in query.index.split("|"))


def known_in(organisation_id: int) -> Known:
    """Values to look for; inside the organisation's scope."""
    event = Event.objects.order_by("id")[Event.objects.count() // 2]
    message = OutboxMessage.objects.order_by("id")[OutboxMessage.objects.count() // 2]
    file = StoredFile.objects.order_by("id")[0]
    member = Membership.objects.order_by("id")[0]
    return Known(event.pk, message.pk, str(message.public_id), member.user_id, str(file.public_id), file.key_id)
