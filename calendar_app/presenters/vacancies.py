"""Vacancies as rows, and one vacancy as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from calendar_app import facts
from calendar_app.models import ClosedBecause, Vacancy
from calendar_app.selectors.vacancies import Counts, Phase, is_filled, phase_of
from recruit_platform.core import ui
from recruit_platform.core.ui.parts import Text

_WORDS: dict[Phase, tuple[ui.Tone, Text]] = {
    Phase.OPEN: (ui.Tone.OK, gettext_lazy("Open")),
    Phase.PLANNED: (ui.Tone.INFO, gettext_lazy("Gepland")),
    Phase.DRAFT: (ui.Tone.WARN, gettext_lazy("Concept")),
    Phase.CLOSED: (ui.Tone.IDLE, gettext_lazy("Gesloten")),
}


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed while this person was typing."""

    label: Text
    mine: str
    theirs: str


@dataclass(frozen=True)
class Page:
    """One vacancy, ready to print."""

    title: str
    sub: str
    status: ui.Status
    verdict: str
    planning: Sequence[ui.Fact]
    recorded: Sequence[ui.Fact]
    missing: str
    paragraphs: str


def status_of(vacancy: Vacancy, *, today: date) -> ui.Status:
    tone, word = _WORDS[phase_of(vacancy, today=today)]
    if phase_of(vacancy, today=today) == Phase.CLOSED and is_filled(vacancy):
        tone, word = ui.Tone.OK, _("Vervuld")
    return ui.Status(tone=tone, word=word)


def phases(counts: Counts, *, current: Phase | None, path: str, query: QueryDict) -> list[ui.Tab]:
    """Return the tabs above the list; each keeps the other filters."""
    numbers = {None: counts.total, Phase.OPEN: counts.open, Phase.PLANNED: counts.planned}
    numbers |= {Phase.DRAFT: counts.draft, Phase.CLOSED: counts.closed}
    words: dict[Phase | None, Text] = {None: _("Alle")}
    words |= {phase: word for phase, (_tone, word) in _WORDS.items()}
    return [
        ui.Tab(
            label=words[phase],
            url=_with(path, query, toestand=phase.value if phase else ""),
            count=number,
            current=phase == current,
        )
        for phase, number in numbers.items()
    ]


def table(
    rows: Sequence[Vacancy],
    *,
    today: date,
    slug: str,
    path: str,
    query: QueryDict,
    paging: ui.Paging,
    may_write: bool,
) -> ui.Table:
    filtered = any(query.get(name) for name in ("toestand", "profiel", "q"))
    make = ui.Link(label=_("Vacature maken"), url=reverse("vacancy_new", args=[slug]), icon="plus")
    empty = ui.Empty(
        title=_("Geen vacature past hierbij") if filtered else _("Nog geen vacatures"),
        text=_("Kies een andere toestand of wis de filters.")
        if filtered
        else _("Een vacature heeft een openingsdag, een salaris en de feiten waar kandidaten naar vragen."),
        icon="clipboard",
        action=make if may_write and not filtered else None,
    )
    return ui.Table(
        id="vacatures",
        caption=_("Vacatures, nieuwste eerst"),
        path=path,
        query=query,
        columns=[
            ui.Column(label=_("Vacature")),
            ui.Column(label=_("Toestand"), whole=True),
            ui.Column(label=_("Opent"), whole=True),
            ui.Column(label=_("Sluit na"), whole=True),
            ui.Column(label=_("Vervuld"), number=True),
            ui.Column(label=_("Salaris"), whole=True),
        ],
        rows=[_row(one, today=today, slug=slug) for one in rows],
        empty=empty,
        paging=paging,
        density_toggle=bool(rows),
    )


def page(vacancy: Vacancy, *, words: facts.Words, today: date, managers: Sequence[str]) -> Page:
    found = facts.of(vacancy, language=_language(), words=words)
    return Page(
        title=vacancy.title,
        sub=_sub(vacancy),
        status=status_of(vacancy, today=today),
        verdict=_verdict(vacancy, today=today),
        planning=_planning(vacancy, managers=managers),
        recorded=[ui.Fact(term=label.label, value=fact.text) for label, fact in found.items() if fact],
        missing=", ".join(str(label.label).lower() for label, fact in found.items() if fact is None),
        paragraphs=vacancy.description,
    )


def differences(form: forms.Form, *, held: Mapping[str, Any]) -> list[Difference]:
    """Return the fields this person changed and that now stand otherwise, in the order of the form."""
    return [
        Difference(
            label=form.fields[name].label or name,
            mine=_in_words(form.fields[name], form.cleaned_data.get(name)),
            theirs=_in_words(form.fields[name], held[name]),
        )
        for name in form.changed_data
        if name in held and (form.cleaned_data.get(name) or None) != (held[name] or None)
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        return str(labels.get(value, value))
    if isinstance(value, date):
        return date_format(value, "D j b Y")
    return str(field.prepare_value(value)) if value not in {None, ""} else "–"


def _row(vacancy: Vacancy, *, today: date, slug: str) -> ui.Row:
    salary = facts.salary(vacancy)
    return ui.Row(
        id=str(vacancy.public_id),
        cells=[
            ui.Cell(
                text=vacancy.title,
                sub=_sub(vacancy),
                url=reverse("vacancy", args=[slug, vacancy.public_id]),
            ),
            ui.Cell(status=status_of(vacancy, today=today), sub=_why_closed(vacancy)),
            ui.Cell(text=date_format(vacancy.opens_on, "D j b Y")),
            ui.Cell(text=date_format(vacancy.closes_on, "D j b Y") if vacancy.closes_on else _("tot vervuld")),
            ui.Cell(text=_("%(hired)s van %(positions)s") % {"hired": vacancy.hired, "positions": vacancy.positions}),
            ui.Cell(text=salary.text(_language()) if salary else _("niet vastgelegd"), muted=salary is None),
        ],
    )


def _sub(vacancy: Vacancy) -> str:
    profile = vacancy.profile.name if vacancy.profile else ""
    return " · ".join(part for part in (vacancy.department, vacancy.city, profile) if part)


def _why_closed(vacancy: Vacancy) -> str:
    if not vacancy.closed_because or vacancy.closed_because == ClosedBecause.FILLED:
        return ""
    return str(ClosedBecause(vacancy.closed_because).label)


def _verdict(vacancy: Vacancy, *, today: date) -> str:
    match phase_of(vacancy, today=today):
        case Phase.DRAFT:
            return _("Dit is een concept. Alleen je collega's zien het.")
        case Phase.PLANNED:
            days = (vacancy.opens_on - today).days
            return ngettext("Opent over %(n)s dag.", "Opent over %(n)s dagen.", days) % {"n": days}
        case Phase.OPEN if vacancy.closes_on:
            days = (vacancy.closes_on - today).days + 1
            return ngettext("Nog %(n)s dag open.", "Nog %(n)s dagen open.", days) % {"n": days}
        case Phase.OPEN:
            return _("Staat open tot alle plekken vervuld zijn.")
    if is_filled(vacancy):
        return _("Vervuld: %(hired)s van %(positions)s.") % {"hired": vacancy.hired, "positions": vacancy.positions}
    because = vacancy.closed_because or ClosedBecause.DATE
    return _("Gesloten: %(why)s.") % {"why": ClosedBecause(because).label}


def _planning(vacancy: Vacancy, *, managers: Sequence[str]) -> list[ui.Fact]:
    def day(value: date | None, otherwise: str) -> str:
        return date_format(value, "D j b Y") if value else otherwise

    left_out = vacancy.salary_left_out_because
    return [
        ui.Fact(term=_("Opent op"), value=day(vacancy.opens_on, "")),
        ui.Fact(term=_("Sluit na"), value=day(vacancy.closes_on, _("tot vervuld"))),
        ui.Fact(term=_("Iemand nodig op"), value=day(vacancy.start_by_on, _("niet vastgelegd"))),
        ui.Fact(
            term=_("Vervuld"),
            value=_("%(hired)s van %(positions)s") % {"hired": vacancy.hired, "positions": vacancy.positions},
        ),
        ui.Fact(term=_("Recruiter"), value=vacancy.recruiter.user.name if vacancy.recruiter else _("nog niemand")),
        ui.Fact(term=_("Kijken mee"), value=", ".join(managers) or _("nog niemand")),
        *([ui.Fact(term=_("Eigen nummer"), value=vacancy.reference)] if vacancy.reference else []),
        *([ui.Fact(term=_("Geen salaris, want"), value=left_out)] if left_out else []),
    ]


def _with(path: str, query: QueryDict, **changes: str) -> str:
    kept = query.copy()
    kept.pop("before", None)
    for name, value in changes.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"{path}?{kept.urlencode()}" if kept else path


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"
