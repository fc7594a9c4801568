"""Readings of feeds as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_app.models import FeedKind, FeedRun, FeedRunState, Vacancy
from calendar_app.presenters.imports import problem_in_words
from recruit_platform.core import ui

_TONES = {
    FeedRunState.PREVIEWED: ui.Tone.WARN,
    FeedRunState.APPLIED: ui.Tone.OK,
    FeedRunState.UNDONE: ui.Tone.IDLE,
    FeedRunState.DISCARDED: ui.Tone.IDLE,
}
_WHAT: dict[str, tuple[ui.Tone, Promise]] = {
    "new": (ui.Tone.OK, gettext_lazy("Nieuw")),
    "changed": (ui.Tone.INFO, gettext_lazy("Veranderd")),
    "gone": (ui.Tone.BAD, gettext_lazy("Verdwenen")),
}
_DOUBTS: dict[str, Promise] = {
    "foreign": gettext_lazy("niet in euro’s"),
    "backwards": gettext_lazy("hoogste onder laagste"),
    "implausible": gettext_lazy("onwaarschijnlijk voor een volledige baan"),
    "wide": gettext_lazy("onwaarschijnlijk wijde marge"),
}


@dataclass(frozen=True)
class Page:
    title: str
    status: ui.Status
    kind: str
    tiles: Sequence[ui.Tile]
    table: ui.Table
    flagged: Sequence[str]
    problems: Sequence[str]
    unshown: int
    kept: int
    warns: bool
    without_salary: str
    without_place: str
    asks_reason: bool
    can_apply: bool
    can_undo: bool


def runs(found: Sequence[FeedRun], *, slug: str) -> ui.Table:
    return ui.Table(
        id="lezingen",
        caption=_("Gelezen bestanden, nieuwste eerst"),
        columns=[
            ui.Column(label=_("Bestand")),
            ui.Column(label=_("Toestand"), whole=True),
            ui.Column(label=_("Nieuw"), number=True),
            ui.Column(label=_("Veranderd"), number=True),
            ui.Column(label=_("Verdwenen"), number=True),
        ],
        rows=[
            ui.Row(
                id=str(one.public_id),
                cells=[
                    ui.Cell(
                        text=one.file_name, sub=one.source.name, url=reverse("feed_run", args=[slug, one.public_id])
                    ),
                    ui.Cell(status=_status(one)),
                    *(ui.Cell(text=str(one.outcome.get(name, 0))) for name in ("new", "changed", "gone")),
                ],
            )
            for one in found
        ],
        empty=ui.Empty(
            title=_("Nog niets ingelezen"),
            text=_("Lees de vacatures die je al elders hebt staan. Eerst zie je wat er zou veranderen."),
            icon="upload",
        ),
    )


def page(run: FeedRun, *, slug: str, is_newest: bool) -> Page:
    told: Mapping[str, Any] = run.outcome
    lines = told.get("lines", [])
    gone, known = told.get("gone", 0), told.get("same", 0) + told.get("changed", 0) + told.get("gone", 0)
    problems = [problem_in_words(**one) for one in told.get("problems", [])]
    return Page(
        title=run.file_name,
        status=_status(run),
        kind=str(FeedKind(run.source.kind).label),
        tiles=_tiles(run),
        table=_table(lines),
        flagged=[_flag(one) for one in told.get("flagged", [])],
        problems=problems,
        unshown=max(0, sum(told.get(name, 0) for name in _WHAT) - len(lines)),
        kept=told.get("kept", 0),
        warns=gone > 1 and gone * 2 > known,
        without_salary=_without_salary(run),
        without_place=_without_place(run),
        asks_reason=run.state == FeedRunState.PREVIEWED and bool(told.get("publish") and told.get("without_salary")),
        can_apply=run.state == FeedRunState.PREVIEWED,
        can_undo=run.state == FeedRunState.APPLIED and is_newest,
    )


def _without_salary(run: FeedRun) -> str:
    """What becomes, or became, of new vacancies that were to be published but tell no salary."""
    told = run.outcome
    n, reason = told.get("without_salary", 0), told.get("salary_reason", "")
    if not n or not told.get("publish"):
        return ""
    if run.state == FeedRunState.PREVIEWED:
        words = ngettext(
            "%(n)s nieuwe vacature heeft geen salaris dat klopt. Ze blijft concept, tenzij je hier schrijft waarom.",
            "%(n)s nieuwe vacatures hebben geen salaris dat klopt. Ze blijven concept, tenzij je hier schrijft waarom.",
            n,
        )
    elif reason:
        words = ngettext(
            "%(n)s vacature is zonder salaris gepubliceerd, want: %(reason)s",
            "%(n)s vacatures zijn zonder salaris gepubliceerd, want: %(reason)s",
            n,
        )
    else:
        words = ngettext(
            "%(n)s vacature zonder salaris is concept gebleven.",
            "%(n)s vacatures zonder salaris zijn concept gebleven.",
            n,
        )
    return words % {"n": n, "reason": reason}


def _without_place(run: FeedRun) -> str:
    n = run.outcome.get("without_place", 0)
    if not n or not run.outcome.get("publish"):
        return ""
    words = ngettext(
        "%(n)s nieuwe vacature noemt geen plaats en wordt een concept.",
        "%(n)s nieuwe vacatures noemen geen plaats en worden een concept.",
        n,
    )
    return words % {"n": n}


def _tiles(run: FeedRun) -> list[ui.Tile]:
    told = run.outcome
    return [
        ui.Tile(label=_("Regels gelezen"), value=str(run.rows)),
        ui.Tile(label=_("Nieuw"), value=str(told.get("new", 0))),
        ui.Tile(label=_("Veranderd"), value=str(told.get("changed", 0))),
        ui.Tile(label=_("Hetzelfde"), value=str(told.get("same", 0))),
        ui.Tile(label=_("Verdwenen"), value=str(told.get("gone", 0))),
        ui.Tile(label=_("Niet te lezen"), value=str(told.get("problem_count", 0))),
    ]


def _table(lines: Sequence[Mapping[str, Any]]) -> ui.Table:
    return ui.Table(
        id="regels",
        caption=_("Wat dit bestand doet"),
        columns=[
            ui.Column(label=_("Vacature")),
            ui.Column(label=_("Wat"), whole=True),
            ui.Column(label=_("Welke velden")),
        ],
        rows=[
            ui.Row(
                id=str(n),
                cells=[
                    ui.Cell(text=one["title"], sub=_("regel %(line)s") % {"line": one["line"]} if one["line"] else ""),
                    ui.Cell(status=_what(one["what"])),
                    ui.Cell(text=", ".join(_field(name) for name in one.get("fields", [])), muted=True),
                ],
            )
            for n, one in enumerate(lines)
        ],
        empty=ui.Empty(title=_("Er verandert niets"), text=_("Alles in dit bestand staat er al precies zo.")),
    )


def _what(what: str) -> ui.Status:
    tone, word = _WHAT[what]
    return ui.Status(tone=tone, word=word)


def _field(name: str) -> str:
    words = {
        "salary_min_minor": _("salaris van"),
        "salary_max_minor": _("salaris tot"),
        "salary_currency": _("munt"),
        "salary_period": _("salaris per"),
        "week_minutes_min": _("uren van"),
        "week_minutes_max": _("uren tot"),
        "contract": _("contract"),
        "remote": _("thuiswerken"),
    }
    return words.get(name) or next(str(one.verbose_name) for one in Vacancy._meta.fields if one.name == name)


def _flag(one: Mapping[str, Any]) -> str:
    doubt = str(_DOUBTS.get(one.get("doubt", ""), one.get("doubt", "")))
    about = {"line": one["line"], "title": one["title"], "salary": one.get("salary", ""), "doubt": doubt}
    return _("Regel %(line)s, %(title)s: %(salary)s, %(doubt)s") % about


def _status(run: FeedRun) -> ui.Status:
    state = FeedRunState(run.state)
    return ui.Status(tone=_TONES[state], word=state.label)
