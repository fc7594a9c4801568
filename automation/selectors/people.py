"""Who is in a sequence, whom a text can be tried on, and which first replies went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automation.models import Enrolment, EnrolmentState, Sequence, StepDelivery
from recruit_platform.core import log
from recruit_platform.core.log import Cursor
from recruit_platform.core.models import OutboxMessage
from talentpool.models import Application

PAGE = 50
TRIED_ON = 12


@dataclass(frozen=True)
class Replied:
    """One first reply: to which application, and what became of the mail."""

    event_id: int
    application: Application
    message: OutboxMessage


def active_in(sequence: Sequence, *, after_id: int | None = None) -> list[Enrolment]:
    """Return who is in a sequence now, first in first, one more than a page. One statement along (organisation, sequence)."""
    rows = Enrolment.objects.filter(sequence=sequence, state=EnrolmentState.ACTIVE).select_related(
        "candidate", "application__vacancy"
    )
    if after_id is not None:
        rows = rows.filter(pk__gt=after_id)
    return list(rows.order_by("id")[: PAGE + 1])


def left_lately(sequence: Sequence, *, at_most: int = 20) -> list[Enrolment]:
    """Return who left it last, the last one first. One statement along (organisation, sequence, -ended_at)."""
    rows = Enrolment.objects.filter(sequence=sequence).filter(ended_at__isnull=False)
    return list(rows.select_related("candidate", "application__vacancy").order_by("-ended_at", "-id")[:at_most])


def deliveries_of(enrolment_ids: list[int]) -> dict[int, list[StepDelivery]]:
    """Return the decided steps per enrolment with their mails, in order. One statement."""
    found: dict[int, list[StepDelivery]] = {}
    rows = (
        StepDelivery.objects.filter(enrolment_id__in=enrolment_ids)
        .select_related("message")
        .defer("message__text", "message__html")
    )
    for delivery in rows.order_by("enrolment_id", "position"):
        found.setdefault(delivery.enrolment_id, []).append(delivery)
    return found


def to_try_on() -> list[Application]:
    """Return the newest applications, to see a text on a real candidate. One statement."""
    rows = Application.objects.filter(candidate__erased_at=None).select_related("candidate", "vacancy")
    return list(rows.order_by("-submitted_at", "-id")[:TRIED_ON])


def application(public_id: str) -> Application | None:
    """Return one application with all that a mail needs; None when there is none. One statement."""
    rows = Application.objects.select_related("candidate", "vacancy__recruiter__user")
    return rows.filter(public_id=public_id).first()  # unique


def first_replies(*, before_event_id: int | None = None, at_most: int = PAGE) -> list[Replied]:
    """Return first replies, newest first. Three statements, along (organisation, kind, -id)."""
    after = Cursor(before_event_id) if before_event_id is not None else None
    events = log.newest(kinds=["first_reply.sent_to_outbox"], after=after, at_most=at_most)
    applications: Mapping[int, Application] = {
        one.pk: one
        for one in Application.objects.filter(pk__in=[event.subject_id for event in events]).select_related(
            "candidate", "vacancy"
        )
    }
    mails: Mapping[int, OutboxMessage] = {
        one.pk: one
        for one in OutboxMessage.objects.filter(pk__in=[event.data["message"] for event in events]).defer(
            "text", "html"
        )
    }
    return [
        Replied(event.pk, applications[event.subject_id], mails[event.data["message"]])
        for event in events
        if event.subject_id in applications and event.data["message"] in mails
    ]
