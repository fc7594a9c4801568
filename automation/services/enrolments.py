"""Who is in which sequence: in, out, and out of one because of something that happened."""

from __future__ import annotations

from collections.abc import Sequence as Several
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from automation import standing
from automation.models import Enrolment, EnrolmentState, Sequence, SequenceKind, Step, StepDelivery, StoppedBecause
from calendar_app.selectors import today, working_time
from calendar_app.working_time import WorkingTime
from recruit_platform.core import log, outbox
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.log.append import Entry
from recruit_platform.core.models import MessageState
from talentpool.models import Application, Candidate

_LATELY = 5  # sequences of one person that may still have a mail on its way
STARTED, STOPPED = "follow_up.started", "follow_up.stopped"  # counted per sequence and local day


@transaction.atomic
def begin(
    candidate: Candidate, *, kind: SequenceKind, application: Application | None, since: datetime, at: datetime
) -> Enrolment | None:
    """Let somebody into the sequence of a kind that is on; None when there is none or they should not get it.

    ``since`` is when they applied or agreed: what people did after that counts. Who is in the other sequence leaves it when they
    applied; somebody who is kept warm is not taken out of anything.
    """
    sequence = Sequence.objects.filter(kind=kind, is_on=True).order_by("id").first()
    first = Step.objects.filter(sequence=sequence, position=1).first() if sequence is not None else None  # unique
    if sequence is None or first is None or not candidate.email:
        return None
    around = standing.around_candidates([candidate.pk], at=at)[candidate.pk]
    if standing.reason_to_stop(candidate, application, kind=kind, since=since, around=around) is not None:
        return None
    if kind == SequenceKind.AFTER_APPLYING:
        warm = Enrolment.objects.filter(
            candidate=candidate, state=EnrolmentState.ACTIVE, sequence__kind=SequenceKind.KEEP_WARM
        )
        stop_many(list(warm), because=StoppedBecause.APPLIED, by=Actor.system(), at=at)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                sequence=sequence,
                candidate=candidate,
                application=application,
                started_at=since,
                due_at=due(sequence, wait_days=first.wait_days, after=at, working=working_time()),
            )
    except IntegrityError:
        return None  # one active sequence per person
    tallies.count(STARTED, day=today(at), subject_id=sequence.pk)
    data = {"enrolment": enrolment.pk, "sequence": sequence.pk}
    subject = log.Subject("candidate", candidate.pk)
    log.append("sequence.started", subject=subject, actor=Actor.system(), at=at, data=data)
    return enrolment


def keep_warm(candidate: Candidate, *, since: datetime, at: datetime) -> Enrolment | None:
    """Let somebody whose application is behind them into the pool's sequence, if they agreed to that and are in nothing else."""
    return begin(candidate, kind=SequenceKind.KEEP_WARM, application=None, since=since, at=at)


def due(sequence: Sequence, *, wait_days: int, after: datetime, working: WorkingTime) -> datetime:
    """Return when a step may go: some working days after a moment, inside the window, on a working day."""
    zone = ZoneInfo(working.zone)
    if wait_days == 0:
        earliest = after
    else:
        day = working.add_working_days(after.astimezone(zone).date(), wait_days)
        earliest = datetime.combine(day, time(0), tzinfo=zone)
    return working.next_moment(earliest, after=sequence.send_from, before=sequence.send_until)


def stop(enrolment: Enrolment, *, because: StoppedBecause, by: Actor, at: datetime) -> bool:
    """Take one person out and take back what is on its way; False when it had ended."""
    return bool(stop_many([enrolment], because=because, by=by, at=at))


def stop_for(candidate_id: int, *, because: StoppedBecause, by: Actor, at: datetime) -> int:
    """Stop whatever a candidate is in, and take back follow-ups that have not left, also of a sequence that just ended."""
    held = list(Enrolment.objects.filter(candidate_id=candidate_id).order_by("-id"))  # a handful a person
    if not held:
        return 0
    running = [one for one in held if one.state == EnrolmentState.ACTIVE]
    stopped = stop_many(running, because=because, by=by, at=at)
    _take_back([one.pk for one in held[:_LATELY]], because=because, by=by, at=at)
    return stopped


@transaction.atomic
def stop_many(enrolments: Several[Enrolment], *, because: StoppedBecause, by: Actor, at: datetime) -> int:
    """Stop several at once, in a handful of statements; returns how many were still running."""
    ids = [one.pk for one in enrolments]
    running = Enrolment.objects.filter(pk__in=ids, state=EnrolmentState.ACTIVE)
    held = list(running.select_for_update().order_by("id")) if ids else []
    if not held:
        return 0
    Enrolment.objects.filter(pk__in=[one.pk for one in held]).update(
        state=EnrolmentState.STOPPED, stopped_because=because, due_at=None, ended_at=at
    )
    _take_back([one.pk for one in held], because=because, by=by, at=at)
    day = today(at)
    for sequence_id in sorted({one.sequence_id for one in held}):
        count = sum(one.sequence_id == sequence_id for one in held)
        tallies.count(STOPPED, day=day, subject_id=sequence_id, n=count)
    log.append_many(
        [
            Entry(
                "sequence.stopped",
                log.Subject("candidate", one.candidate_id),
                {"enrolment": one.pk, "sequence": one.sequence_id, "because": because.value},
            )
            for one in held
        ],
        actor=by,
        at=at,
    )
    return len(held)


def _take_back(enrolment_ids: Several[int], *, because: StoppedBecause, by: Actor, at: datetime) -> None:
    waiting = StepDelivery.objects.filter(
        enrolment_id__in=enrolment_ids, message__state__in=[MessageState.DUE, MessageState.SENDING]
    ).select_related("message")
    for delivery in waiting.order_by("id"):
        if delivery.message is not None:
            outbox.cancel(delivery.message, by=by, at=at, reason=because.value)
