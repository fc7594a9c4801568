"""The facts of a vacancy, in words and as values: one source for page, JSON-LD, feeds, mails, chat and calendar.

A fact that is ``None`` was not recorded; that is never the same as "no".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendar_app.models import Car, Contract, FactLabel, Recorded, Remote, SalaryPeriod, Vacancy, VacancyFact
from recruit_platform.lib.money import Money

Words = Mapping[str, VacancyFact]
_written = Money.format


@dataclass(frozen=True)
class Fact:
    """``text`` is ready to show; ``answer`` is yes, no, depends or empty; ``detail`` is what a person added in words."""

    label: FactLabel
    text: str
    answer: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Salary:
    """A range for full-time work. Both ends may be equal; neither is ever invented."""

    low: Money
    high: Money
    period: SalaryPeriod
    scale: str = ""

    def text(self, language: str) -> str:
        """Return ``€ 3.622 – € 5.520 per maand (schaal LB)``."""
        with translation.override(language):
            low, high = _amount(self.low, language), _amount(self.high, language)
            span = low if self.low == self.high else f"{low} – {high}"
            scale = _(" (schaal %(scale)s)") % {"scale": self.scale} if self.scale else ""
            return f"{span} {self.period.label}{scale}"


@dataclass(frozen=True)
class Hours:
    """Minutes a week, from few to many."""

    minutes_min: int
    minutes_max: int

    def text(self, language: str) -> str:
        with translation.override(language):
            few, many = _hours(self.minutes_min, language), _hours(self.minutes_max, language)
            span = few if few == many else f"{few}–{many}"
            return _("%(span)s uur per week") % {"span": span}


@dataclass(frozen=True)
class Place:
    street: str
    postcode: str
    city: str
    province: str

    def text(self) -> str:
        """Return what is known, as it stands on an envelope."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, town or self.province) if part)


def of(vacancy: Vacancy, *, language: str, words: Words | None = None) -> dict[FactLabel, Fact | None]:
    """Return every fact in a fixed order. One statement, none when the vacancy's words are given (``words_of``)."""
    if words is None:
        words = {fact.label: fact for fact in VacancyFact.objects.filter(vacancy=vacancy)}
    return {label: _fact(label, vacancy, words.get(label), language=language) for label in FactLabel}


def words_of(vacancies: list[Vacancy]) -> dict[int, Words]:
    """Return the recorded words per vacancy id, for lists. One statement."""
    found: dict[int, dict[str, VacancyFact]] = {vacancy.pk: {} for vacancy in vacancies}
    for fact in VacancyFact.objects.filter(vacancy__in=[vacancy.pk for vacancy in vacancies]):
        found[fact.vacancy_id][fact.label] = fact
    return dict(found)


def salary(vacancy: Vacancy) -> Salary | None:
    """Return the range, or None when none is recorded."""
    low, high = vacancy.salary_min_minor, vacancy.salary_max_minor
    if low is None or high is None:
        return None
    currency = vacancy.salary_currency
    return Salary(
        Money(low, currency), Money(high, currency), SalaryPeriod(vacancy.salary_period), vacancy.salary_scale
    )


def hours(vacancy: Vacancy) -> Hours | None:
    """Return the hours a week; one end recorded counts for both."""
    few, many = vacancy.week_minutes_min, vacancy.week_minutes_max
    if few is None and many is None:
        return None
    return Hours(few if few is not None else many or 0, many if many is not None else few or 0)


def place(vacancy: Vacancy) -> Place | None:
    found = Place(vacancy.street, vacancy.postcode, vacancy.city, vacancy.province)
    return found if found.text() else None


def contract(vacancy: Vacancy) -> Contract | None:
    return Contract(vacancy.contract) if vacancy.contract else None


def remote(vacancy: Vacancy) -> Remote | None:
    return Remote(vacancy.remote) if vacancy.remote else None


def day_in_words(day: date, *, language: str) -> str:
    """Return ``maandag 1 februari 2027``."""
    with translation.override(language):
        return date_format(day, "l j F Y")


def _fact(label: FactLabel, vacancy: Vacancy, words: VacancyFact | None, *, language: str) -> Fact | None:
    typed = _TYPED[label](vacancy, language) if label in _TYPED else ""
    detail = _said(words, language)
    with translation.override(language):
        answer = str(Recorded(words.answer).label).capitalize() if words and words.answer else ""
    text = ". ".join(part.rstrip(".") if detail else part for part in (typed, answer) if part)
    text = f"{text}. {detail}" if text and detail else text or detail
    return Fact(label, text, words.answer if words else "", detail) if text else None


def _said(words: VacancyFact | None, language: str) -> str:
    if words is None:
        return ""
    return (words.text_en if language == "en" else "") or words.text_nl


def _salary(vacancy: Vacancy, language: str) -> str:
    found = salary(vacancy)
    return found.text(language) if found else ""


def _week(vacancy: Vacancy, language: str) -> str:
    found = hours(vacancy)
    return found.text(language) if found else ""


def _location(vacancy: Vacancy, _language: str) -> str:
    found = place(vacancy)
    return found.text() if found else ""


def _chosen(name: str, choices: type[Contract | Remote | Car]) -> Callable[[Vacancy, str], str]:
    def read(vacancy: Vacancy, language: str) -> str:
        value = getattr(vacancy, name)
        with translation.override(language):
            return str(choices(value).label).capitalize() if value else ""

    return read


def _day(name: str) -> Callable[[Vacancy, str], str]:
    def read(vacancy: Vacancy, language: str) -> str:
        day = getattr(vacancy, name)
        return day_in_words(day, language=language) if day else ""

    return read


def _amount(money: Money, language: str) -> str:
    """Whole euros are written without cents."""
    text = _written(money, language)
    return text[:-3] if text.endswith((",00", ".00")) else text


def _hours(minutes: int, language: str) -> str:
    text = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "nl" else text


_TYPED: dict[FactLabel, Callable[[Vacancy, str], str]] = {
    FactLabel.SALARY: _salary,
    FactLabel.HOURS: _week,
    FactLabel.LOCATION: _location,
    FactLabel.CONTRACT_TYPE: _chosen("contract", Contract),
    FactLabel.START_DATE: _day("starts_on"),
    FactLabel.REMOTE_WORK: _chosen("remote", Remote),
    FactLabel.COMPANY_CAR: _chosen("company_car", Car),
    FactLabel.DEADLINE: _day("closes_on"),
}
