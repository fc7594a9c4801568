"""Asked by the outbox when it is about to send: is this mail still right? Registered at start (events.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from automation import standing
from automation.models import StepDelivery, StoppedBecause
from automation.services import first_replies, steps
from recruit_platform.core import outbox
from recruit_platform.core.models import OutboxMessage
from talentpool.models import Candidate


@outbox.recheck("follow_ups", purposes=[steps.PURPOSE], reasons=StoppedBecause.values)
def follow_ups(messages: Sequence[OutboxMessage], *, at: datetime) -> Mapping[int, str]:
    """A follow-up goes only while its person still should get it. Three statements a batch."""
    deliveries = StepDelivery.objects.filter(message_id__in=[message.pk for message in messages]).select_related(
        "enrolment__sequence", "enrolment__candidate", "enrolment__application"
    )
    enrolments = {delivery.message_id: delivery.enrolment for delivery in deliveries}
    found = {
        message_id: enrolment.stopped_because
        for message_id, enrolment in enrolments.items()
        if message_id is not None and enrolment.stopped_because
    }
    asked = {message_id: one for message_id, one in enrolments.items() if message_id is not None}
    reasons = standing.reasons_to_stop([one for pk, one in asked.items() if pk not in found], at=at)
    return {**{pk: reasons[one.pk].value for pk, one in asked.items() if one.pk in reasons}, **found}


@outbox.recheck("first_replies", purposes=[first_replies.PURPOSE], reasons=["erased"])
def first_reply(messages: Sequence[OutboxMessage], *, at: datetime) -> Mapping[int, str]:
    """Nobody who was erased gets a reply. One statement a batch."""
    people = {message.person_id for message in messages if message.person_id is not None}
    erased = set(Candidate.objects.filter(pk__in=people, erased_at__isnull=False).values_list("pk", flat=True))
    return {message.pk: "erased" for message in messages if message.person_id in erased}
