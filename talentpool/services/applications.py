"""Applications: received once, moved through stages, ended with a reason, undone while nothing else has happened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy
from calendar_app.services import vacancies
from campaigns.models import OutcomeKind, TrackedLink
from recruit_platform.core import files, log
from recruit_platform.core.models import Language, Membership, Organisation, StoredFile
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from talentpool.models import (
    Application,
    CallBack,
    CallBackEnd,
    Candidate,
    ConsentText,
    EndedBy,
    EndReason,
    Stage,
    StageChange,
    StageKind,
)
from talentpool.people import Doer, actor_of, is_person, member_of
from talentpool.services import call_backs, candidates, consent, documents, funnel, stages
from talentpool.services.candidates import Person

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels, no look-alikes: read out over the phone
_TRIES = 4


class ApplicationRefused(Refusal):
    """This cannot happen to the application now."""


class Ended(ApplicationRefused):
    def __init__(self) -> None:
        super().__init__(_("Deze sollicitatie is al gestopt."))


class MovedMeanwhile(ApplicationRefused):
    def __init__(self) -> None:
        super().__init__(_("Iemand anders verplaatste deze kandidaat net. Kijk eerst waar die nu staat."))


@dataclass(frozen=True)
class Form:
    """What somebody sent. ``key`` is the form's own: the same key is the same application, however often it arrives."""

    key: str
    person: Person
    motivation: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    language: str = Language.DUTCH
    source: str = ""
    first_link: TrackedLink | None = None
    last_link: TrackedLink | None = None
    cv: StoredFile | None = None
    consent_text: ConsentText | None = None


@dataclass(frozen=True)
class Submitted:
    """``is_new`` is False when this form, or a running application for the same vacancy, was there already.

    ``cv_missing``: the form's CV could not be read any more; ask for it again.
    """

    application: Application
    candidate: Candidate
    is_new: bool
    cv_missing: bool = False


def submit(form: Form, *, vacancy: Vacancy | None, at: datetime, by: Doer | None = None) -> Submitted:
    """Receive an application: candidate, application, first stage, call-back promise, counters and events, all or nothing.

    Idempotent on ``form.key``. Somebody who already has a running application for this vacancy gets that one; a new CV is added
    to it, one that cannot be read any more is left out. ``by`` None: the candidate. Raises CandidateRefused, AddressRefused.
    """
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return _submit(form, vacancy=vacancy, at=at, by=by)
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _submit(form: Form, *, vacancy: Vacancy | None, at: datetime, by: Doer | None) -> Submitted:
    """Each unique rule that a race can break (form, address, reference) finds the winner's row on the next try."""
    known = Application.objects.select_related("candidate").filter(form_key=form.key).first()  # unique
    if known is not None:
        return Submitted(known, known.candidate, is_new=False)
    candidate = candidates.find_or_add(form.person, by=by, at=at).candidate
    running = _running(candidate, vacancy)
    if running is not None:
        has_cv = _repeat(running, form, by=by, at=at)
        return Submitted(running, candidate, is_new=False, cv_missing=not has_cv)
    application = _create(form, candidate, vacancy, at=at)
    actor = log.Actor.candidate(candidate.pk) if by is None else actor_of(by)
    _enter(application, by=member_of(by) if by else None, at=at)
    has_cv = _hand_over(form.cv, application, by=actor, at=at)
    if form.consent_text is not None:
        consent.give(candidate, text=form.consent_text, source="application", by=actor, at=at)
    call_backs.open_for(application, stage=application.stage, at=at)
    last = form.last_link or form.first_link
    data = {**_whose(application), "link": last.pk if last else None}
    log.append("application.received", subject=_subject(application), actor=actor, at=at, data=data)
    funnel.count(funnel.APPLIED, vacancy_id=application.vacancy_id, at=at)
    funnel.tell(application, OutcomeKind.APPLIED, at=at)
    versions.touch("today")
    return Submitted(application, candidate, is_new=True, cv_missing=not has_cv)


@transaction.atomic
def move(
    application: Application, *, to: Stage, by: Doer, at: datetime, version: int | None = None
) -> StageChange | None:
    """Put an application in another stage; None when it stands there already. A hire fills a position of the vacancy.

    A move is no contact. By a person it ends the wait for a call without a verdict; by a key or the product it does not
    (``calls.move`` is for who moves somebody they spoke to).
    ``version`` is what the person saw: another one raises MovedMeanwhile. Raises Ended, and ApplicationRefused for a stage that
    ends (``end`` asks who and why).
    """
    held = _held(application, version=version)
    if held.ended_at is not None:
        raise Ended
    if to.kind == StageKind.ENDED:
        raise ApplicationRefused(_("Kies bij stoppen ook door wie en waarom."))
    if held.stage_id == to.pk:
        return None
    climbed = funnel.newly_reached(held, StageKind(to.kind))
    change = _place(held, to, by=by, at=at)
    _count_hire(held, before=StageKind(change.from_kind), after=StageKind(to.kind), at=at)
    funnel.reached(held, climbed, at=at)
    if to.kind != StageKind.NEW and is_person(by):
        call_backs.stop(held, end=CallBackEnd.MOVED, at=at)
    log.append("application.moved", subject=_subject(held), actor=actor_of(by), at=at, data=_moved(held, change))
    _show(held, application)
    return change


@transaction.atomic
def undo_move(application: Application, change: StageChange, *, by: Doer, at: datetime) -> None:
    """Take back the last move: the stage, the steps it counted and the position it filled. Raises MovedMeanwhile, Ended."""
    held = _held(application)
    last = StageChange.objects.select_related("from_stage").filter(application=held).order_by("-id").first()
    if held.ended_at is not None:
        raise Ended
    if last is None or last.pk != change.pk or last.from_stage is None:
        raise MovedMeanwhile
    data = _moved(held, last)
    before = StageChange.objects.filter(application=held).exclude(pk=last.pk)
    last.delete()
    counted = list(funnel.newly_reached(held, StageKind(data["to"])))
    funnel.take_back(held, counted, at=change.at)
    held.stage, held.stage_kind = last.from_stage, last.from_stage.kind
    held.stage_since = before.order_by("-id").values_list("at", flat=True)[0]
    held.version += 1
    held.save(update_fields=["stage", "stage_kind", "stage_since", "version"])
    _count_hire(held, before=StageKind(data["to"]), after=StageKind(held.stage_kind), at=at)
    stopped = _ended_by_move(held, at=change.at)
    if stopped is not None:
        call_backs.reopen(stopped, at=at)
    log.append("application.move_undone", subject=_subject(held), actor=actor_of(by), at=at, data=data)
    _show(held, application)


@transaction.atomic
def end(
    application: Application,
    *,
    ended_by: EndedBy,
    reason: EndReason,
    by: Doer,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> StageChange:
    """Stop an application, by us or by the candidate, with a reason. Raises Ended, MovedMeanwhile."""
    held = _held(application, version=version)
    if held.ended_at is not None:
        raise Ended
    before = StageKind(held.stage_kind)
    held.ended_at, held.ended_by, held.end_reason, held.end_note = at, ended_by, reason, note.strip()
    change = _place(held, stages.of_kind(StageKind.ENDED), by=by, at=at, also=_ENDING)
    _count_hire(held, before=before, after=StageKind.ENDED, at=at)
    call_backs.stop(held, end=CallBackEnd.ENDED, at=at)
    funnel.tell(held, OutcomeKind.ENDED, at=at)
    data = {**_whose(held), "from": before, "ended_by": ended_by, "reason": reason}
    log.append("application.ended", subject=_subject(held), actor=actor_of(by), at=at, data=data)
    versions.touch("funnel")
    versions.touch("today")
    _show(held, application)
    return change


@transaction.atomic
def resume(application: Application, *, by: Doer, at: datetime) -> StageChange:
    """Take a stopped application up again, in the stage it stood in. Raises ApplicationRefused when another one runs."""
    held = _held(application)
    if held.ended_at is None:
        raise ApplicationRefused(_("Deze sollicitatie loopt al."))
    if held.vacancy_id and _running(held.candidate, held.vacancy) is not None:
        raise ApplicationRefused(_("Er loopt al een nieuwe sollicitatie van deze kandidaat op deze vacature."))
    last = StageChange.objects.filter(application=held, to_kind=StageKind.ENDED).select_related("from_stage")
    ended = last.order_by("-id").first()
    back_to = ended.from_stage if ended and ended.from_stage else stages.of_kind(StageKind.NEW)
    held.ended_at, held.ended_by, held.end_reason, held.end_note = None, "", "", ""
    change = _place(held, back_to, by=by, at=at, also=_ENDING)
    _count_hire(held, before=StageKind.ENDED, after=StageKind(back_to.kind), at=at)
    log.append("application.moved", subject=_subject(held), actor=actor_of(by), at=at, data=_moved(held, change))
    _show(held, application)
    return change


@transaction.atomic
def judge(application: Application, *, qualified: bool, by: Doer, at: datetime) -> None:
    """Say whether somebody meets what the job asks. The same again changes nothing."""
    candidates.refuse_erased(application.candidate_id)
    changed = (
        Application.objects.filter(pk=application.pk).exclude(is_qualified=qualified).update(is_qualified=qualified)
    )
    if not changed:
        return
    application.is_qualified = qualified
    if qualified:
        funnel.tell(application, OutcomeKind.QUALIFIED, at=at)
    data = {**_whose(application), "qualified": qualified}
    log.append("application.qualified", subject=_subject(application), actor=actor_of(by), at=at, data=data)
    versions.touch("funnel")


_ENDING = ("ended_at", "ended_by", "end_reason", "end_note")


def _ended_by_move(application: Application, *, at: datetime) -> CallBack | None:
    """Return the promise that a move ended at this very moment, if it did. One statement."""
    found = CallBack.objects.select_related("application").filter(
        application=application, ended_at=at, end=CallBackEnd.MOVED
    )
    return found.order_by("-id").first()


def _create(form: Form, candidate: Candidate, vacancy: Vacancy | None, *, at: datetime) -> Application:
    first = stages.of_kind(StageKind.NEW)
    answers = dict(form.answers)
    if form.person.phone and candidate.phone and form.person.phone.strip() != candidate.phone:
        answers["phone"] = form.person.phone.strip()  # a form overwrites nothing: the recruiter sees both numbers
    return Application.objects.create(
        reference=_reference(),
        form_key=form.key,
        candidate=candidate,
        vacancy=vacancy,
        stage=first,
        stage_kind=first.kind,
        stage_since=at,
        submitted_at=at,
        first_link=form.first_link or form.last_link,
        last_link=form.last_link or form.first_link,
        source=form.source,
        language=form.language,
        motivation=form.motivation.strip(),
        answers=answers,
    )


def _enter(application: Application, *, by: Membership | None, at: datetime) -> None:
    StageChange.objects.create(
        application=application, to_stage=application.stage, to_kind=application.stage_kind, by=by, at=at
    )


def _hand_over(cv: StoredFile | None, application: Application, *, by: log.Actor, at: datetime) -> bool:
    """Give the form's CV to the candidate. One that cannot be read any more holds nobody up: False, and the log says so."""
    if cv is None:
        return True
    candidate = application.candidate
    try:
        documents.take_over(cv, candidate=candidate, application=application, by=by, at=at)
    except (files.FileGone, files.Tampered):
        data = {"application": application.pk}
        log.append(
            "candidate.document_missing", subject=log.Subject("candidate", candidate.pk), actor=by, at=at, data=data
        )
        return False
    return True


def _repeat(running: Application, form: Form, *, by: Doer | None, at: datetime) -> bool:
    """Add what the form brings to the application that runs; whether its CV could be read."""
    actor = log.Actor.candidate(running.candidate_id) if by is None else actor_of(by)
    has_cv = _hand_over(form.cv, running, by=actor, at=at)
    if form.consent_text is not None:
        consent.give(running.candidate, text=form.consent_text, source="application", by=actor, at=at)
    log.append("application.repeated", subject=_subject(running), actor=actor, at=at, data=_whose(running))
    return has_cv


def _running(candidate: Candidate, vacancy: Vacancy | None) -> Application | None:
    if vacancy is None:
        return None
    running = Application.objects.select_related("candidate", "stage").filter(
        candidate=candidate, vacancy=vacancy, ended_at=None
    )
    return running.first()  # one running application per vacancy


def _reference() -> str:
    """Such as WB-4K7F-29MQ: the organisation's letters and eight at random."""
    name = Organisation.active().name
    capitals = [word[0].upper() for word in name.split() if word[:1].isascii() and word[:1].isalpha()]
    letters = ("".join(capitals[-2:]) or "S").ljust(2, "X")
    word = "".join(secrets.choice(_LETTERS) for _place in range(8))
    return f"{letters}-{word[:4]}-{word[4:]}"


def _held(application: Application, *, version: int | None = None) -> Application:
    """Lock and reread, so that two who move at once do it one after the other."""
    held = (
        Application.objects.select_for_update(of=("self",))
        .select_related("candidate", "vacancy", "stage", "first_link", "last_link")
        .get(pk=application.pk)
    )
    candidates.refuse_erased(held.candidate_id)  # read after the lock: erasing holds it until all is gone
    if version is not None and held.version != version:
        raise MovedMeanwhile
    return held


def _place(held: Application, to: Stage, *, by: Doer, at: datetime, also: tuple[str, ...] = ()) -> StageChange:
    change = StageChange(
        application=held, from_stage=held.stage, from_kind=held.stage_kind, to_stage=to, to_kind=to.kind, by=member_of(by), at=at
    )  # fmt: skip
    change.save(force_insert=True)
    held.stage, held.stage_kind, held.stage_since = to, to.kind, at
    held.version += 1
    held.save(update_fields=["stage", "stage_kind", "stage_since", "version", *also])
    return change


def _count_hire(held: Application, *, before: StageKind, after: StageKind, at: datetime) -> None:
    if held.vacancy is None or (before == StageKind.HIRED) == (after == StageKind.HIRED):
        return
    vacancies.record_hire(held.vacancy, by=1 if after == StageKind.HIRED else -1, at=at)


def _show(held: Application, application: Application) -> None:
    """Let the caller's application be as the one that was changed; its vacancy is read anew when asked for."""
    for column in Application._meta.concrete_fields:
        setattr(application, column.attname, getattr(held, column.attname))
    application.stage, application.candidate = held.stage, held.candidate
    application._state.fields_cache.pop("vacancy", None)
    versions.touch("today")


def _subject(application: Application) -> log.Subject:
    return log.Subject("application", application.pk)


def _whose(application: Application) -> dict[str, Any]:
    return {"candidate": application.candidate_id, "vacancy": application.vacancy_id}


def _moved(held: Application, change: StageChange) -> dict[str, Any]:
    return {
        **_whose(held),
        "from_stage": change.from_stage_id,
        "to_stage": change.to_stage_id,
        "from": change.from_kind,
        "to": change.to_kind,
    }
