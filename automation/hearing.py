"""What automation does when it hears what happened. Each handler may hear late and in another order than things happened."""

from __future__ import annotations

from automation import starter
from automation.models import MailTemplate, SequenceKind, StoppedBecause
from automation.services import enrolments, first_replies
from recruit_platform.core import log
from recruit_platform.core.log import Happened
from talentpool.models import Application, CallOutcome, Candidate, ConsentPurpose, EndedBy, StageKind

_SPOKE = {CallOutcome.SPOKE, CallOutcome.WRITTEN}
_REACHED = {
    StageKind.CONTACTED: StoppedBecause.CALL,
    StageKind.INTERVIEW: StoppedBecause.INTERVIEW,
    StageKind.OFFER: StoppedBecause.INTERVIEW,
    StageKind.HIRED: StoppedBecause.HIRED,
}


@log.subscriber("automation.ready_texts", kinds=["organisation.created"])
def make_ready_texts(event: Happened) -> None:
    starter.ensure(at=event.at)


@log.subscriber("automation.first_reply", kinds=["application.received"])
def reply_first(event: Happened) -> None:
    """Answer within seconds. A reply goes out at the moment it is heard, not at that of the application: the mail says so."""
    if not MailTemplate.objects.exists():
        starter.ensure(at=event.at)
    first_replies.send(_application(event.subject.id), at=event.at)


@log.subscriber("automation.follow_applications", kinds=["application.received"])
def follow_up_application(event: Happened) -> None:
    application = _application(event.subject.id)
    enrolments.begin(
        application.candidate,
        kind=SequenceKind.AFTER_APPLYING,
        application=application,
        since=application.submitted_at,
        at=event.at,
    )


@log.subscriber("automation.keep_warm", kinds=["consent.given"])
def keep_warm(event: Happened) -> None:
    if event.facts["purpose"] != ConsentPurpose.POOL:
        return
    candidate = Candidate.objects.get(pk=event.subject.id)
    enrolments.keep_warm(candidate, since=event.at, at=event.at)


@log.subscriber(
    "automation.stop_follow_ups",
    kinds=[
        "application.ended",
        "application.moved",
        "call.logged",
        "candidate.erased",
        "candidate.merged",
        "candidate.opted_out",
        "candidate.replied",
        "consent.withdrawn",
        "interview.planned",
        "mail.bounced",
    ],
)
def stop_follow_ups(event: Happened) -> None:
    """Whatever somebody is in ends at once when they answer, are spoken to, withdraw, are rejected, hired or want no mail.

    Who agreed to stay in the pool is kept warm once their application has ended, in the same breath: the one makes room for
    the other.
    """
    because = _why(event)
    candidate_id = _candidate(event)
    if because is not None and candidate_id is not None:
        enrolments.stop_for(candidate_id, because=because, by=event.actor, at=event.at)
    if event.kind == "application.ended" and event.facts["from"] != StageKind.HIRED:
        candidate = Candidate.objects.get(pk=event.facts["candidate"])
        enrolments.keep_warm(candidate, since=event.at, at=event.at)


def _why(event: Happened) -> StoppedBecause | None:
    match event.kind:
        case "application.ended":
            by_candidate = event.facts["ended_by"] == EndedBy.CANDIDATE
            return StoppedBecause.WITHDRAWN if by_candidate else StoppedBecause.REJECTED
        case "application.moved":
            taken_up = StoppedBecause.APPLIED if event.facts["from"] == StageKind.ENDED else None
            return _REACHED.get(StageKind(event.facts["to"]), taken_up)
        case "call.logged":
            return StoppedBecause.CALL if event.facts["outcome"] in _SPOKE else None
        case "consent.withdrawn":
            return StoppedBecause.NO_CONSENT if event.facts["purpose"] == ConsentPurpose.POOL else None
        case "mail.bounced":
            return StoppedBecause.BOUNCED if event.facts["permanent"] else None
    return _ALWAYS[event.kind]


_ALWAYS = {
    "candidate.erased": StoppedBecause.ERASED,
    "candidate.merged": StoppedBecause.MERGED,
    "candidate.opted_out": StoppedBecause.OPT_OUT,
    "candidate.replied": StoppedBecause.REPLY,
    "interview.planned": StoppedBecause.INTERVIEW,
}


def _candidate(event: Happened) -> int | None:
    if event.kind == "candidate.merged":
        return int(event.facts["merged"])  # the one who stays goes on
    if event.subject.kind == "candidate":
        return event.subject.id
    return event.facts.get("candidate")  # a mail about a colleague bounced: nobody's follow-up


def _application(application_id: int) -> Application:
    return Application.objects.select_related("candidate", "vacancy__recruiter__user").get(pk=application_id)
