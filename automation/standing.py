"""May a follow-up still go? Asked when somebody enters a sequence, when a step is due, and once more when the mail leaves."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from datetime import datetime

from automation.models import Enrolment, SequenceKind, StoppedBecause
from talentpool.models import Application, Candidate, Consent, ConsentPurpose, EndedBy, StageKind

_IN_TALKS = (StageKind.INTERVIEW, StageKind.OFFER)
_BEYOND_KEEPING_WARM = (*_IN_TALKS, StageKind.HIRED)


@dataclass(frozen=True)
class Around:
    """What is known about a candidate besides their own row and that of the application."""

    has_consent: bool
    furthest: StageKind | None  # of their applications, where one is in talks or hired


def reason_to_stop(
    candidate: Candidate, application: Application | None, *, kind: SequenceKind, since: datetime, around: Around
) -> StoppedBecause | None:
    """Return why automatic mail to somebody has to stop, None when it may go on. Pure.

    ``since`` is when the sequence began: only what people did after it counts as an answer.
    """
    return (
        _gone(candidate)
        or _answered(candidate, since=since)
        or (_progress(application) if application is not None else None)
        or (_need_no_warming(around) if kind == SequenceKind.KEEP_WARM else None)
    )


def reasons_to_stop(enrolments: Several[Enrolment], *, at: datetime) -> dict[int, StoppedBecause]:
    """Return the reason per enrolment id, for those that must stop. Two statements, however many enrolments.

    They carry their sequence, candidate and application by ``select_related``.
    """
    around = around_candidates([one.candidate_id for one in enrolments], at=at)
    found = {
        one.pk: reason_to_stop(
            one.candidate,
            one.application,
            kind=SequenceKind(one.sequence.kind),
            since=one.started_at,
            around=around[one.candidate_id],
        )
        for one in enrolments
    }
    return {pk: reason for pk, reason in found.items() if reason is not None}


def around_candidates(candidate_ids: Several[int], *, at: datetime) -> dict[int, Around]:
    """Return the surroundings of several candidates; only consent that stands at ``at`` counts. Two statements."""
    consents = Consent.objects.filter(
        candidate_id__in=candidate_ids, withdrawn_at=None, ends_at__gt=at, text__purpose=ConsentPurpose.POOL
    )
    consenting = set(consents.values_list("candidate_id", flat=True))
    stages: dict[int, StageKind] = {}
    running = Application.objects.filter(candidate_id__in=candidate_ids, stage_kind__in=_BEYOND_KEEPING_WARM)
    for candidate_id, kind in running.values_list("candidate_id", "stage_kind"):
        if stages.get(candidate_id) != StageKind.HIRED:
            stages[candidate_id] = StageKind(kind)
    return {one: Around(has_consent=one in consenting, furthest=stages.get(one)) for one in candidate_ids}


def _gone(candidate: Candidate) -> StoppedBecause | None:
    if candidate.erased_at is not None:
        return StoppedBecause.ERASED
    if candidate.merged_into_id is not None:
        return StoppedBecause.MERGED
    if candidate.opted_out_at is not None:
        return StoppedBecause.OPT_OUT
    return None


def _answered(candidate: Candidate, *, since: datetime) -> StoppedBecause | None:
    if candidate.last_reply_at is not None and candidate.last_reply_at > since:
        return StoppedBecause.REPLY
    if candidate.last_human_contact_at is not None and candidate.last_human_contact_at > since:
        return StoppedBecause.CALL
    return None


def _progress(application: Application) -> StoppedBecause | None:
    if application.ended_at is not None:
        by_candidate = application.ended_by == EndedBy.CANDIDATE
        return StoppedBecause.WITHDRAWN if by_candidate else StoppedBecause.REJECTED
    if application.stage_kind == StageKind.HIRED:
        return StoppedBecause.HIRED
    if application.stage_kind in _IN_TALKS:
        return StoppedBecause.INTERVIEW
    if application.stage_kind == StageKind.CONTACTED:
        return StoppedBecause.CALL
    return None


def _need_no_warming(around: Around) -> StoppedBecause | None:
    if not around.has_consent:
        return StoppedBecause.NO_CONSENT
    if around.furthest == StageKind.HIRED:
        return StoppedBecause.HIRED
    if around.furthest in _IN_TALKS:
        return StoppedBecause.INTERVIEW
    return None
