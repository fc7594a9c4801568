"""The year on one axis: vacancies as lanes, holidays as shades, months as sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.models import Vacancy
from calendar_app.presenters.vacancies import status_of
from calendar_app.selectors.days import NamedDays
from calendar_app.selectors.vacancies import Phase, is_filled, phase_of
from calendar_app.selectors.year import Months
from recruit_platform.core import ui
from recruit_platform.lib.periods import add_months

MOST_LANES = 60
SCHOOL_YEAR_STARTS = 8


@dataclass(frozen=True)
class Span:
    """Twelve months, from the first of a month."""

    key: str
    label: str
    starts_on: date

    @property
    def short(self) -> str:
        """Return ``2026/27`` for a school year, ``2026`` for a calendar year."""
        return f"{self.starts_on.year}/{self.ends_on.year % 100:02d}" if self.starts_on.month > 1 else self.label

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, 12) - timedelta(days=1)


@dataclass(frozen=True)
class MonthRow:
    label: str
    note: str
    values: Sequence[str]
    total: str
    is_bad: bool = False


def spans(today: date) -> list[Span]:
    """Return the school years and calendar years around today, to choose from."""
    school = today.year if today.month >= SCHOOL_YEAR_STARTS else today.year - 1
    years = [school - 1, school, school + 1]
    found = [
        Span(f"{year}-08", _("Schooljaar %(from)s/%(to)s") % {"from": year, "to": f"{(year + 1) % 100:02d}"},
             date(year, SCHOOL_YEAR_STARTS, 1))
        for year in years
    ]  # fmt: skip
    return [
        *found,
        *(Span(f"{year}-01", str(year), date(year, 1, 1)) for year in range(today.year - 1, today.year + 2)),
    ]


def chosen(found: Sequence[Span], *, asked: str, today: date) -> Span:
    """Return the span that was asked for, or the school year that today is in."""
    for one in found:
        if one.key == asked:
            return one
    return next(one for one in found if one.starts_on <= today <= one.ends_on)


def timeline(
    vacancies: Sequence[Vacancy],
    *,
    span: Span,
    today: date,
    slug: str,
    school: Sequence[NamedDays],
    public: Sequence[NamedDays],
    region: str,
) -> ui.Timeline:
    shaded = [(one.starts_on, one.ends_on) for one in school]
    lanes = [
        _holiday_lane(_("Schoolvakantie %(region)s") % {"region": region}, school),
        _holiday_lane(_("Feestdagen"), public),
        *(_lane(one, span=span, today=today, slug=slug, shaded=shaded) for one in ordered(vacancies, today=today)),
    ]
    return ui.Timeline(
        id="jaar",
        caption=ngettext("%(n)s vacature, urgentste eerst", "%(n)s vacatures, urgentste eerst", len(vacancies))
        % {"n": len(vacancies)},
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        today=today,
        lanes=lanes,
    )


def ordered(vacancies: Sequence[Vacancy], *, today: date) -> list[Vacancy]:
    """Return what asks for action first: late drafts, then open by last day, planned by opening, closed last."""
    rank = {Phase.OPEN: 1, Phase.PLANNED: 2, Phase.DRAFT: 2, Phase.CLOSED: 3}

    def urgency(one: Vacancy) -> tuple[int, date, int]:
        phase = phase_of(one, today=today)
        if is_late(one, today=today):
            return (0, one.opens_on, one.pk)
        by = one.closes_on or date.max if phase == Phase.OPEN else one.opens_on
        return (rank[phase], by, one.pk)

    return sorted(vacancies, key=urgency)[:MOST_LANES]


def is_late(vacancy: Vacancy, *, today: date) -> bool:
    """A draft whose opening day has passed: it should have been open."""
    return phase_of(vacancy, today=today) == Phase.DRAFT and vacancy.opens_on < today


def verdict(vacancies: Sequence[Vacancy], *, today: date) -> tuple[str, str]:
    """Return what is late in words (may be empty), and the rest of the sentence."""
    late = sum(is_late(one, today=today) for one in vacancies)
    phases = [phase_of(one, today=today) for one in vacancies]
    alarm = ngettext("Eén vacature had al open moeten zijn.", "%(n)s vacatures hadden al open moeten zijn.", late)
    now, later = phases.count(Phase.OPEN), phases.count(Phase.PLANNED)
    rest = [
        ngettext("%(n)s staat open", "%(n)s staan open", now) % {"n": now},
        ngettext("%(n)s gaat nog open", "%(n)s gaan nog open", later) % {"n": later},
    ]
    closing = sum(_closes_soon(one, today=today) for one in vacancies)
    if closing:
        rest.append(ngettext("%(n)s sluit binnen een week", "%(n)s sluiten binnen een week", closing) % {"n": closing})
    return (alarm % {"n": late} if late else "", f"{', '.join(rest)}.")


def table(vacancies: Sequence[Vacancy], *, today: date, slug: str) -> ui.Table:
    """The same in words, for who does not see the drawing."""
    return ui.Table(
        id="jaartabel",
        caption=_("Dezelfde vacatures als tabel"),
        columns=[
            ui.Column(label=_("Vacature")),
            ui.Column(label=_("Toestand"), whole=True),
            ui.Column(label=_("Opent"), whole=True),
            ui.Column(label=_("Sluit na"), whole=True),
            ui.Column(label=_("Iemand nodig op")),
            ui.Column(label=_("Vervuld"), number=True),
        ],
        rows=[
            ui.Row(
                id=str(one.public_id),
                cells=[
                    ui.Cell(text=one.title, url=reverse("vacancy", args=[slug, one.public_id])),
                    ui.Cell(status=_lane_status(one, today=today)),
                    ui.Cell(text=_day(one.opens_on)),
                    ui.Cell(text=_day(one.closes_on) if one.closes_on else _("tot vervuld")),
                    ui.Cell(text=_day(one.start_by_on) if one.start_by_on else "–"),
                    ui.Cell(text=_("%(hired)s van %(positions)s") % {"hired": one.hired, "positions": one.positions}),
                ],
            )
            for one in ordered(vacancies, today=today)
        ],
        empty=ui.Empty(title=_("Geen vacatures in dit jaar")),
    )


def month_rows(months: Months, *, today: date) -> list[MonthRow]:
    """Outflow, hires needed, hires made, and what is short by the end of months that are over or running."""
    this_month = today.replace(day=1)
    until_now = [n for first, n in zip(months.firsts, months.short, strict=True) if first <= this_month]
    now = until_now[-1] if until_now else 0
    short = [*until_now, *[0] * (len(months.firsts) - len(until_now))]
    known = [number for number in months.leavers if number is not None]
    return [
        MonthRow(_("Uitstroom"), _("geteld, anders verwacht"), [_or_dash(n) for n in months.leavers], str(sum(known))),
        MonthRow(_("Aannames nodig"), _("voor elke vertrekker één"), [_or_dash(n) for n in months.leavers], str(sum(known))),
        MonthRow(_("Aangenomen"), _("via de vacatures hier"), [str(n) for n in months.hired], str(sum(months.hired))),
        MonthRow(
            _("Tekort"), _("opgeteld tot en met die maand"), [f"−{n}" if n else "·" for n in short], str(now),
            is_bad=bool(now),
        ),
    ]  # fmt: skip


def _holiday_lane(title: str, days: Sequence[NamedDays]) -> ui.Lane:
    says = "; ".join(f"{one.name} {_day(one.starts_on)} – {_day(one.ends_on)}" for one in days)
    return ui.Lane(title=title, says=says, holidays=[(one.starts_on, one.ends_on) for one in days], thin=True)


def _lane(vacancy: Vacancy, *, span: Span, today: date, slug: str, shaded: Sequence[tuple[date, date]]) -> ui.Lane:
    marks = [ui.Mark(day=vacancy.start_by_on, kind="end")] if vacancy.start_by_on else []
    place = " · ".join(part for part in (vacancy.department, vacancy.city) if part)
    return ui.Lane(
        title=vacancy.title,
        sub=place,
        url=reverse("vacancy", args=[slug, vacancy.public_id]),
        says=_says(vacancy),
        bars=_bars(vacancy, span=span, today=today),
        marks=marks,
        holidays=shaded,
        status=_lane_status(vacancy, today=today),
        note=_note(vacancy, today=today),
    )


def _bars(vacancy: Vacancy, *, span: Span, today: date) -> list[ui.Span]:
    """Solid until today, pale after it; a late draft loses days in red, a draft is dashed, a filled one ends green."""
    phase = phase_of(vacancy, today=today)
    last = vacancy.closes_on or span.ends_on
    if phase == Phase.DRAFT:
        late = [ui.Span(starts_on=vacancy.opens_on, ends_on=today, kind="gap")] if is_late(vacancy, today=today) else []
        start = max(vacancy.opens_on, today)
        return [*late, ui.Span(starts_on=start, ends_on=max(start, last), kind="soon")]
    if phase == Phase.CLOSED:
        ended = vacancy.closed_at.date() if vacancy.closed_at else last
        until = max(vacancy.opens_on, ended)
        return [ui.Span(starts_on=vacancy.opens_on, ends_on=until, kind="ok" if is_filled(vacancy) else "")]
    if phase == Phase.PLANNED:
        return [ui.Span(starts_on=vacancy.opens_on, ends_on=max(vacancy.opens_on, last), kind="plan")]
    ahead = [ui.Span(starts_on=today, ends_on=last, kind="plan")] if last > today else []
    return [ui.Span(starts_on=vacancy.opens_on, ends_on=today), *ahead]


def _lane_status(vacancy: Vacancy, *, today: date) -> ui.Status:
    if is_late(vacancy, today=today):
        days = (today - vacancy.opens_on).days
        return ui.Status(
            tone=ui.Tone.BAD, word=ngettext("%(n)s dag te laat", "%(n)s dagen te laat", days) % {"n": days}
        )
    return status_of(vacancy, today=today)


def _note(vacancy: Vacancy, *, today: date) -> str:
    match phase_of(vacancy, today=today):
        case Phase.DRAFT | Phase.PLANNED:
            return _("opent %(day)s") % {"day": _day(vacancy.opens_on)}
        case Phase.OPEN if vacancy.closes_on:
            return _("sluit na %(day)s") % {"day": _day(vacancy.closes_on)}
        case Phase.OPEN:
            return _("tot vervuld")
    return _("%(hired)s van %(positions)s vervuld") % {"hired": vacancy.hired, "positions": vacancy.positions}


def _says(vacancy: Vacancy) -> str:
    until = _day(vacancy.closes_on) if vacancy.closes_on else _("vervuld")
    text = _("Open van %(from)s tot %(until)s.") % {"from": _day(vacancy.opens_on), "until": until}
    if vacancy.start_by_on:
        text += " " + _("Iemand nodig op %(day)s.") % {"day": _day(vacancy.start_by_on)}
    return text


def _closes_soon(vacancy: Vacancy, *, today: date) -> bool:
    if phase_of(vacancy, today=today) != Phase.OPEN or vacancy.closes_on is None:
        return False
    return vacancy.closes_on - today < timedelta(days=7)


def _day(day: date) -> str:
    return date_format(day, "j b Y")


def _or_dash(number: int | None) -> str:
    return "·" if number is None else str(number)
