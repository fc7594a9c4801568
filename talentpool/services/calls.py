"""Attempts by people to reach somebody. A word with the candidate stops the clock; a voicemail and a mere move do not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from recruit_platform.core import log as happenings
from recruit_platform.core.models import Membership
from recruit_platform.core.poll import versions
from talentpool.models import (
    Application,
    Call,
    CallBackEnd,
    CallOutcome,
    Candidate,
    Stage,
    StageChange,
    StageKind,
)
from talentpool.services import applications, call_backs, candidates, funnel, stages

CONTACT = frozenset({CallOutcome.SPOKE, CallOutcome.WRITTEN})


@transaction.atomic
def log(
    candidate: Candidate,
    *,
    outcome: CallOutcome,
    by: Membership,
    at: datetime,
    application: Application | None = None,
    note: str = "",
) -> Call:
    """Keep an attempt. Contact ends the open promise, marks the last human contact and lifts a new application a stage up."""
    call = _keep(candidate, application, outcome=outcome, note=note, by=by, at=at)
    if outcome in CONTACT and application is not None and _is_new(application):
        applications.move(application, to=stages.of_kind(StageKind.CONTACTED), by=by, at=at)
    return call


@transaction.atomic
def move(
    application: Application, *, to: Stage, by: Membership, at: datetime, version: int | None = None
) -> StageChange | None:
    """Move the application of somebody whom the mover spoke to: the talk is kept too. Raises as ``applications.move`` does."""
    _keep(application.candidate, application, outcome=CallOutcome.SPOKE, note="", by=by, at=at)
    return applications.move(application, to=to, by=by, at=at, version=version)


def met(application: Application, *, at: datetime) -> None:
    """Take a talk that was held as the contact that it is; the talk itself is kept elsewhere."""
    _contact(application.candidate, application, at=at)


def _keep(
    candidate: Candidate,
    application: Application | None,
    *,
    outcome: CallOutcome,
    note: str,
    by: Membership,
    at: datetime,
) -> Call:
    candidates.writable(candidate)
    call = Call.objects.create(
        candidate=candidate, application=application, outcome=outcome, note=note.strip(), by=by, at=at
    )
    if outcome in CONTACT:
        _contact(candidate, application, at=at)
    elif application is not None:
        call_backs.tried(application, at=at)
    data = {
        "call": call.pk,
        "application": application.pk if application else None,
        "vacancy": application.vacancy_id if application else None,
        "outcome": outcome,
    }
    subject = happenings.Subject("candidate", candidate.pk)
    happenings.append("call.logged", subject=subject, actor=happenings.Actor.user(by.user_id), at=at, data=data)
    versions.touch("calls")
    versions.touch("today")
    return call


def _contact(candidate: Candidate, application: Application | None, *, at: datetime) -> None:
    newer = Q(last_human_contact_at__isnull=True) | Q(last_human_contact_at__lt=at)
    Candidate.objects.filter(newer, pk=candidate.pk).update(last_human_contact_at=at)
    candidate.refresh_from_db(fields=["last_human_contact_at"])
    if application is None:
        return
    call_backs.stop(application, end=CallBackEnd.CONTACT, at=at)
    first = Application.objects.filter(pk=application.pk, first_contact_at=None).update(first_contact_at=at)
    if first:
        funnel.spoken(application, at=at)
        application.first_contact_at = at


def _is_new(application: Application) -> bool:
    application.refresh_from_db()
    return application.ended_at is None and application.stage_kind == StageKind.NEW
