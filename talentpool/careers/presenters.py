"""Vacancies and what happens next, as visitors read them. Ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app import facts
from calendar_app.facts import Fact
from calendar_app.models import FactLabel, Vacancy
from calendar_app.working_time import WorkingTime
from talentpool.careers import wording
from talentpool.careers.origin import Origin

NEW_DAYS, SOON_DAYS = 7, 10
ANSWER_DAYS = 14  # the Dutch code of conduct for applying (NVP, 2025): an answer within two weeks


@dataclass(frozen=True)
class Flag:
    word: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A vacancy in a list."""

    title: str
    url: str
    place: str
    pay: str
    hours: str
    start: str
    flag: Flag | None


@dataclass(frozen=True)
class Line:
    """A recorded fact, or one that nobody recorded (``text`` empty)."""

    term: str
    text: str
    sub: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    lines: Sequence[str] = ()
    html: SafeString | str = ""


@dataclass(frozen=True)
class Promise:
    """Who does what by when."""

    when: str
    what: str
    who: str
    state: str = ""


@dataclass(frozen=True)
class Job:
    title: str
    place: str
    flag: Flag | None
    pay: Line
    facts: Sequence[Line]
    sections: Sequence[Section]
    changed: str
    until: str


GRID = (
    FactLabel.HOURS,
    FactLabel.CONTRACT_TYPE,
    FactLabel.START_DATE,
    FactLabel.LOCATION,
    FactLabel.TRAVEL_ALLOWANCE,
    FactLabel.SCHEDULE,
    FactLabel.REMOTE_WORK,
    FactLabel.COMPANY_CAR,
    FactLabel.HOLIDAYS_LEAVE,
)
NEEDS = (
    FactLabel.REQUIREMENTS,
    FactLabel.EXPERIENCE,
    FactLabel.LANGUAGE_REQUIREMENT,
    FactLabel.DRIVING_LICENCE,
    FactLabel.AGE_MINIMUM,
)
GIVES = (FactLabel.BENEFITS, FactLabel.TRAINING_GROWTH)
TELLS = (FactLabel.TEAM_CULTURE,)
HOW = (FactLabel.APPLICATION_PROCESS, FactLabel.HOW_TO_APPLY, FactLabel.CONTACT_PERSON)


def rows(found: Sequence[Vacancy], *, slug: str, today: date, language: str, origin: Origin) -> list[Row]:
    return [_row(one, slug=slug, today=today, language=language, origin=origin) for one in found]


def job(vacancy: Vacancy, known: Mapping[FactLabel, Fact | None], *, today: date, language: str) -> Job:
    salary = facts.salary(vacancy)
    pay = known[FactLabel.SALARY]
    return Job(
        title=vacancy.title,
        place=_place(vacancy),
        flag=_flag(vacancy, today=today),
        pay=Line(
            str(FactLabel.SALARY.label), salary.text(language) if salary else "", pay.detail if pay and salary else ""
        ),
        facts=[_line(label, known[label]) for label in GRID],
        sections=_sections(vacancy, known),
        changed=day(localtime(vacancy.changed_at).date()),
        until=day(vacancy.closes_on) if vacancy.closes_on else "",
    )


def promises(*, at: datetime, hours: WorkingTime, at_most_hours: int) -> list[Promise]:
    """What happens to somebody who applies now."""
    call_by = hours.add_hours(at, at_most_hours)
    return [
        Promise(
            _("Vandaag, %(day)s") % {"day": day(localtime(at).date())},
            _("Jij solliciteert"),
            _("Duurt 2 minuten. Bevestiging komt automatisch."),
            "now",
        ),
        Promise(by(call_by), _("Je wordt gebeld"), _("Door een recruiter, ongeveer 10 minuten")),
        Promise(
            _("Uiterlijk %(day)s") % {"day": day((localtime(at) + timedelta(days=ANSWER_DAYS)).date())},
            _("Ja of nee, met de reden"),
            _("Van een mens, niet van een computer"),
        ),
    ]


def care(*, at_most_hours: int) -> list[Promise]:
    """How an organisation treats people, on its front page."""
    days = max(1, round(at_most_hours / 8))
    call = ngettext("Binnen %(days)s werkdag belt een mens", "Binnen %(days)s werkdagen belt een mens", days)
    return [
        Promise("", _("Direct een bevestiging"), _("Automatisch, met je eigen link om alles te volgen"), "done"),
        Promise("", call % {"days": days}, _("In werktijd, en we proberen het vaker dan één keer"), "done"),
        Promise(
            "", _("Binnen 14 dagen een duidelijk ja of nee"), _("Met de reden erbij, als je die wilt weten"), "done"
        ),
        Promise(
            "",
            _("28 dagen na afloop wissen we je gegevens"),
            _("Tenzij jij zegt dat we ze langer mogen bewaren"),
            "done",
        ),
    ]


def day(value: date) -> str:
    """``ma 23 nov 2026``"""
    return date_format(value, "D j b Y")


def moment(at: datetime) -> str:
    """``ma 23 nov, 9.14 uur``"""
    local = localtime(at)
    return _("%(day)s, %(time)s uur") % {"day": date_format(local, "D j b"), "time": date_format(local, "G.i")}


def by(at: datetime) -> str:
    return _("Uiterlijk %(moment)s") % {"moment": moment(at)}


def week_label(value: str) -> str:
    low, _dash, high = value.partition("-")
    if low == "0":
        return _("Tot %(hours)s uur") % {"hours": high}
    return _("%(low)s tot %(high)s uur") % {"low": low, "high": high}


def _row(one: Vacancy, *, slug: str, today: date, language: str, origin: Origin) -> Row:
    salary, hours = facts.salary(one), facts.hours(one)
    return Row(
        title=one.title,
        url=reverse("career_job", args=[slug, one.public_id]) + origin.query,
        place=_place(one),
        pay=salary.text(language) if salary else "",
        hours=hours.text(language) if hours else "",
        start=_("Start %(day)s") % {"day": day(one.starts_on)} if one.starts_on else "",
        flag=_flag(one, today=today),
    )


def _place(vacancy: Vacancy) -> str:
    return ", ".join(part for part in (vacancy.department, vacancy.city) if part)


def _flag(vacancy: Vacancy, *, today: date) -> Flag | None:
    if vacancy.closes_on is not None:
        soon = vacancy.closes_on - today <= timedelta(days=SOON_DAYS)
        return Flag(_("Sluit %(day)s") % {"day": day(vacancy.closes_on)}, "warn" if soon else "")
    if today - vacancy.opens_on < timedelta(days=NEW_DAYS):
        return Flag(_("Nieuw"), "ok")
    return None


def _line(label: FactLabel, known: Fact | None) -> Line:
    if known is None:
        return Line(str(label.label), "")
    short = known.text.removesuffix(known.detail).rstrip(". ") if known.detail else known.text
    return Line(str(label.label), short or known.detail, known.detail if short else "")


def _sections(vacancy: Vacancy, known: Mapping[FactLabel, Fact | None]) -> list[Section]:
    content = known[FactLabel.JOB_CONTENT]
    does = vacancy.description or (content.text if content else "")
    told: list[tuple[str, tuple[FactLabel, ...]]] = [
        (_("Wat je nodig hebt"), NEEDS),
        (_("Wat je krijgt"), GIVES),
        (_("Met wie je werkt"), TELLS),
        (_("Hoe solliciteren gaat"), HOW),
    ]
    found = [Section(_("Wat je doet"), html=wording.html(does))] if does else []
    for heading, labels in told:
        lines = [_said(label, known[label]) for label in labels]
        if any(lines):
            found.append(Section(heading, lines=[line for line in lines if line]))
    return found


def _said(label: FactLabel, known: Any) -> str:
    if known is None:
        return ""
    if known.answer and not known.detail:
        return f"{label.label}: {known.text[:1].lower()}{known.text[1:]}"
    return str(known.text)
