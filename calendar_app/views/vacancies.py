"""Vacancies: the list, one page each, making and changing, publishing and closing, who looks along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import facts
from calendar_app.forms.vacancies import VacancyForm, held_values
from calendar_app.models import Vacancy
from calendar_app.presenters import places
from calendar_app.presenters import vacancies as presented
from calendar_app.selectors import profiles, today
from calendar_app.selectors import vacancies as held
from calendar_app.selectors.vacancies import Phase
from calendar_app.services import vacancies
from recruit_platform.core import clock
from recruit_platform.core.models import Membership, Role, VacancyAccess
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.views import form_data, keyset


@member(Can.SEE_CALENDAR)
@require_safe
def index(request: OrganisationRequest) -> HttpResponse:
    day, asked = today(clock.now()), request.GET
    phase = Phase(asked["toestand"]) if asked.get("toestand") in set(Phase) else None
    found = _narrowed(held.visible_to(request.membership), asked)
    shown = found.filter(held.in_phase(phase, today=day)) if phase else found
    page = keyset.page_of(request, shown.select_related("profile").order_by("-pk"))
    may_write = may(request.membership, Can.MANAGE_VACANCIES)
    context = {
        "tabs": places.tabs(request, current="vacancies"),
        "phases": presented.phases(held.counts(found, today=day), current=phase, path=request.path, query=asked),
        "table": presented.table(
            page.rows,
            today=day,
            slug=request.organisation.slug,
            path=request.path,
            query=asked,
            paging=page.paging,
            may_write=may_write,
        ),
        "profiles": profiles.active(),
        "asked": {"q": asked.get("q", ""), "profile": asked.get("profiel", ""), "phase": phase or ""},
        "may_write": may_write,
    }
    return render(request, "calendar_app/vacancies.html", context)


@member(Can.SEE_CALENDAR)
@require_safe
def detail(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = _visible(request, vacancy)
    managers, chosen = _managers(), _looking_along(found)
    context = {
        "vacancy": found,
        "page": presented.page(
            found,
            words=facts.words_of([found])[found.pk],
            today=today(clock.now()),
            managers=[one.user.name for one in managers if one.pk in chosen],
        ),
        "tabs": places.tabs(request, current="vacancies"),
        "managers": [(one, one.pk in chosen) for one in managers],
        "may_write": may(request.membership, Can.MANAGE_VACANCIES),
    }
    return render(request, "calendar_app/vacancy.html", context)


@member(Can.MANAGE_VACANCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OrganisationRequest) -> HttpResponse:
    initial = {"opens_on": today(clock.now()), "profile": request.GET.get("profiel", "")}
    form = _form(request, initial=initial)
    if not form.is_bound:
        return _edit_page(request, form, vacancy=None)
    if form.is_valid():
        try:
            made = vacancies.create(values=form.column_values(), words=form.words(), by=request.user, at=clock.now())
        except vacancies.VacancyRefused as refusal:
            form.add_error(refusal.field, str(refusal.words))
        else:
            messages.success(request, _("Het concept staat klaar. Publiceer het als alles klopt."))
            return redirect("vacancy", request.organisation.slug, made.public_id)
    return _edit_page(request, form, vacancy=None, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.MANAGE_VACANCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = _visible(request, vacancy)
    values = held_values(found, facts.words_of([found])[found.pk])
    form = _form(request, initial={**values, "version": found.version}, vacancy=found)
    if not form.is_bound:
        return _edit_page(request, form, vacancy=found)
    if not form.is_valid():
        return _edit_page(request, form, vacancy=found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        vacancies.change(
            found,
            values=form.column_values(),
            words=form.words(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=clock.now(),
        )
    except vacancies.EditedMeanwhile:
        return _show_both(request, form, found, held_now=values)
    except vacancies.VacancyRefused as refusal:
        form.add_error(refusal.field, str(refusal.words))
        return _edit_page(request, form, vacancy=found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("De vacature is opgeslagen."))
    return redirect("vacancy", request.organisation.slug, found.public_id)


@member(Can.MANAGE_VACANCIES)
@require_POST
def publish(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = _visible(request, vacancy)
    return _try(
        request,
        found,
        lambda: vacancies.publish(found, by=request.user, at=clock.now()),
        done=_("De vacature is gepubliceerd."),
    )


@member(Can.MANAGE_VACANCIES)
@require_POST
def close(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = _visible(request, vacancy)
    return _try(
        request,
        found,
        lambda: vacancies.close(found, by=request.user, at=clock.now()),
        done=_("De vacature is gesloten en staat niet meer op de werkbij-site."),
    )


@member(Can.MANAGE_VACANCIES)
@require_POST
def managers(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = _visible(request, vacancy)
    wanted = set(request.POST.getlist("managers"))
    chosen = [one for one in _managers() if str(one.public_id) in wanted]
    return _try(
        request,
        found,
        lambda: vacancies.set_managers(found, managers=chosen, by=request.user, at=clock.now()),
        done=_("Wie meekijkt is opgeslagen."),
    )


def _narrowed(found: QuerySet[Vacancy], asked: Mapping[str, str]) -> QuerySet[Vacancy]:
    if asked.get("q", "").strip():
        found = found.filter(pk__in=held.matching(found, asked["q"]))
    profile = asked.get("profiel", "")
    if profile:
        wanted = [one.pk for one in profiles.active() if str(one.public_id) == profile]
        found = found.filter(profile_id__in=wanted)
    return found


def _visible(request: OrganisationRequest, vacancy: UUID) -> Vacancy:
    visible = held.visible_to(request.membership).select_related("profile", "recruiter__user")
    return get_object_or_404(visible, public_id=vacancy)


def _managers() -> list[Membership]:
    found = Membership.objects.filter(role=Role.HIRING_MANAGER, is_active=True).select_related("user")
    return list(found.order_by("user__name", "pk"))


def _looking_along(vacancy: Vacancy) -> set[int]:
    return set(
        VacancyAccess.objects.filter(vacancy_public_id=vacancy.public_id).values_list("membership_id", flat=True)
    )


def _form(
    request: OrganisationRequest, *, initial: Mapping[str, Any], vacancy: Vacancy | None = None, data: Any = None
) -> VacancyForm:
    """Offer active profiles and recruiters, and the ones this vacancy already has."""
    chosen = {vacancy.profile} if vacancy and vacancy.profile else set()
    people = Membership.objects.filter(role__in=[Role.RECRUITER, Role.ADMIN], is_active=True).select_related("user")
    recruiting = {vacancy.recruiter} if vacancy and vacancy.recruiter else set()
    return VacancyForm(
        data if data is not None else request.POST if request.method == "POST" else None,
        initial=initial,
        profiles=sorted({*profiles.active(), *chosen}, key=lambda one: one.name),
        recruiters=sorted({*people, *recruiting}, key=lambda one: one.user.name),
    )


def _edit_page(
    request: OrganisationRequest,
    form: VacancyForm,
    *,
    vacancy: Vacancy | None,
    status: int = HTTPStatus.OK,
    meanwhile: object = None,
) -> HttpResponse:
    context = {
        "form": form,
        "vacancy": vacancy,
        "tabs": places.tabs(request, current="vacancies"),
        "meanwhile": meanwhile,
        "facts_open": any(row.answer.errors or row.dutch.errors or row.english.errors for row in form.fact_rows()),
    }
    return render(request, "calendar_app/vacancy_edit.html", context, status=status)


def _show_both(
    request: OrganisationRequest, form: VacancyForm, vacancy: Vacancy, *, held_now: Mapping[str, Any]
) -> HttpResponse:
    """Give the form back: what this person typed, the newer value where they left a field alone, and what differs."""
    version = Vacancy.objects.values_list("version", flat=True).get(pk=vacancy.pk)
    as_typed = {name: form.fields[name].prepare_value(value) for name, value in held_now.items()}
    data = form_data.with_held(request.POST, form, held=as_typed, version=version)
    again = _form(request, initial={**held_now, "version": version}, vacancy=vacancy, data=data)
    again.is_valid()
    meanwhile = presented.differences(form, held=held_now)
    return _edit_page(request, again, vacancy=vacancy, status=HTTPStatus.CONFLICT, meanwhile=meanwhile)


def _try(request: OrganisationRequest, vacancy: Vacancy, act: Callable[[], object], *, done: str) -> HttpResponse:
    """Do it, or say why not on the page where it can be mended."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
        there = "vacancy_edit" if getattr(refusal, "field", None) else "vacancy"
        return redirect(there, request.organisation.slug, vacancy.public_id)
    messages.success(request, done)
    return redirect("vacancy", request.organisation.slug, vacancy.public_id)
