"""The promise to call: when it is due in working hours, who does it, and what ends it. Only people stop the clock."""

from __future__ import annotations

from datetime import datetime

from calendar_app import selectors as calendar
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.poll import versions
from talentpool.models import Application, CallBack, CallBackEnd, Stage
from talentpool.people import Doer, actor_of
from talentpool.services import funnel

NEXT_TRY_HOURS = 3  # working hours before somebody who did not answer is tried again


def open_for(application: Application, *, stage: Stage, at: datetime) -> CallBack | None:
    """Promise a call within the limits of the stage; None for a stage without limits. An open promise stays as it is."""
    if stage.ideal_hours is None or stage.at_most_hours is None:
        return None
    standing = of(application)
    if standing is not None:
        return standing
    hours = calendar.working_time()
    call_back = CallBack.objects.create(
        application=application,
        assigned_to_id=application.vacancy.recruiter_id if application.vacancy else None,
        opened_at=at,
        ideal_at=hours.add_hours(at, stage.ideal_hours),
        due_at=hours.add_hours(at, stage.at_most_hours),
    )
    _touch()
    return call_back


def of(application: Application) -> CallBack | None:
    """Return the open promise of an application. One statement."""
    return CallBack.objects.filter(application=application, ended_at=None).first()  # one open row per application


def stop(application: Application, *, end: CallBackEnd, at: datetime) -> CallBack | None:
    """End the open promise and judge it. In time is only a word with the candidate: a case that ended, or moved on by hand,
    counts as neither while the limit had not passed. Late stays late, whatever ends it.
    """
    standing = of(application)
    if standing is None or standing.opened_at > at:
        return None  # what was promised after this moment is something else
    if standing.waits_for_candidate_since is not None:
        _go_on(standing, at=at)
    in_time: bool | None = at <= standing.due_at
    if end != CallBackEnd.CONTACT and in_time:
        in_time = None
    won = CallBack.objects.filter(pk=standing.pk, ended_at=None).update(ended_at=at, end=end, in_time=in_time)
    if not won:
        return None  # somebody else ended it a moment ago
    if in_time is not None:
        kind = funnel.IN_TIME if in_time else funnel.LATE
        funnel.count(kind, vacancy_id=application.vacancy_id, at=at)
    _touch()
    return standing


def reopen(call_back: CallBack, *, at: datetime) -> None:
    """Take back an end that was undone: the promise stands as it did, and what was counted is uncounted."""
    call_back.refresh_from_db()
    if call_back.ended_at is None or of(call_back.application) is not None:
        return
    if call_back.in_time is not None:
        kind = funnel.IN_TIME if call_back.in_time else funnel.LATE
        funnel.count(kind, vacancy_id=call_back.application.vacancy_id, at=call_back.ended_at, n=-1)
    CallBack.objects.filter(pk=call_back.pk).update(ended_at=None, end="", in_time=None)
    _touch()


def tried(application: Application, *, at: datetime) -> None:
    """Count an attempt that reached nobody; the next one comes some working hours later. The clock runs on."""
    standing = of(application)
    if standing is None:
        return
    standing.attempts += 1
    standing.next_try_at = calendar.working_time().add_hours(at, NEXT_TRY_HOURS)
    standing.save(update_fields=["attempts", "next_try_at"])
    _touch()


def wait_for_candidate(application: Application, *, by: Doer, at: datetime) -> None:
    """Hold the clock while the candidate owes an answer. Again changes nothing."""
    won = CallBack.objects.filter(application=application, ended_at=None, waits_for_candidate_since=None).update(
        waits_for_candidate_since=at
    )
    if won:
        _log_wait(application, waits=True, by=by, at=at)


def go_on(application: Application, *, by: Doer, at: datetime) -> None:
    """Let the clock run again: both limits move by the working hours that were waited."""
    standing = of(application)
    if standing is None or standing.waits_for_candidate_since is None:
        return
    _go_on(standing, at=at)
    _log_wait(application, waits=False, by=by, at=at)


def assign(call_back: CallBack, *, to: Membership | None, by: Membership, at: datetime) -> None:
    """Hand a promise to a colleague, or to nobody in particular."""
    call_back.assigned_to = to
    call_back.save(update_fields=["assigned_to"])
    subject = log.Subject("candidate", call_back.application.candidate_id)
    data = {"application": call_back.application_id, "member": to.pk if to else None}
    log.append("call.assigned", subject=subject, actor=log.Actor.user(by.user_id), at=at, data=data)
    _touch()


def _go_on(standing: CallBack, *, at: datetime) -> None:
    hours = calendar.working_time()
    waited = max(0.0, hours.hours_between(standing.waits_for_candidate_since, at))  # type: ignore[arg-type]
    standing.ideal_at = hours.add_hours(standing.ideal_at, waited)
    standing.due_at = hours.add_hours(standing.due_at, waited)
    standing.waits_for_candidate_since = None
    standing.save(update_fields=["ideal_at", "due_at", "waits_for_candidate_since"])


def _log_wait(application: Application, *, waits: bool, by: Doer, at: datetime) -> None:
    subject = log.Subject("candidate", application.candidate_id)
    data = {"application": application.pk, "waits": waits}
    log.append("call.waits", subject=subject, actor=actor_of(by), at=at, data=data)
    _touch()


def _touch() -> None:
    versions.touch("calls")
    versions.touch("today")
