"""A vacancy's life: made, changed, published, opened, filled, closed, opened again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app import selectors
from calendar_app.models import ClosedBecause, FactLabel, JobProfile, Remote, Vacancy, VacancyFact, VacancyState
from calendar_app.selectors import vacancies as held
from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Membership, Role, User, VacancyAccess
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal

PANELS = ("today", "pace", "vacancies")


class Values(TypedDict, total=False):
    """What a person, a feed or the API may set; the names are the columns of Vacancy."""

    profile: JobProfile | None
    recruiter: Membership | None
    reference: str
    title: str
    department: str
    summary: str
    description: str
    opens_on: date
    closes_on: date | None
    start_by_on: date | None
    positions: int
    salary_min_minor: int | None
    salary_max_minor: int | None
    salary_currency: str
    salary_period: str
    salary_scale: str
    salary_left_out_because: str
    week_minutes_min: int | None
    week_minutes_max: int | None
    street: str
    postcode: str
    city: str
    province: str
    contract: str
    starts_on: date | None
    remote: str
    company_car: str


class Located(Protocol):
    """What tells where the work is: a vacancy, or an item of a feed."""

    @property
    def city(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def province(self) -> str: ...
    @property
    def remote(self) -> str: ...


@dataclass(frozen=True)
class Words:
    """One fact in words; all empty means "not recorded"."""

    answer: str = ""
    text_nl: str = ""
    text_en: str = ""

    def __bool__(self) -> bool:
        return bool(self.answer or self.text_nl)


class VacancyRefused(Refusal):
    """Something about dates, pay or state does not allow it; ``field`` names the field at fault, if one is."""

    def __init__(self, words: Any, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class EditedMeanwhile(Refusal):
    """Somebody else saved this vacancy since it was opened; ``now`` is how it stands."""

    def __init__(self, now: Vacancy) -> None:
        super().__init__(_("Iemand anders heeft deze vacature intussen veranderd."))
        self.now = now


@transaction.atomic
def create(
    *, values: Values, words: Mapping[FactLabel, Words] | None = None, by: User | Actor, at: datetime
) -> Vacancy:
    """Make a draft. Raises VacancyRefused when dates, pay or hours run the wrong way."""
    vacancy = Vacancy(created_at=at, changed_at=at, **values)
    _check(vacancy)
    vacancy.save(force_insert=True)
    _record_words(vacancy, words or {}, at=at)
    _log("vacancy.created", vacancy, by=by, at=at)
    return vacancy


@transaction.atomic
def change(
    vacancy: Vacancy,
    *,
    values: Values,
    words: Mapping[FactLabel, Words] | None = None,
    version: int | None = None,
    by: User | Actor,
    at: datetime,
) -> Vacancy:
    """Save what differs. ``version`` is the one the editor saw (None for a feed, which always has the last word).

    Labels that are missing from ``words`` stay as they are. Raises EditedMeanwhile or VacancyRefused, changing nothing.
    """
    vacancy = _locked(vacancy)
    changed = {name: value for name, value in values.items() if getattr(vacancy, name) != value}
    reworded = _reworded(vacancy, words or {})
    if not changed and not reworded:
        return vacancy
    if version is not None and version != vacancy.version:
        raise EditedMeanwhile(vacancy)
    had_place = has_place(vacancy)
    for name, value in changed.items():
        setattr(vacancy, name, value)
    _check(vacancy)
    if vacancy.state == VacancyState.PUBLISHED:
        _may_be_public(vacancy, today=selectors.today(at))
        if had_place:  # one that was public before places were asked for may still be mended elsewhere
            _must_have_a_place(vacancy)
    vacancy.version, vacancy.changed_at = vacancy.version + 1, at
    vacancy.save(update_fields=[*sorted(changed), "version", "changed_at"])
    _record_words(vacancy, reworded, at=at)
    fields = [*sorted(changed), *(["facts"] if reworded else [])]
    _log("vacancy.changed", vacancy, by=by, at=at, data={"fields": fields, "version": vacancy.version})
    if vacancy.state == VacancyState.PUBLISHED:
        _open_if_reached(vacancy, at=at)
        _close_if_filled(vacancy, at=at)
    return vacancy


@transaction.atomic
def publish(vacancy: Vacancy, *, by: User | Actor, at: datetime) -> Vacancy:
    """Make public from ``opens_on``; a closed one opens again. Publishing twice changes nothing.

    Raises VacancyRefused without a salary range or a reason, without a place of work, with a last day that has passed,
    or with all positions filled.
    """
    vacancy = _locked(vacancy)
    if vacancy.state == VacancyState.PUBLISHED:
        return vacancy
    _may_be_public(vacancy, today=selectors.today(at))
    _must_have_a_place(vacancy)
    return reopen(vacancy, by=by, at=at)


@transaction.atomic
def reopen(vacancy: Vacancy, *, by: User | Actor, at: datetime) -> Vacancy:
    """Make public again what was public before: a hire fell through, or a feed brings it back.

    As ``publish``, but no place is asked: one that was public before places were asked for comes back as it was.
    """
    vacancy = _locked(vacancy)
    if vacancy.state == VacancyState.PUBLISHED:
        return vacancy
    _may_be_public(vacancy, today=selectors.today(at))
    if vacancy.hired >= vacancy.positions:
        raise VacancyRefused(_("Alle plekken zijn vervuld. Zet eerst het aantal plekken hoger."), field="positions")
    vacancy.state, vacancy.closed_at, vacancy.closed_because = VacancyState.PUBLISHED, None, ""
    vacancy.opened_at = None
    _save(vacancy, "state", "closed_at", "closed_because", "opened_at", at=at)
    _log("vacancy.published", vacancy, by=by, at=at, data={"opens_on": vacancy.opens_on})
    _open_if_reached(vacancy, at=at)
    return vacancy


@transaction.atomic
def close(
    vacancy: Vacancy, *, by: User | Actor, at: datetime, because: ClosedBecause = ClosedBecause.PERSON
) -> Vacancy:
    """Take off the career site. Closing twice changes nothing."""
    vacancy = _locked(vacancy)
    if vacancy.state != VacancyState.CLOSED:
        _close(vacancy, because=because, by=by, at=at)
    return vacancy


@transaction.atomic
def record_hire(vacancy: Vacancy, *, by: int, at: datetime) -> Vacancy:
    """Count ``by`` hires more (−1 takes one back). The last place closes it as filled; a place that comes free reopens it."""
    vacancy = _locked(vacancy)
    vacancy.hired = max(0, vacancy.hired + by)
    _save(vacancy, "hired", at=at)
    if vacancy.state == VacancyState.PUBLISHED:
        _close_if_filled(vacancy, at=at)
    elif _came_free(vacancy, today=selectors.today(at)):
        reopen(vacancy, by=Actor.system(), at=at)
        vacancy.refresh_from_db()
    return vacancy


@transaction.atomic
def follow_dates(*, at: datetime) -> int:
    """Open and close what its dates say, each told once however late this runs; returns how many changed."""
    today, changed = selectors.today(at), 0
    for found in held.to_close(today=today).select_for_update(skip_locked=True):
        _open_if_reached(found, at=at)
        _close(found, because=ClosedBecause.DATE, by=Actor.system(), at=at)
        changed += 1
    for found in held.to_open(today=today).select_for_update(skip_locked=True):
        _open_if_reached(found, at=at)
        changed += 1
    return changed


@transaction.atomic
def set_managers(vacancy: Vacancy, *, managers: Collection[Membership], by: User | Actor, at: datetime) -> None:
    """Set exactly which hiring managers see this vacancy; other roles are ignored, they see all."""
    wanted = {one.pk for one in managers if one.role == Role.HIRING_MANAGER}
    access = VacancyAccess.objects.filter(vacancy_public_id=vacancy.public_id)
    has = set(access.values_list("membership_id", flat=True))
    if wanted == has:
        return
    access.exclude(membership_id__in=wanted).delete()
    VacancyAccess.objects.bulk_create(
        VacancyAccess(membership_id=member_id, vacancy_public_id=vacancy.public_id)
        for member_id in sorted(wanted - has)
    )
    _log("vacancy.managers_set", vacancy, by=by, at=at, data={"count": len(wanted)})


def has_place(told: Located) -> bool:
    """Tell whether somebody who reads it knows where the work is: search engines refuse a vacancy without."""
    return bool(told.city or told.postcode or told.province or told.remote == Remote.FULLY)


def _locked(vacancy: Vacancy) -> Vacancy:
    return Vacancy.objects.select_for_update().get(pk=vacancy.pk)


def _check(vacancy: Vacancy) -> None:
    """The rules that the database holds too, in words."""
    if vacancy.closes_on is not None and vacancy.closes_on < vacancy.opens_on:
        raise VacancyRefused(_("De sluitingsdatum ligt vóór de openingsdatum."), field="closes_on")
    if _runs_backwards(vacancy.salary_min_minor, vacancy.salary_max_minor):
        raise VacancyRefused(_("Het hoogste salaris is lager dan het laagste."), field="salary_max_minor")
    if _runs_backwards(vacancy.week_minutes_min, vacancy.week_minutes_max):
        raise VacancyRefused(_("Het hoogste aantal uren is lager dan het laagste."), field="week_minutes_max")
    if vacancy.positions < 1:
        raise VacancyRefused(_("Er is minstens één plek."), field="positions")
    if not vacancy.title.strip():
        raise VacancyRefused(_("Geef de vacature een titel."), field="title")


def _runs_backwards(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and high < low


def _may_be_public(vacancy: Vacancy, *, today: date) -> None:
    range_known = vacancy.salary_min_minor is not None and vacancy.salary_max_minor is not None
    if not range_known and not vacancy.salary_left_out_because:
        words = _("Zet er een salaris bij, van en tot. Kan dat niet? Schrijf dan op waarom niet.")
        raise VacancyRefused(words, field="salary_min_minor")
    if vacancy.closes_on is not None and vacancy.closes_on < today:
        words = _("De sluitingsdatum is al voorbij. Kies een latere dag of laat hem leeg.")
        raise VacancyRefused(words, field="closes_on")


def _must_have_a_place(vacancy: Vacancy) -> None:
    if not has_place(vacancy):
        words = _("Zet er een plaats bij, of kies bij thuiswerken “helemaal thuis”. Zoekmachines weigeren hem anders.")
        raise VacancyRefused(words, field="city")


def _open_if_reached(vacancy: Vacancy, *, at: datetime) -> None:
    if vacancy.opened_at is not None or vacancy.opens_on > selectors.today(at):
        return
    vacancy.opened_at = at
    vacancy.save(update_fields=["opened_at"])
    _log("vacancy.opened", vacancy, by=Actor.system(), at=at)


def _close_if_filled(vacancy: Vacancy, *, at: datetime) -> None:
    if vacancy.hired >= vacancy.positions:
        _close(vacancy, because=ClosedBecause.FILLED, by=Actor.system(), at=at)


def _came_free(vacancy: Vacancy, *, today: date) -> bool:
    was_filled = vacancy.state == VacancyState.CLOSED and vacancy.closed_because == ClosedBecause.FILLED
    still_wanted = vacancy.closes_on is None or vacancy.closes_on >= today
    return was_filled and still_wanted and vacancy.hired < vacancy.positions


def _close(vacancy: Vacancy, *, because: ClosedBecause, by: User | Actor, at: datetime) -> None:
    vacancy.state, vacancy.closed_at, vacancy.closed_because = VacancyState.CLOSED, at, because
    _save(vacancy, "state", "closed_at", "closed_because", at=at)
    _log("vacancy.closed", vacancy, by=by, at=at, data={"because": because})


def _save(vacancy: Vacancy, *fields: str, at: datetime) -> None:
    """A change of state is a new version too: an editor with an old form is told."""
    vacancy.version, vacancy.changed_at = vacancy.version + 1, at
    vacancy.save(update_fields=[*fields, "version", "changed_at"])


def _reworded(vacancy: Vacancy, words: Mapping[FactLabel, Words]) -> dict[FactLabel, Words]:
    if not words:
        return {}
    has = {
        fact.label: Words(fact.answer, fact.text_nl, fact.text_en)
        for fact in VacancyFact.objects.filter(vacancy=vacancy)
    }
    return {label: said for label, said in words.items() if said != has.get(label, Words())}


def _record_words(vacancy: Vacancy, words: Mapping[FactLabel, Words], *, at: datetime) -> None:
    silent = [label for label, said in words.items() if not said]
    if silent:
        VacancyFact.objects.filter(vacancy=vacancy, label__in=silent).delete()
    for label, said in words.items():
        if said:
            texts = {"answer": said.answer, "text_nl": said.text_nl, "text_en": said.text_en}
            VacancyFact.objects.update_or_create(vacancy=vacancy, label=label, defaults={**texts, "changed_at": at})


def _log(
    kind: str, vacancy: Vacancy, *, by: User | Actor, at: datetime, data: Mapping[str, object] | None = None
) -> None:
    actor = by if isinstance(by, Actor) else Actor.user(by)
    log.append(kind, subject=log.Subject("vacancy", vacancy.pk), actor=actor, at=at, data=data)
    for panel in PANELS:
        versions.touch(panel)
