"""Erasing one person, before it happens: what goes, what stays, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talentpool.services.erasure import Preview, Rows

# What the rows of a table are called here; a test asks for the words of a table that comes later.
WORDS: dict[str, Promise] = {
    "talentpool.Candidate": gettext_lazy("Naam, adres, nummer, woonplaats en beschikbaarheid"),
    "talentpool.Application": gettext_lazy("Motivatie, antwoorden en toelichting bij sollicitaties"),
    "talentpool.Call": gettext_lazy("Notities bij contact"),
    "talentpool.Note": gettext_lazy("Notities"),
    "talentpool.Interview": gettext_lazy("Plek of link van gesprekken"),
    "core.OutboxMessage": gettext_lazy("Adres en tekst van mails"),
    "talentpool.StageChange": gettext_lazy("Stappen door de fasen"),
    "talentpool.CallBack": gettext_lazy("Belafspraken, zonder naam"),
    "talentpool.CandidateDocument": gettext_lazy("Dat er een document was, niet leesbaar"),
    "talentpool.Consent": gettext_lazy("Dat er toestemming was, ingetrokken"),
    "talentpool.InterviewSlot": gettext_lazy("Aangeboden momenten"),
    "talentpool.PoolSignup": gettext_lazy("Dat iemand zich inschreef"),
    "talentpool.Interest": gettext_lazy("Soorten werk, zonder naam"),
    "talentpool.Merge": gettext_lazy("Dat er is samengevoegd"),
    "automation.Enrolment": gettext_lazy("Reeksen van mails, gestopt"),
    "automation.StepDelivery": gettext_lazy("Stappen van reeksen"),
}


@dataclass(frozen=True)
class Line:
    words: str
    n: int


@dataclass(frozen=True)
class Page:
    goes: Sequence[Line]
    stays: Sequence[Line]
    refusal: str
    is_hired: bool
    gets_mail: bool


def page(preview: Preview) -> Page:
    goes = [_line(rows) for rows in preview.emptied]
    if preview.files:
        goes.append(Line(_("Documenten: de sleutel wordt vernietigd"), preview.files))
    return Page(
        goes=goes,
        stays=[_line(rows) for rows in preview.kept],
        refusal=str(preview.refusal.words) if preview.refusal is not None else "",
        is_hired=preview.is_hired,
        gets_mail=preview.gets_mail,
    )


def _line(rows: Rows) -> Line:
    return Line(str(WORDS.get(rows.label, rows.label)), rows.n)
