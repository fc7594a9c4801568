"""How an application stands, in the candidate's words: what happened, whose turn it is, what they can arrange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talentpool.careers import presenters
from talentpool.careers.presenters import Promise
from talentpool.models import (
    Application,
    Call,
    CallBack,
    CandidateDocument,
    Consent,
    ConsentPurpose,
    EndedBy,
    Interview,
    InterviewSlot,
    InterviewState,
    StageChange,
    StageKind,
)
from talentpool.services import consent
from talentpool.services.calls import CONTACT


@dataclass(frozen=True)
class Slot:
    id: UUID
    label: str


@dataclass(frozen=True)
class Meeting:
    """A talk that is planned."""

    when: str
    place: str


@dataclass(frozen=True)
class Standing:
    verdict: str
    rail: Sequence[Promise]
    slots: Sequence[Slot]
    meeting: Meeting | None
    documents: Sequence[str]
    pool_until: str
    is_running: bool


_REACHED = {
    StageKind.INTERVIEW: gettext_lazy("Kennismaking"),
    StageKind.OFFER: gettext_lazy("Aanbod"),
    StageKind.HIRED: gettext_lazy("Aangenomen"),
}


def of(application: Application, *, at: datetime) -> Standing:
    """Return everything the page shows. Seven statements."""
    interview = _interview(application)
    slots = _slots(interview, at=at)
    pool = consent.standing(application.candidate, ConsentPurpose.POOL, at=at)
    return Standing(
        verdict=_verdict(application, has_slots=bool(slots), interview=interview),
        rail=[*_past(application), *_next(application, interview)],
        slots=slots,
        meeting=_meeting(interview),
        documents=_documents(application),
        pool_until=_until(pool),
        is_running=application.ended_at is None,
    )


def _verdict(application: Application, *, has_slots: bool, interview: Interview | None) -> str:
    if application.ended_at is not None:
        by_you = application.ended_by == EndedBy.CANDIDATE
        return _("Je hebt je sollicitatie ingetrokken") if by_you else _("Je sollicitatie is gestopt")
    if has_slots:
        return _("Jij bent aan zet")
    if application.stage_kind == StageKind.HIRED:
        return _("Gefeliciteerd, je bent aangenomen")
    if interview is not None and interview.state == InterviewState.PLANNED:
        return _("Je afspraak staat")
    return _("Wij zijn aan zet")


def _past(application: Application) -> list[Promise]:
    received = _("Bevestiging gaat naar %(email)s") % {"email": application.candidate.email}
    found = [
        (
            application.submitted_at,
            Promise(presenters.moment(application.submitted_at), _("Ontvangen"), received, "done"),
        )
    ]
    for call in Call.objects.filter(application=application).order_by("at", "id"):
        reached = call.outcome in CONTACT
        what = _("We spraken elkaar") if reached else _("We probeerden je te bereiken")
        found.append((call.at, Promise(presenters.moment(call.at), what, "", "done")))
    seen: set[str] = set()
    for change in StageChange.objects.filter(application=application).order_by("at", "id"):
        if change.to_kind in _REACHED and change.to_kind not in seen:
            seen.add(change.to_kind)
            what = str(_REACHED[StageKind(change.to_kind)])
            found.append((change.at, Promise(presenters.moment(change.at), what, "", "done")))
    if application.ended_at is not None:
        found.append((application.ended_at, Promise(presenters.moment(application.ended_at), _("Gestopt"), "", "done")))
    return [promise for _at, promise in sorted(found, key=lambda pair: pair[0])]


def _next(application: Application, interview: Interview | None) -> list[Promise]:
    if application.ended_at is not None or application.stage_kind == StageKind.HIRED:
        return []
    found = []
    call_back = CallBack.objects.filter(application=application, ended_at=None).first()  # one open row
    if call_back is not None and call_back.waits_for_candidate_since is None:
        found.append(Promise(presenters.by(call_back.due_at), _("Je wordt gebeld"), _("Door een recruiter"), "now"))
    if interview is not None and interview.state == InterviewState.PLANNED and interview.starts_at is not None:
        found.append(Promise(presenters.moment(interview.starts_at), _("Kennismaking"), interview.place, "now"))
    state = "" if found else "now"
    found.append(Promise("", _("Ja of nee, met de reden"), _("Van een mens, niet van een computer"), state))
    return found


def _interview(application: Application) -> Interview | None:
    standing = Interview.objects.filter(
        application=application, state__in=[InterviewState.OFFERED, InterviewState.PLANNED]
    )
    return standing.order_by("-id").first()


def _slots(interview: Interview | None, *, at: datetime) -> list[Slot]:
    if interview is None or interview.state != InterviewState.OFFERED:
        return []
    free = InterviewSlot.objects.filter(interview=interview, taken_at=None, starts_at__gt=at).order_by(
        "starts_at", "id"
    )
    return [Slot(slot.public_id, presenters.moment(slot.starts_at)) for slot in free]


def _meeting(interview: Interview | None) -> Meeting | None:
    if interview is None or interview.state != InterviewState.PLANNED or interview.starts_at is None:
        return None
    return Meeting(presenters.moment(interview.starts_at), interview.place)


def _documents(application: Application) -> list[str]:
    found = CandidateDocument.objects.filter(application=application).select_related("file").order_by("id")
    return [document.file.name for document in found]


def _until(pool: Consent | None) -> str:
    return presenters.day(pool.ends_at.date()) if pool else ""
