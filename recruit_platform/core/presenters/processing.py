"""What was not processed, in words: the sort of failure, never what was in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recruit_platform.core import references
from recruit_platform.core.jobs import kinds
from recruit_platform.core.log import FailedEvent, delivery
from recruit_platform.core.models import LongJob, MessageState, Organisation
from recruit_platform.core.presenters.audit import kind_in_words
from recruit_platform.core.ui.parts import Task, Text, Tone

PENDING = "pending events"  # what the button on a line stands for

_AWAY = _("De database was even weg.")
_SILENT = _("Een ander systeem gaf geen antwoord.")
_GONE = _("Iets waar dit over ging, is er niet meer.")
_CLASHES = _("Het resultaat paste niet bij wat er al staat.")
_NOBODY = _("Het onderdeel dat dit verwerkte, is er niet meer.")
_BROKE_OFF = _("De verwerking brak elke keer halverwege af.")
_MISTAKE = _("Er zit een fout in het programma. Meld het aan wie deze installatie beheert.")

_REASONS: Mapping[str, Promise] = {
    "OperationalError": _AWAY,
    "InterfaceError": _AWAY,
    "TimeoutError": _SILENT,
    "ConnectionError": _SILENT,
    "ConnectionRefusedError": _SILENT,
    "ConnectionResetError": _SILENT,
    "DoesNotExist": _GONE,
    "FileGone": _GONE,
    "IntegrityError": _CLASHES,
}
_OF_DELIVERY: Mapping[str, Promise] = {"LookupError": _NOBODY, "RuntimeError": _BROKE_OFF}


@dataclass(frozen=True)
class EventLine:
    """`trace` is for who runs the installation: the sort of failure and its place in the program."""

    id: str
    what: Text
    subscriber: str
    happened_at: datetime
    failed_at: datetime
    attempts: int
    reason: Text
    trace: str


@dataclass(frozen=True)
class JobLine:
    what: Text
    reason: str
    by: str
    ended_at: datetime


def event_lines(found: Iterable[FailedEvent]) -> list[EventLine]:
    return [
        EventLine(
            id=references.cursor(one.id, of=PENDING),
            what=kind_in_words(one.kind),
            subscriber=one.subscriber,
            happened_at=one.happened_at,
            failed_at=one.failed_at,
            attempts=one.attempts,
            reason=_reason(one.problem),
            trace=one.problem,
        )
        for one in found
    ]


def job_lines(found: Iterable[LongJob]) -> list[JobLine]:
    return [
        JobLine(
            what=kinds.title(one.kind),
            reason=one.failure or "",
            by=one.started_by.name if one.started_by else str(_("automatisch")),
            ended_at=one.ended_at or one.created_at,
        )
        for one in found
    ]


def mail_tasks(counts: Mapping[str, int], *, organisation: Organisation) -> list[Task]:
    """The mails a person decides about; each leads to the page where that is done."""
    mails = reverse("mails", args=[organisation.slug])
    unsure, failed = counts[MessageState.UNSURE], counts[MessageState.FAILED]
    found = [
        Task(
            count=unsure,
            title=ngettext("mail is misschien niet aangekomen", "mails zijn misschien niet aangekomen", unsure),
            detail=_("Vraag het na of stuur opnieuw."),
            verb=_("Bekijk"),
            url=f"{mails}?state={MessageState.UNSURE}",
            tone=Tone.WARN,
        ),
        Task(
            count=failed,
            title=ngettext("mail ging niet weg", "mails gingen niet weg", failed),
            detail=_("Per mail staat er waarom."),
            verb=_("Bekijk"),
            url=f"{mails}?state={MessageState.FAILED}",
            tone=Tone.BAD,
        ),
    ]
    return [task for task in found if task.count]


def _reason(problem: str) -> Text:
    name, _at, place = problem.partition(" at ")
    if place.rpartition(":")[0] == delivery.__name__ and name in _OF_DELIVERY:
        return _OF_DELIVERY[name]
    return _REASONS.get(name, _MISTAKE)
