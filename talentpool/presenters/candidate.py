"""One candidate: what now, may I, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import TrackedLink
from recruit_platform.core import ui
from recruit_platform.core.models import ActorKind, Event, OutboxMessage
from recruit_platform.core.organisations import selectors as team
from talentpool.models import (
    Application,
    Call,
    CallBack,
    CallOutcome,
    Candidate,
    CandidateDocument,
    EndedBy,
    EndReason,
    Interview,
    InterviewState,
    Note,
    Stage,
    StageKind,
)
from talentpool.presenters import urgency
from talentpool.presenters.pool import name_of, source_of
from talentpool.selectors.timeline import Story
from talentpool.services.calls import CONTACT

# Kinds that are told by a row of their own (a call, a note, a mail) are left out of the events.
_WORDS = {
    "application.received": gettext_lazy("Solliciteerde"),
    "application.repeated": gettext_lazy("Stuurde het formulier nog eens"),
    "application.moved": gettext_lazy("Verplaatst"),
    "application.move_undone": gettext_lazy("Verplaatsing ongedaan gemaakt"),
    "application.ended": gettext_lazy("Gestopt"),
    "application.qualified": gettext_lazy("Beoordeeld"),
    "candidate.added": gettext_lazy("In de pool gekomen"),
    "candidate.changed": gettext_lazy("Gegevens veranderd"),
    "candidate.replied": gettext_lazy("Antwoordde"),
    "candidate.opted_out": gettext_lazy("Meldde zich af voor mail"),
    "candidate.signed_up": gettext_lazy("Schreef zich in voor de talentpool"),
    "candidate.data_copied": gettext_lazy("Downloadde de eigen gegevens"),
    "candidate.erasure_asked": gettext_lazy("Vroeg om verwijdering van de gegevens"),
    "candidate.erased": gettext_lazy("Gegevens verwijderd"),
    "candidate.merged": gettext_lazy("Samengevoegd"),
    "candidate.merge_undone": gettext_lazy("Samenvoegen ongedaan gemaakt"),
    "candidate.document_missing": gettext_lazy("Cv niet goed aangekomen, gevraagd om het opnieuw te sturen"),
    "candidate.document_opened": gettext_lazy("Document bekeken"),
    "consent.given": gettext_lazy("Gaf toestemming"),
    "consent.withdrawn": gettext_lazy("Trok toestemming in"),
    "call.waits": gettext_lazy("Belklok"),
    "call.assigned": gettext_lazy("Bellen overgedragen"),
    "interview.offered": gettext_lazy("Momenten aangeboden"),
    "interview.planned": gettext_lazy("Afspraak gekozen"),
    "interview.cancelled": gettext_lazy("Afspraak afgezegd"),
    "interview.ended": gettext_lazy("Gesprek"),
    "mail.bounced": gettext_lazy("Mail kwam terug"),
    "mail.failed": gettext_lazy("Mail mislukt"),
}


@dataclass(frozen=True)
class Choice:
    id: UUID
    label: str


@dataclass(frozen=True)
class Process:
    """One application on the page."""

    id: UUID
    title: str
    reference: str
    stage: Stage
    since: str
    source: str
    touches: Sequence[Touch]
    motivation: str
    other_phone: str
    ended: str
    is_running: bool
    is_qualified: bool | None
    version: int
    next: urgency.Due
    moves: Sequence[Choice]
    meeting: Meeting | None


@dataclass(frozen=True)
class Touch:
    """The first or the last ad that brought somebody. When they followed it is not kept: the cookie holds codes alone."""

    which: str
    says: str


@dataclass(frozen=True)
class Meeting:
    id: UUID
    text: str
    is_planned: bool


@dataclass(frozen=True)
class Paper:
    id: UUID
    name: str
    kind: str
    added: str


@dataclass(frozen=True)
class Page:
    """``facts`` say how to reach them; ``call`` is the open promise, if there is one."""

    name: str
    facts: Sequence[ui.Fact]
    processes: Sequence[Process]
    papers: Sequence[Paper]
    moments: Sequence[ui.Moment]
    phone: str
    email: str
    whatsapp: str


def page(candidate: Candidate, story: Story, call_backs: Mapping[int, CallBack], *, at: datetime) -> Page:
    """Return the page. One statement, for the names of colleagues in the log."""
    return Page(
        name=name_of(candidate),
        facts=[*_facts(candidate), *_signed_up(story)],
        processes=[_process(one, story, call_backs.get(one.pk), at=at) for one in story.applications],
        papers=[
            Paper(one.public_id, one.file.name, str(one.get_kind_display()), _when(one.created_at))
            for one in story.documents
        ],
        moments=timeline(story),
        phone=candidate.phone,
        email=candidate.email,
        whatsapp=candidate.phone_key.lstrip("+"),
    )


def timeline(story: Story) -> list[ui.Moment]:
    """Everything on one line, newest first; filled dots are contact by a person."""
    found: list[tuple[datetime, int, ui.Moment]] = []
    names = team.names(event.actor_id for event in story.events if event.actor_kind == ActorKind.USER)
    stages = {stage.pk: stage.name for stage in story.stages}
    for event in story.events:
        if event.kind in _WORDS:
            found.append((event.at, event.pk, _of_event(event, names, stages)))
    found += [(call.at, call.pk, _of_call(call)) for call in story.calls]
    found += [(note.at, note.pk, _of_note(note)) for note in story.notes]
    found += [(one.created_at, one.pk, _of_document(one)) for one in story.documents]
    found += [(mail.sent_at or mail.created_at, mail.pk, _of_mail(mail)) for mail in story.mails]
    return [moment for _at, _pk, moment in sorted(found, key=lambda one: (one[0], one[1]), reverse=True)]


def _facts(candidate: Candidate) -> list[ui.Fact]:
    contact, left = candidate.last_human_contact_at, candidate.opted_out_at
    tel = f"tel:{candidate.phone_key}" if candidate.phone_key else ""
    mailto = f"mailto:{candidate.email}" if candidate.email else ""
    facts = [
        ui.Fact(term=_("Telefoon"), value=candidate.phone or "–", url=tel),
        ui.Fact(term=_("E-mail"), value=candidate.email or "–", url=mailto),
        ui.Fact(term=_("Woonplaats"), value=candidate.city or "–"),
        ui.Fact(term=_("Beschikbaar"), value=candidate.availability or "–"),
        ui.Fact(term=_("Laatste contact"), value=_when(contact) if contact else _("nog niet")),
    ]
    if left:
        words = _("afgemeld op %(day)s") % {"day": _when(left)}
        facts.append(ui.Fact(term=_("Mail over ander werk"), value=words))
    return facts


def _signed_up(story: Story) -> list[ui.Fact]:
    """What they want to hear of, and since when by which way they are in the pool without applying."""
    facts = []
    if story.interests:
        facts.append(ui.Fact(term=_("Wil horen over"), value=", ".join(story.interests)))
    if story.signups:
        newest = story.signups[0]
        words = {"day": _when(newest.at), "source": source_of(newest)}
        facts.append(ui.Fact(term=_("Ingeschreven"), value=_("%(day)s via %(source)s") % words))
    return facts


def _process(one: Application, story: Story, call_back: CallBack | None, *, at: datetime) -> Process:
    talks = (talk for talk in story.interviews if talk.application_id == one.pk and talk.state in _OPEN_TALKS)
    interview = next(talks, None)
    return Process(
        id=one.public_id,
        title=one.vacancy.title if one.vacancy else _("Open sollicitatie"),
        reference=one.reference,
        stage=one.stage,
        since=urgency.days(at - one.stage_since),
        source=source_of(one),
        touches=_touches(one),
        motivation=one.motivation,
        other_phone=str(one.answers.get("phone", "")) if isinstance(one.answers, dict) else "",
        ended=_ended(one),
        is_running=one.ended_at is None,
        is_qualified=one.is_qualified,
        version=one.version,
        next=urgency.next_step(call_back, interview, at=at),
        moves=[
            Choice(stage.public_id, stage.name)
            for stage in story.stages
            if stage.is_active and stage.kind != StageKind.ENDED and stage.pk != one.stage_id
        ],
        meeting=_meeting(interview),
    )


def _touches(one: Application) -> list[Touch]:
    found = [(_("Eerste advertentie"), one.first_link), (_("Laatste advertentie"), one.last_link)]
    return [Touch(which, _told(link)) for which, link in found if link is not None]


def _told(link: TrackedLink) -> str:
    """Channel, campaign and the ad's own name."""
    channel = link.channel.account.name if link.channel is not None else link.source
    parts = [channel, link.campaign.name if link.campaign is not None else "", link.label]
    return " · ".join(part for part in parts if part)


_OPEN_TALKS = frozenset({InterviewState.OFFERED, InterviewState.PLANNED})


def _meeting(interview: Interview | None) -> Meeting | None:
    if interview is None:
        return None
    planned = interview.state == InterviewState.PLANNED
    return Meeting(interview.public_id, urgency.of_interview(interview).text, planned)


def _ended(one: Application) -> str:
    if one.ended_at is None:
        return ""
    words = {"by": _label(EndedBy, one.ended_by), "why": _label(EndReason, one.end_reason), "day": _when(one.ended_at)}
    return _("Gestopt %(by)s op %(day)s: %(why)s") % words


def _of_event(event: Event, names: Mapping[int, str], stages: Mapping[int, str]) -> ui.Moment:
    who = names.get(event.actor_id or 0, "") if event.actor_kind == ActorKind.USER else ""
    detail = _detail(event.data, event.kind, stages, who)
    return ui.Moment(title=_WORDS[event.kind], at=event.at, detail=detail, icon="point")


def _detail(data: Mapping[str, Any], kind: str, stages: Mapping[int, str], who: str) -> str:
    parts = []
    if kind in {"application.moved", "application.move_undone"}:
        before, after = stages.get(data.get("from_stage", 0), ""), stages.get(data.get("to_stage", 0), "")
        parts.append(f"{before} → {after}" if kind == "application.moved" else f"{after} → {before}")
    if kind == "application.ended":
        parts.append(f"{_label(EndedBy, data.get('ended_by', ''))}: {_label(EndReason, data.get('reason', ''))}")
    if kind == "application.qualified":
        parts.append(_("voldoet") if data.get("qualified") else _("voldoet niet"))
    if kind == "call.waits":
        parts.append(_("wacht op de kandidaat") if data.get("waits") else _("loopt weer"))
    if kind == "interview.ended":
        parts.append(_label(InterviewState, data.get("state", "")))
    if who:
        parts.append(who)
    return " · ".join(parts)


def _of_call(call: Call) -> ui.Moment:
    who = call.by.user.name
    reached = call.outcome in CONTACT
    title = _("%(name)s sprak met de kandidaat") if reached else _("%(name)s probeerde te bellen")
    if call.outcome == CallOutcome.WRITTEN:
        title = _("%(name)s stuurde een persoonlijk bericht")
    detail = call.note or ("" if reached else str(CallOutcome(call.outcome).label))
    return ui.Moment(title=title % {"name": who}, at=call.at, detail=detail, icon="phone", human=reached)


def _of_note(note: Note) -> ui.Moment:
    title = _("Notitie van %(name)s") % {"name": note.by.user.name}
    return ui.Moment(title=title, at=note.at, detail=note.text, icon="note")


def _of_document(document: CandidateDocument) -> ui.Moment:
    title = _("Document: %(name)s") % {"name": document.file.name}
    return ui.Moment(title=title, at=document.created_at, icon="paperclip")


def _of_mail(mail: OutboxMessage) -> ui.Moment:
    state = _("bezorgd") if mail.delivered_at else str(mail.get_state_display())
    title = _("Mail: %(subject)s") % {"subject": mail.subject}
    return ui.Moment(title=title, at=mail.sent_at or mail.created_at, detail=state, icon="mail")


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _when(at: datetime) -> str:
    return date_format(localtime(at), "D j b Y")
