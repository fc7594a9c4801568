"""Everything that happened with one person, on one line: applications, calls, mails, notes, documents, talks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recruit_platform.core.models import Event, Membership, OutboxMessage, Role
from recruit_platform.core.outbox import selectors as mails
from talentpool.models import Application, Call, Candidate, CandidateDocument, Interview, Note, PoolSignup, Stage
from talentpool.selectors import access, pool

MOST = 200


# The ads somebody followed, with what they belong to.
TOUCHES = ("first_link__campaign", "first_link__channel__account", "last_link__campaign", "last_link__channel__account")


@dataclass(frozen=True)
class Story:
    """The rows of one candidate that this member may see."""

    applications: Sequence[Application]
    events: Sequence[Event]
    calls: Sequence[Call]
    notes: Sequence[Note]
    documents: Sequence[CandidateDocument]
    mails: Sequence[OutboxMessage]
    interviews: Sequence[Interview]
    stages: Sequence[Stage]
    signups: Sequence[PoolSignup]
    interests: Sequence[str]


def of(candidate: Candidate, *, membership: Membership) -> Story:
    """Return the story. Ten statements. A hiring manager gets what is about their own vacancies."""
    seen = access.applications_for(membership).filter(candidate=candidate)
    applications = list(seen.select_related("vacancy", "stage", *TOUCHES).order_by("-id"))
    ids = [one.pk for one in applications]
    everything = membership.role != Role.HIRING_MANAGER
    calls = Call.objects.filter(candidate=candidate).select_related("by__user").order_by("-id")
    notes = Note.objects.filter(candidate=candidate).select_related("by__user").order_by("-id")
    documents = CandidateDocument.objects.filter(candidate=candidate).select_related("file").order_by("-id")
    signups = PoolSignup.objects.filter(candidate=candidate).select_related("last_link")
    if not everything:
        calls, notes = calls.filter(application__in=ids), notes.filter(application__in=ids)
        documents = documents.filter(application__in=ids)
    return Story(
        applications=applications,
        events=_events(candidate, ids, everything=everything),
        calls=list(calls[:MOST]),
        notes=list(notes[:MOST]),
        documents=list(documents[:MOST]),
        mails=mails.of_person("candidate", candidate.pk, at_most=MOST) if everything else [],
        interviews=list(Interview.objects.filter(application__in=ids).select_related("host__user").order_by("-id")),
        stages=list(Stage.objects.order_by("position", "id")),
        signups=list(signups.order_by("-id")) if everything else [],
        interests=pool.interests_of([candidate.pk]).get(candidate.pk, []),
    )


def _events(candidate: Candidate, applications: Sequence[int], *, everything: bool) -> list[Event]:
    """Along (organisation, subject, -id); two statements, because one OR would read the whole log."""
    about = Event.objects.filter(subject_kind="application", subject_id__in=list(applications)).order_by("-id")
    found = list(about[:MOST]) if applications else []
    if everything:
        of_person = Event.objects.filter(subject_kind="candidate", subject_id=candidate.pk).order_by("-id")
        found += list(of_person[:MOST])
    return sorted(found, key=lambda event: event.pk, reverse=True)
