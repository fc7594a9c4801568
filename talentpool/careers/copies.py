"""A candidate's copy of everything that is held about them: to read, for other systems, and their own documents."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core import files
from recruit_platform.core.log import kinds
from recruit_platform.core.models import Organisation
from talentpool.models import Candidate, CandidateDocument
from talentpool.selectors import held
from talentpool.selectors.held import Cell, Table

_IN_MEMORY = 5 * 1024 * 1024

HEADINGS: dict[str, Promise] = {
    "talentpool.Candidate": gettext_lazy("Jij"),
    "talentpool.Application": gettext_lazy("Sollicitaties"),
    "talentpool.StageChange": gettext_lazy("Stappen van je sollicitatie"),
    "talentpool.Call": gettext_lazy("Contact met jou"),
    "talentpool.CallBack": gettext_lazy("Wanneer we je zouden bellen"),
    "talentpool.Note": gettext_lazy("Notities over jou"),
    "talentpool.CandidateDocument": gettext_lazy("Documenten"),
    "talentpool.Consent": gettext_lazy("Toestemming"),
    "talentpool.Interview": gettext_lazy("Gesprekken"),
    "talentpool.InterviewSlot": gettext_lazy("Aangeboden momenten"),
    "talentpool.PoolSignup": gettext_lazy("Inschrijvingen voor de talentpool"),
    "talentpool.Interest": gettext_lazy("Werk waarover je wilt horen"),
    "talentpool.Merge": gettext_lazy("Samengevoegde gegevens"),
    "automation.Enrolment": gettext_lazy("Reeksen van mails"),
    "automation.StepDelivery": gettext_lazy("Stappen van die reeksen"),
    "core.OutboxMessage": gettext_lazy("Mails aan jou"),
    "core.Event": gettext_lazy("Wat er gebeurde"),
}


@dataclass(frozen=True)
class Line:
    name: str
    value: str


@dataclass(frozen=True)
class Section:
    """One table to read: per row the lines that say something."""

    heading: str
    rows: Sequence[Sequence[Line]]


def packed(candidate: Candidate, *, organisation: Organisation, at: datetime) -> IO[bytes]:
    """Return a zip with the data to read (HTML), the same as JSON, and the documents. A statement a table and a document.

    A document that can no longer be read is left out; its row stays.
    """
    tables = held.about(candidate)
    target: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("gegevens.html", _page(tables, organisation=organisation, at=at))
        box.writestr(
            "gegevens.json", json.dumps(as_data(tables, organisation=organisation, at=at), indent=2, ensure_ascii=False)
        )
        papers = CandidateDocument.objects.filter(candidate=candidate).select_related("file__key").order_by("id")
        for place, paper in enumerate(papers, start=1):
            try:
                body = files.read(paper.file)
            except files.Unreadable:
                continue
            box.writestr(f"documenten/{place}-{_plain(paper.file.name)}", body)
    target.seek(0)
    return target


def as_data(tables: Sequence[Table], *, organisation: Organisation, at: datetime) -> dict[str, Any]:
    """Return it for other systems: names as in the database, moments as ISO 8601."""
    rows = {table.label: [{cell.name: cell.value for cell in row} for row in table.rows] for table in tables}
    return {"organisation": organisation.name, "made_at": at.isoformat(), "held": rows}


def _page(tables: Sequence[Table], *, organisation: Organisation, at: datetime) -> str:
    sections = [
        Section(
            heading=str(HEADINGS.get(table.label, table.label)),
            rows=[[line for cell in row if (line := _line(cell, of=table.label)).value] for row in table.rows],
        )
        for table in tables
    ]
    return render_to_string("careers/copy.html", {"organisation": organisation, "sections": sections, "at": at})


def _line(cell: Cell, *, of: str) -> Line:
    name = _NAMES.get(cell.name)
    return Line(str(name) if name is not None else cell.name.replace("_", " "), _words(cell, of=of))


def _words(cell: Cell, *, of: str) -> str:
    value = cell.value
    if of == "core.Event" and cell.name == "kind":
        return str(kinds.get(str(value)).words)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if value in (None, "", {}, []) or cell.shown:
        return cell.shown
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return _moment(str(value)) if cell.name in {"at", "stage_since"} or cell.name.endswith("_at") else str(value)


def _moment(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return date_format(timezone.localtime(at), "D j b Y, H:i")


def _plain(name: str) -> str:
    """A file's name without anything that could lead out of its folder."""
    return (
        "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name).lstrip(". ") or "document"
    )


_NAMES: dict[str, Promise] = {
    "answers": gettext_lazy("Antwoorden"),
    "at": gettext_lazy("Wanneer"),
    "attempts": gettext_lazy("Pogingen"),
    "availability": gettext_lazy("Beschikbaar"),
    "changed_at": gettext_lazy("Veranderd op"),
    "city": gettext_lazy("Woonplaats"),
    "created_at": gettext_lazy("Gemaakt op"),
    "due_at": gettext_lazy("Uiterlijk"),
    "email": gettext_lazy("E-mailadres"),
    "end_note": gettext_lazy("Toelichting bij het einde"),
    "end_reason": gettext_lazy("Reden van het einde"),
    "ended_at": gettext_lazy("Gestopt op"),
    "ended_by": gettext_lazy("Wie stopte"),
    "ends_at": gettext_lazy("Tot"),
    "erasure_asked_at": gettext_lazy("Je vroeg om verwijdering op"),
    "file": gettext_lazy("Bestand"),
    "first_contact_at": gettext_lazy("Eerste contact"),
    "first_link": gettext_lazy("Eerste advertentie"),
    "first_name": gettext_lazy("Voornaam"),
    "from_stage": gettext_lazy("Van"),
    "given_at": gettext_lazy("Gegeven op"),
    "ideal_at": gettext_lazy("Liefst voor"),
    "is_qualified": gettext_lazy("Geschikt"),
    "kind": gettext_lazy("Soort"),
    "language": gettext_lazy("Taal"),
    "last_human_contact_at": gettext_lazy("Laatste contact"),
    "last_link": gettext_lazy("Laatste advertentie"),
    "last_name": gettext_lazy("Achternaam"),
    "last_reply_at": gettext_lazy("Je laatste antwoord"),
    "motivation": gettext_lazy("Motivatie"),
    "note": gettext_lazy("Notitie"),
    "opened_at": gettext_lazy("Vanaf"),
    "opted_out_at": gettext_lazy("Afgemeld voor mail op"),
    "outcome": gettext_lazy("Hoe ging het"),
    "phone": gettext_lazy("Telefoonnummer"),
    "place": gettext_lazy("Waar"),
    "profile": gettext_lazy("Soort werk"),
    "reference": gettext_lazy("Kenmerk"),
    "sent_at": gettext_lazy("Verstuurd op"),
    "source": gettext_lazy("Bron"),
    "stage": gettext_lazy("Fase"),
    "stage_since": gettext_lazy("In deze fase sinds"),
    "started_at": gettext_lazy("Begonnen op"),
    "starts_at": gettext_lazy("Van"),
    "state": gettext_lazy("Stand"),
    "subject": gettext_lazy("Onderwerp"),
    "submitted_at": gettext_lazy("Binnengekomen op"),
    "text": gettext_lazy("Tekst"),
    "to_stage": gettext_lazy("Naar"),
    "vacancy": gettext_lazy("Vacature"),
    "withdrawn_at": gettext_lazy("Ingetrokken op"),
}
