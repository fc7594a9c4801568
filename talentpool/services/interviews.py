"""Talks: times are offered, the candidate picks one by their own link, and both find it in their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Membership
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from talentpool.models import Application, Interview, InterviewSlot, InterviewState, StageKind
from talentpool.people import Doer, actor_of
from talentpool.services import applications, call_backs, calls, candidates, interview_mail, stages

MOST_SLOTS = 8


class InterviewRefused(Refusal):
    """This cannot be done with the talk."""


class SlotTaken(InterviewRefused):
    def __init__(self) -> None:
        super().__init__(_("Dit moment kan niet meer. Kies een ander moment."))


@dataclass(frozen=True)
class Times:
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def offer(
    application: Application, *, times: Sequence[Times], host: Membership, place: str, by: Doer, at: datetime
) -> Interview:
    """Offer times and mail the candidate to choose. The call-back clock waits for the answer. Raises InterviewRefused."""
    candidates.writable(application.candidate)
    if application.ended_at is not None:
        raise applications.Ended
    distinct = sorted(set(times), key=lambda one: (one.starts_at, one.ends_at))
    if not distinct or len(distinct) > MOST_SLOTS:
        raise InterviewRefused(_("Bied minstens één en hooguit acht momenten aan."))
    if any(one.starts_at <= at or one.ends_at <= one.starts_at for one in distinct):
        raise InterviewRefused(_("Een moment ligt in het verleden of eindigt voor het begint."))
    for earlier in _standing(application):
        _close(earlier, InterviewState.CANCELLED)
    interview = Interview.objects.create(application=application, host=host, place=place.strip(), created_at=at)
    InterviewSlot.objects.bulk_create(
        InterviewSlot(interview=interview, starts_at=one.starts_at, ends_at=one.ends_at) for one in distinct
    )
    call_backs.wait_for_candidate(application, by=by, at=at)
    data = {**_whose(interview), "slots": len(distinct)}
    log.append("interview.offered", subject=_subject(interview), actor=actor_of(by), at=at, data=data)
    interview_mail.offered(interview, at=at)
    versions.touch("today")
    return interview


@transaction.atomic
def choose(slot: InterviewSlot, *, at: datetime) -> Interview:
    """The candidate takes a time. Of two clicks one wins; a time that has passed or a withdrawn offer raises SlotTaken."""
    candidates.writable(slot.interview.application.candidate)
    interview = Interview.objects.select_for_update(of=("self",)).select_related(
        "application__candidate", "application__vacancy", "application__stage", "host__user"
    ).get(pk=slot.interview_id)  # fmt: skip
    won = interview.state == InterviewState.OFFERED and slot.starts_at > at
    if not won or not InterviewSlot.objects.filter(pk=slot.pk, taken_at=None).update(taken_at=at):
        raise SlotTaken
    interview.state, interview.starts_at, interview.ends_at = InterviewState.PLANNED, slot.starts_at, slot.ends_at
    interview.sequence += 1
    interview.save(update_fields=["state", "starts_at", "ends_at", "sequence"])
    himself = Actor.candidate(interview.application.candidate_id)
    call_backs.go_on(interview.application, by=himself, at=at)
    if interview.application.stage_kind in {StageKind.NEW, StageKind.CONTACTED}:
        applications.move(interview.application, to=stages.of_kind(StageKind.INTERVIEW), by=himself, at=at)
    data = {**_whose(interview), "starts_at": slot.starts_at}
    log.append("interview.planned", subject=_subject(interview), actor=himself, at=at, data=data)
    interview_mail.planned(interview, at=at)
    versions.touch("today")
    return interview


@transaction.atomic
def cancel(interview: Interview, *, by: Doer, at: datetime) -> None:
    """Call a talk off, offered or planned, and tell the candidate. Again changes nothing."""
    open_states = [InterviewState.OFFERED, InterviewState.PLANNED]
    if not Interview.objects.filter(pk=interview.pk, state__in=open_states).exists():
        return
    candidates.writable(interview.application.candidate)
    was_planned = interview.state == InterviewState.PLANNED
    _close(interview, InterviewState.CANCELLED)
    call_backs.go_on(interview.application, by=by, at=at)
    log.append("interview.cancelled", subject=_subject(interview), actor=actor_of(by), at=at, data=_whose(interview))
    if was_planned:
        interview_mail.cancelled(interview, at=at)
    versions.touch("today")


@transaction.atomic
def record(interview: Interview, *, state: InterviewState, by: Membership, at: datetime) -> None:
    """Say how a planned talk went: held, which is contact from its beginning on, or nobody came."""
    if interview.state != InterviewState.PLANNED or state not in {InterviewState.HELD, InterviewState.NO_SHOW}:
        raise InterviewRefused(_("Alleen een gepland gesprek kan geweest zijn."))
    interview.state = state
    interview.save(update_fields=["state"])
    if state == InterviewState.HELD:
        calls.met(interview.application, at=min(at, interview.starts_at or at))
    data = {**_whose(interview), "state": state}
    log.append("interview.ended", subject=_subject(interview), actor=actor_of(by), at=at, data=data)
    versions.touch("today")


def _standing(application: Application) -> list[Interview]:
    open_states = [InterviewState.OFFERED, InterviewState.PLANNED]
    return list(Interview.objects.filter(application=application, state__in=open_states).order_by("id"))


def _close(interview: Interview, state: InterviewState) -> None:
    interview.state = state
    interview.sequence += 1
    interview.save(update_fields=["state", "sequence"])


def _subject(interview: Interview) -> log.Subject:
    return log.Subject("application", interview.application_id)


def _whose(interview: Interview) -> dict[str, Any]:
    application = interview.application
    return {"candidate": application.candidate_id, "vacancy": application.vacancy_id, "interview": interview.pk}
