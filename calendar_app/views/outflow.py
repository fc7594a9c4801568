"""The grid of leavers per profile and month, typed in or read from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from calendar_app import selectors
from calendar_app.forms.uploads import TableForm
from calendar_app.imports import outflow as reading
from calendar_app.imports import tables
from calendar_app.models import JobProfile, OutflowKind
from calendar_app.presenters import imports as in_words
from calendar_app.presenters import places
from calendar_app.presenters import year as presented
from calendar_app.selectors import year as axis
from calendar_app.services import outflow
from recruit_platform.core import clock, ui
from recruit_platform.core.files import kinds
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may

MOST_BYTES = 2 * 1024 * 1024
MOST_SHOWN = 50
Typed = dict[str, str]


@dataclass(frozen=True)
class Cell:
    name: str
    value: str
    label: str
    is_wrong: bool


@dataclass(frozen=True)
class Row:
    name: str
    cells: Sequence[Cell]


@member(Can.MANAGE_OUTFLOW)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    span, kind = _asked(request)
    if request.method != "POST":
        return _page(request, span=span, kind=kind)
    years = axis.profile_years(first=span.starts_on)
    typed = {name: str(value).strip() for name, value in request.POST.items() if name.startswith("n-")}
    wrong = {name for name, value in typed.items() if value and not _is_count(value)}
    if wrong:
        words = [_("Een aantal is een heel getal van 0 tot en met 9999.")]
        return _page(request, span=span, kind=kind, typed=typed, wrong=wrong, problems=words)
    entries = [
        outflow.Entry(one.profile, month, int(typed[name]) if typed[name] else None)
        for one in years
        for month in axis.firsts_from(span.starts_on)
        if (name := _name(one.profile, month)) in typed
    ]
    changed = outflow.record(entries, kind=kind, by=request.user, at=clock.now())
    messages.success(
        request, ngettext("%(n)s getal opgeslagen.", "%(n)s getallen opgeslagen.", changed) % {"n": changed}
    )
    return redirect(f"{reverse('outflow', args=[request.organisation.slug])}?soort={kind}&jaar={span.key}")


@member(Can.MANAGE_OUTFLOW)
@takes_body(up_to=2 * MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: OrganisationRequest) -> HttpResponse:
    """Show what a file says in the grid, unsaved; saving is the grid's own button."""
    span, kind = _asked(request)
    if request.method != "POST":
        return redirect("outflow", request.organisation.slug)
    form = TableForm(request.POST, request.FILES)
    outcome = _outcome(form) if form.is_valid() else None
    if outcome is None:
        return _page(request, span=span, kind=kind, upload=form)
    profiles = {one.profile.name.casefold(): one.profile for one in axis.profile_years(first=span.starts_on)}
    typed, problems = _placed(outcome, profiles=profiles, firsts=axis.firsts_from(span.starts_on))
    return _page(request, span=span, kind=kind, typed=typed, problems=problems, proposed=len(typed))


def _outcome(form: TableForm) -> reading.Outcome | None:
    file = form.cleaned_data["file"]
    try:
        kind = kinds.check(
            file,
            name=file.name,
            declared=file.content_type or "",
            allowed=frozenset({".csv", ".xlsx"}),
            at_most=MOST_BYTES,
        )
        data = file.read()
        lines = tables.xlsx_lines(data) if kind.suffix == ".xlsx" else tables.csv_lines(tables.text_of(data))
        return reading.read(lines)
    except kinds.UploadRefused as refusal:
        form.add_error("file", str(refusal.words))
    except tables.Unreadable as problem:
        form.add_error("file", in_words.unreadable(problem))
    return None


def _placed(
    outcome: reading.Outcome, *, profiles: Mapping[str, JobProfile], firsts: Sequence[date]
) -> tuple[Typed, list[str]]:
    """Put each figure in its cell, adding up figures of one profile and month; say of each that has none."""
    sums: dict[tuple[JobProfile, date], int] = {}
    problems = list(outcome.problems)
    for figure in outcome.figures:
        profile = profiles.get(figure.profile.casefold())
        if profile is None:
            problems.append(reading.Problem(figure.line, "unknown_profile", figure.profile))
        elif figure.month not in firsts:
            problems.append(reading.Problem(figure.line, "other_year", date_format(figure.month, "b Y")))
        else:
            sums[profile, figure.month] = sums.get((profile, figure.month), 0) + figure.leavers
    said = [
        in_words.problem_in_words(line=one.line, what=one.what, value=one.value)
        for one in sorted(problems, key=lambda one: one.line)
    ]
    more = len(said) - MOST_SHOWN
    if more > 0:
        said = [*said[:MOST_SHOWN], ngettext("En nog %(n)s regel.", "En nog %(n)s regels.", more) % {"n": more}]
    return {_name(profile, month): str(n) for (profile, month), n in sums.items()}, said


def _asked(request: OrganisationRequest) -> tuple[presented.Span, OutflowKind]:
    asked = request.POST if request.method == "POST" else request.GET
    today = selectors.today(clock.now())
    span = presented.chosen(presented.spans(today), asked=asked.get("jaar", ""), today=today)
    kind = asked.get("soort", "")
    return span, OutflowKind(kind) if kind in OutflowKind.values else OutflowKind.RECORDED


def _page(
    request: OrganisationRequest,
    *,
    span: presented.Span,
    kind: OutflowKind,
    typed: Typed | None = None,
    wrong: set[str] | None = None,
    problems: Sequence[str] = (),
    proposed: int = 0,
    upload: TableForm | None = None,
) -> HttpResponse:
    firsts, slug = axis.firsts_from(span.starts_on), request.organisation.slug
    context = {
        "tabs": places.tabs(request, current="outflow"),
        "kinds": [
            ui.Tab(
                label=capfirst(one.label),
                url=f"{reverse('outflow', args=[slug])}?soort={one}&jaar={span.key}",
                current=one == kind,
            )
            for one in OutflowKind
        ],
        "kind": kind.value,
        "span": span,
        "spans": presented.spans(selectors.today(clock.now())),
        "firsts": firsts,
        "rows": [_row(one, firsts, kind=kind, typed=typed or {}, wrong=wrong or set())
                 for one in axis.profile_years(first=span.starts_on)],
        "problems": problems,
        "proposed": proposed,
        "upload": upload or TableForm(),
        "may_write": may(request.membership, Can.MANAGE_VACANCIES),
    }  # fmt: skip
    is_wrong = bool(wrong) or bool(upload and upload.errors) or (bool(problems) and not proposed)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "calendar_app/outflow.html", context, status=status)


def _row(one: axis.ProfileYear, firsts: Sequence[date], *, kind: OutflowKind, typed: Typed, wrong: set[str]) -> Row:
    cells = []
    for month, count in zip(firsts, one.months, strict=True):
        name = _name(one.profile, month)
        held = count.recorded if kind == OutflowKind.RECORDED else count.planned
        cells.append(
            Cell(
                name=name,
                value=typed.get(name, "" if held is None else str(held)),
                label=_("%(profile)s, %(month)s") % {"profile": one.profile.name, "month": date_format(month, "F Y")},
                is_wrong=name in wrong,
            )
        )
    return Row(one.profile.name, cells)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= outflow.MOST_LEAVERS


def _name(profile: JobProfile, month: date) -> str:
    return f"n-{profile.public_id}-{month:%Y-%m}"
