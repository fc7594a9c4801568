"""Steps that are due become mails, or are skipped with a reason: late, or too soon after another one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Coalesce

from automation import addressees, letters, standing
from automation.models import (
    DeliveryState,
    Enrolment,
    EnrolmentState,
    Sequence,
    SequenceKind,
    Step,
    StepDelivery,
)
from automation.services import enrolments, templates
from calendar_app.selectors import working_time
from calendar_app.working_time import WorkingTime
from recruit_platform.core import clock, log, outbox
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.models import MessageState, OutboxMessage
from recruit_platform.lib import periods
from talentpool.services.consent import POOL_MAILS_A_MONTH

PURPOSE = "candidate.follow_up"
SENT = "follow_up.sent"  # counted per sequence and local day
BATCH = 50
LATE_WORKING_DAYS = 2  # a step that is later than this is not sent any more
APART = timedelta(days=2)  # between two follow-ups to one person, over all sequences
LATE = "late"


@transaction.atomic
def take_due(*, at: datetime) -> int:
    """Decide the next step of up to fifty enrolments that are due in the active organisation; returns how many.

    Rows that another worker holds are left to it. What is decided is written with the mail, so a repeat finds it done.
    """
    due = Enrolment.objects.filter(state=EnrolmentState.ACTIVE, due_at__lte=at).order_by("due_at", "id")
    ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    found = list(
        Enrolment.objects.filter(pk__in=ids)
        .select_related("sequence", "candidate", "application__candidate", "application__vacancy__recruiter__user")
        .order_by("due_at", "id")
    )
    stops = standing.reasons_to_stop(found, at=at)
    working = working_time()
    for enrolment in found:
        if enrolment.pk in stops:
            enrolments.stop(enrolment, because=stops[enrolment.pk], by=Actor.system(), at=at)
        else:
            _take(enrolment, working=working, at=at)
    return len(found)


def _take(enrolment: Enrolment, *, working: WorkingTime, at: datetime) -> None:
    step = Step.objects.filter(sequence_id=enrolment.sequence_id, position=enrolment.next_position).first()  # unique
    if step is None:
        _finish(enrolment, at=at)
        return
    if _is_late(enrolment, working=working, at=at):
        _write(enrolment, step, state=DeliveryState.SKIPPED, reason=LATE, at=at)
        _go_on(enrolment, working=working, at=at)
        return
    may_go_at = _may_go_at(enrolment, working=working, at=at)
    if may_go_at > at:
        enrolment.due_at = may_go_at
        enrolment.save(update_fields=["due_at"])
        return
    _send(enrolment, step, working=working, at=at)
    _go_on(enrolment, working=working, at=at)


def _may_go_at(enrolment: Enrolment, *, working: WorkingTime, at: datetime) -> datetime:
    """Now, or the next moment that the window, the working days and the rest between two mails allow."""
    sequence = enrolment.sequence
    latest = (
        OutboxMessage.objects.filter(person_kind="candidate", person_id=enrolment.candidate_id, purpose=PURPOSE)
        .order_by("-id")
        .values_list("created_at", flat=True)
        .first()
    )
    earliest = max(at, latest + APART) if latest is not None else at
    if sequence.kind == SequenceKind.KEEP_WARM:
        earliest = max(earliest, _promised_rest(enrolment, zone=ZoneInfo(working.zone), at=at))
    return working.next_moment(earliest, after=sequence.send_from, before=sequence.send_until)


def _promised_rest(enrolment: Enrolment, *, zone: ZoneInfo, at: datetime) -> datetime:
    """When the pool's promise of so many mails a month allows the next one: a month after the oldest of the newest so many.

    Over all pool sequences somebody was ever in; what was taken back before it left does not count. One statement.
    """
    gone = (
        StepDelivery.objects.filter(
            enrolment__candidate=enrolment.candidate_id,
            enrolment__sequence__kind=SequenceKind.KEEP_WARM,
            state=DeliveryState.QUEUED,
        )
        .exclude(message__state=MessageState.CANCELLED)
        .annotate(left_at=Coalesce("message__sent_at", "at"))
        .order_by("-left_at", "-id")
    )
    left = list(gone.values_list("left_at", flat=True)[:POOL_MAILS_A_MONTH])
    if len(left) < POOL_MAILS_A_MONTH:
        return at
    local = left[-1].astimezone(zone)
    return datetime.combine(periods.add_months(local.date(), 1), local.time(), tzinfo=zone)


def _is_late(enrolment: Enrolment, *, working: WorkingTime, at: datetime) -> bool:
    due_on = clock.local_date(enrolment.due_at or at, zone=working.zone)  # an active enrolment has its moment
    return working.add_working_days(due_on, LATE_WORKING_DAYS) < clock.local_date(at, zone=working.zone)


def _send(enrolment: Enrolment, step: Step, *, working: WorkingTime, at: datetime) -> None:
    addressee = (
        addressees.of_application(enrolment.application)
        if enrolment.application is not None
        else addressees.of_candidate(enrolment.candidate)
    )
    if not addressee.email:
        _write(enrolment, step, state=DeliveryState.SKIPPED, reason="no_address", at=at)
        return
    version = templates.latest(step.template)
    words = templates.words_in(templates.texts_of(version), language=addressee.language)
    letter = letters.compose(words, addressee, can_unsubscribe=True)
    message = outbox.put(
        key=f"sequence:{enrolment.pk}:{step.position}",
        purpose=PURPOSE,
        to=addressee.email,
        to_name=addressee.name,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        policy=outbox.Policy.HOLD,  # skipped rather than sent twice
        lapses_at=_closes_at(enrolment.sequence, working=working, at=at),
        person=addressee.person,
        reply_to=addressee.reply_to,
        unsubscribe_url=addressee.unsubscribe_url,
        at=at,
    )
    _write(enrolment, step, state=DeliveryState.QUEUED, message=message, version=version, at=at)
    tallies.count(SENT, day=clock.local_date(at, zone=working.zone), subject_id=enrolment.sequence_id)
    log.append(
        "sequence.step_sent_to_outbox",
        subject=log.Subject("candidate", enrolment.candidate_id),
        actor=Actor.system(),
        at=at,
        data={"enrolment": enrolment.pk, "position": step.position, "message": message.pk},
        rule_version=f"sequence.{enrolment.sequence_id}@{version.number}",
    )


def _closes_at(sequence: Sequence, *, working: WorkingTime, at: datetime) -> datetime:
    zone = ZoneInfo(working.zone)
    return datetime.combine(at.astimezone(zone).date(), sequence.send_until, tzinfo=zone)


def _write(enrolment: Enrolment, step: Step, *, state: DeliveryState, at: datetime, **fields: object) -> None:
    StepDelivery.objects.create(enrolment=enrolment, position=step.position, state=state, at=at, **fields)


def _go_on(enrolment: Enrolment, *, working: WorkingTime, at: datetime) -> None:
    enrolment.next_position += 1
    following = Step.objects.filter(sequence_id=enrolment.sequence_id, position=enrolment.next_position).first()
    if following is None:
        _finish(enrolment, at=at)
        return
    enrolment.due_at = enrolments.due(enrolment.sequence, wait_days=following.wait_days, after=at, working=working)
    enrolment.save(update_fields=["next_position", "due_at"])


def _finish(enrolment: Enrolment, *, at: datetime) -> None:
    enrolment.state, enrolment.due_at, enrolment.ended_at = EnrolmentState.DONE, None, at
    enrolment.save(update_fields=["state", "due_at", "ended_at", "next_position"])
    if enrolment.sequence.kind == SequenceKind.AFTER_APPLYING:
        enrolments.keep_warm(enrolment.candidate, since=at, at=at)
