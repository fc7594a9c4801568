"""Uploaded reports: the list, and what a file says before it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import amounts
from campaigns.models import CampaignChannel, Granularity, ReportFile, ReportFileState
from campaigns.presenters import rates
from campaigns.reports import Problem, ProblemCode, Report
from campaigns.reports.columns import Meaning
from campaigns.services.reports import Preview
from recruit_platform.core import ui
from recruit_platform.core.ui import figures

PROBLEMS = {
    ProblemCode.NOT_A_TABLE: gettext_lazy("Dit is geen tabel die we kunnen lezen."),
    ProblemCode.TOO_LONG: gettext_lazy("Er staan meer dan 200.000 regels in. Splits het bestand, dan lezen we alles."),
    ProblemCode.EMPTY: gettext_lazy("Er staan geen regels in."),
    ProblemCode.NO_SPEND_COLUMN: gettext_lazy("We vinden geen kolom met uitgaven."),
    ProblemCode.NO_DATES: gettext_lazy("Er staat nergens over welke dagen het gaat."),
    ProblemCode.NO_CURRENCY: gettext_lazy("Er staat geen valuta in; we nemen die van het kanaal."),
    ProblemCode.MIXED_CURRENCIES: gettext_lazy("Er staan verschillende valuta door elkaar."),
    ProblemCode.BAD_AMOUNT: gettext_lazy("Het bedrag is geen getal."),
    ProblemCode.NO_AMOUNT: gettext_lazy("Er staat geen bedrag."),
    ProblemCode.BAD_COUNT: gettext_lazy("Weergaven of klikken zijn geen getal; het bedrag telt wel."),
    ProblemCode.BAD_DATE: gettext_lazy("De datum klopt niet of is op twee manieren te lezen."),
    ProblemCode.WRONG_WIDTH: gettext_lazy("De regel heeft te veel of te weinig cellen."),
    ProblemCode.SEEN_AS_TOTAL: gettext_lazy(
        "De regel noemt geen campagne of heet totaal. We nemen hem als totaal; dit bedrag telt niet mee."
    ),
    ProblemCode.TOTAL_DIFFERS: gettext_lazy("Het totaal in het bestand is anders dan de som van de regels."),
}
_CHOOSABLE = {
    Meaning.SPEND: gettext_lazy("Uitgaven"),
    Meaning.DAY: gettext_lazy("Dag"),
    Meaning.FIRST: gettext_lazy("Eerste dag"),
    Meaning.LAST: gettext_lazy("Laatste dag"),
    Meaning.CAMPAIGN: gettext_lazy("Campagne"),
    Meaning.CAMPAIGN_ID: gettext_lazy("Campagne-id"),
    Meaning.IMPRESSIONS: gettext_lazy("Weergaven"),
    Meaning.CLICKS: gettext_lazy("Klikken"),
}
_TONES = {
    ReportFileState.PREVIEWED: ui.Tone.WARN,
    ReportFileState.APPLIED: ui.Tone.OK,
    ReportFileState.UNDONE: ui.Tone.IDLE,
    ReportFileState.DISCARDED: ui.Tone.IDLE,
}
MOST_SHOWN = 100


def status(row: ReportFile) -> ui.Status:
    state = ReportFileState(row.state)
    return ui.Status(tone=_TONES[state], word=state.label)


def table(rows: Sequence[ReportFile], *, slug: str, paging: ui.Paging) -> ui.Table:
    return ui.Table(
        id="rapporten",
        caption=_("Rapporten"),
        columns=[
            ui.Column(label=_("Bestand")),
            ui.Column(label=_("Kanaal")),
            ui.Column(label=_("Over")),
            ui.Column(label=_("Regels"), number=True),
            ui.Column(label=_("Uitgaven"), number=True),
            ui.Column(label=_("Status")),
        ],
        rows=[
            ui.Row(
                id=str(row.public_id),
                cells=[
                    ui.Cell(
                        text=row.file_name,
                        sub=date_format(row.created_at, "D j b Y"),
                        url=reverse("campaign_report", args=[slug, row.public_id]),
                    ),
                    ui.Cell(text=row.account.name),
                    ui.Cell(text=_span(row.first_on, row.last_on)),
                    ui.Cell(text=figures.number(row.rows)),
                    ui.Cell(text=amounts.said(row.spend_minor, row.currency or row.account.currency)),
                    ui.Cell(status=status(row)),
                ],
            )
            for row in rows
        ],
        paging=paging,
        empty=ui.Empty(
            title=_("Nog geen rapport"),
            text=_("Upload een export van Google, Meta, LinkedIn, TikTok of Indeed. Je ziet eerst wat erin staat."),
            icon="upload",
        ),
    )


def facts(row: ReportFile, found: Preview) -> list[ui.Fact]:
    report = found.report
    listed = [
        ui.Fact(term=_("Kanaal"), value=row.account.name),
        ui.Fact(
            term=_("Periode"), value=_span(report.first_on, report.last_on), note=Granularity(report.granularity).label
        ),
        ui.Fact(
            term=_("Regels"),
            value=figures.number(report.rows),
            note=_("%(n)s gelezen") % {"n": figures.number(len(report.lines))},
        ),
        *_spent(row, found),
        ui.Fact(
            term=_("Weergaven"), value=figures.number(report.impressions) if report.impressions is not None else "–"
        ),
        ui.Fact(term=_("Klikken"), value=figures.number(report.clicks) if report.clicks is not None else "–"),
    ]
    if row.state == ReportFileState.PREVIEWED and not found.why_not:
        terms = {"new": found.new, "corrected": found.corrected, "same": found.same}
        listed.append(
            ui.Fact(
                term=_("Inlezen geeft"),
                value=_("%(new)s nieuw") % terms,
                note=_("%(corrected)s verbeterd, %(same)s al bekend") % terms,
            )
        )
    return listed


def problems(report: Report) -> dict[str, Any]:
    """The first hundred by row, and how many of each kind there are."""
    counts = Counter(problem.code for problem in report.problems)
    return {
        "rows": [_problem(one) for one in report.problems[:MOST_SHOWN]],
        "kinds": [{"n": n, "said": PROBLEMS[code]} for code, n in counts.most_common()],
        "left_out": max(len(report.problems) - MOST_SHOWN, 0),
    }


def columns(report: Report) -> list[dict[str, Any]]:
    """Which column is read as what, with the others to choose from."""
    mapping = report.mapping or {}
    return [
        {
            "name": meaning.value,
            "label": label,
            "chosen": mapping.get(meaning, ""),
            "headers": sorted(set(report.headers) - {""}),
        }
        for meaning, label in _CHOOSABLE.items()
    ]


def lines(row: ReportFile, found: Preview) -> ui.Table:
    """The first rows as they were read; converted ones with what the file said and the rate of their day."""
    report, ours = found.report, row.account.currency
    currency = report.currency or ours
    converted = [(one.spend_minor, one.rate) for one in found.told] if _is_converted(row, found) else []
    return ui.Table(
        id="regels",
        caption=_("De eerste regels"),
        columns=[
            ui.Column(label=_("Regel")),
            ui.Column(label=_("Campagne")),
            ui.Column(label=_("Over")),
            ui.Column(label=_("Uitgaven"), number=True),
            *([ui.Column(label=_("Koers"), number=True), ui.Column(label=ours, number=True)] if converted else []),
            ui.Column(label=_("Weergaven"), number=True),
            ui.Column(label=_("Klikken"), number=True),
        ],
        rows=[
            ui.Row(
                id=f"r{one.row}",
                cells=[
                    ui.Cell(text=str(one.row)),
                    ui.Cell(text=one.campaign_name or one.external_id or "–"),
                    ui.Cell(text=_span(one.first_on, one.last_on)),
                    ui.Cell(text=amounts.said(one.spend_minor, currency)),
                    *_by_rate(converted, place, ours=ours),
                    ui.Cell(text=figures.number(one.impressions) if one.impressions is not None else "–"),
                    ui.Cell(text=figures.number(one.clicks) if one.clicks is not None else "–"),
                ],
            )
            for place, one in enumerate(report.lines[:10])
        ],
        empty=ui.Empty(title=_("Geen regel gelezen")),
    )


def links(found: Preview, *, channels: Sequence[CampaignChannel], currency: str) -> list[dict[str, Any]]:
    """Campaigns in the file that we do not know, each with ours to choose from."""
    ours = [{"id": str(one.public_id), "name": one.campaign.name} for one in channels]
    return [
        {
            "key": one.key,
            "name": one.name or _("zonder naam"),
            "rows": one.rows,
            "money": amounts.said(one.spend_minor, currency),
            "ours": ours,
        }
        for one in found.unknown[:50]
    ]


def unlinked(found: Preview) -> str:
    """How much of the file belongs to no campaign of ours, in a sentence; empty when all does."""
    if not found.unknown:
        return ""
    n = len(found.unknown)
    said = {"n": n, "money": amounts.said(sum(one.spend_minor for one in found.unknown), found.currency)}
    return (
        ngettext(
            "%(n)s campagne in dit bestand is niet aan een campagne hier gekoppeld: %(money)s.",
            "%(n)s campagnes in dit bestand zijn niet aan een campagne hier gekoppeld: samen %(money)s.",
            n,
        )
        % said
    )


def _problem(one: Problem) -> dict[str, Any]:
    return {"row": one.row, "said": PROBLEMS[one.code], "cell": one.said if one.row is not None else ""}


def _is_converted(row: ReportFile, found: Preview) -> bool:
    return bool(found.told) and found.currency != (found.report.currency or row.account.currency)


def _by_rate(converted: Sequence[tuple[int, Decimal | None]], place: int, *, ours: str) -> list[ui.Cell]:
    if not converted:
        return []
    minor, rate = converted[place]
    return [ui.Cell(text=rates.said(rate) if rate else "–", muted=True), ui.Cell(text=amounts.said(minor, ours))]


def _spent(row: ReportFile, found: Preview) -> list[ui.Fact]:
    """What was spent, against the file's own total; converted, both in both currencies."""
    report, ours = found.report, row.account.currency
    theirs = report.currency or ours
    said = ui.Fact(term=_("Uitgaven"), value=amounts.said(report.spend_minor, theirs), note=_control(report, theirs))
    if not _is_converted(row, found):
        return [said]
    control = _("het bestand heeft geen eigen totaal")
    if report.control_minor is not None:
        terms = {
            "theirs": amounts.said(report.control_minor, theirs),
            "ours": amounts.said(_control_in_ours(report.control_minor, report, found), ours),
        }
        control = _("totaal in het bestand: %(theirs)s, dat is %(ours)s") % terms
    return [said, ui.Fact(term=_("Omgerekend"), value=amounts.said(found.spend_minor, ours), note=control)]


def _control_in_ours(control_minor: int, report: Report, found: Preview) -> int:
    """The file's total by what its rows came to together: one that agrees with its rows agrees in both currencies."""
    if abs(control_minor - report.spend_minor) <= (len(report.lines) + 1) // 2 or not report.spend_minor:
        return found.spend_minor
    return round(control_minor * Fraction(found.spend_minor, report.spend_minor))


def _control(report: Report, currency: str) -> str:
    if report.control_minor is None:
        return _("het bestand heeft geen eigen totaal")
    if abs(report.control_minor - report.spend_minor) <= (len(report.lines) + 1) // 2:
        return _("klopt met het totaal in het bestand")
    return _("totaal in het bestand: %(money)s") % {"money": amounts.said(report.control_minor, currency)}


def _span(first: Any, last: Any) -> str:
    if first is None or last is None:
        return "–"
    if first == last:
        return str(date_format(first, "j b Y"))
    return f"{date_format(first, 'j b Y')} – {date_format(last, 'j b Y')}"
