"""Settings of an organisation: what it is called, how it looks, how people log in, when nobody works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recruit_platform.core import clock
from recruit_platform.core.files import kinds
from recruit_platform.core.forms import (
    ColourForm,
    DayOffForm,
    LogoForm,
    OrganisationForm,
    SecurityForm,
    StyleForm,
    VersionedForm,
)
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.models import DayOff
from recruit_platform.core.organisations import contrast, logo, selectors
from recruit_platform.core.organisations import settings as house
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import settings as presented
from recruit_platform.core.roles import Can
from recruit_platform.core.views import confirm, form_data


@member(Can.MANAGE_SETTINGS)
@require_safe
def settings(request: OrganisationRequest) -> HttpResponse:
    return redirect("settings_organisation", organisation=request.organisation.slug)


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: OrganisationRequest) -> HttpResponse:
    return _edit(request, OrganisationForm, page="settings_organisation")


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def style(request: OrganisationRequest) -> HttpResponse:
    return _edit(request, StyleForm, page="settings_style", extra=_about_style(request, LogoForm()))


@member(Can.MANAGE_SETTINGS)
@takes_body(up_to=2 * logo.MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_logo(request: OrganisationRequest) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if not form.is_bound:
        return redirect("settings_style", organisation=request.organisation.slug)
    if form.is_valid():
        picture = form.cleaned_data["logo"]
        try:
            logo.replace(
                picture, name=picture.name, declared=picture.content_type or "", by=request.user, at=clock.now()
            )
        except kinds.UploadRefused as refusal:
            form.add_error("logo", str(refusal.words))
    if form.errors:
        held = house.current(names=frozenset(StyleForm.base_fields) - {"version"})
        style_form = StyleForm(initial={**held.values, "version": held.version})
        tabs = presented.tabs(request, current="settings_style")
        context = {"form": style_form, "tabs": tabs, **_about_style(request, form)}
        return render(request, "core/settings_style.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Je logo staat erop."))
    return redirect("settings_style", organisation=request.organisation.slug)


@member(Can.MANAGE_SETTINGS)
@require_POST
def remove_logo(request: OrganisationRequest) -> HttpResponse:
    logo.remove(by=request.user, at=clock.now())
    messages.success(request, _("Het logo is weg."))
    return redirect("settings_style", organisation=request.organisation.slug)


def _about_style(request: OrganisationRequest, logo_form: LogoForm) -> dict[str, object]:
    return {"verdict": contrast.judge(request.settings.brand_colour), "logo_form": logo_form}


@member(Can.MANAGE_SETTINGS)
@require_safe
def style_example(request: OrganisationRequest) -> HttpResponse:
    """Show whether text on a colour can be read, while the person is still choosing."""
    form = ColourForm(request.GET)
    verdict = contrast.judge(form.cleaned_data["brand_colour"]) if form.is_valid() else None
    status = HTTPStatus.OK if verdict else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "core/settings_style_example.html", {"verdict": verdict, "form": form}, status=status)


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@confirm.recently
def security(request: OrganisationRequest) -> HttpResponse:
    extra = {"without_second_step": selectors.members_without_second_step()}
    return _edit(request, SecurityForm, page="settings_security", extra=extra)


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request: OrganisationRequest) -> HttpResponse:
    form = DayOffForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        today = clock.local_date(clock.now(), zone=request.settings.time_zone)
        tabs = presented.tabs(request, current="settings_days_off")
        context = {"form": form, "days": selectors.days_off(since=today), "tabs": tabs}
        return render(request, "core/settings_days_off.html", context, status=status)
    house.add_day_off(**form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, _("De vrije dag staat erin."))
    return redirect("settings_days_off", organisation=request.organisation.slug)


@member(Can.MANAGE_SETTINGS)
@require_POST
def remove_day_off(request: OrganisationRequest, day: str) -> HttpResponse:
    try:
        found = DayOff.objects.get(day=date.fromisoformat(day))
    except (ValueError, DayOff.DoesNotExist) as missing:
        raise Http404 from missing
    house.remove_day_off(found, by=request.user, at=clock.now())
    messages.success(request, _("De vrije dag is weg."))
    return redirect("settings_days_off", organisation=request.organisation.slug)


def _edit(
    request: OrganisationRequest,
    form_class: type[VersionedForm],
    *,
    page: str,
    extra: Mapping[str, object] | None = None,
) -> HttpResponse:
    names = frozenset(form_class.base_fields) - {"version"}
    held = house.current(names=names)
    initial = {**held.values, "version": held.version}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    context = {"form": form, "tabs": presented.tabs(request, current=page), **(extra or {})}
    if not form.is_bound:
        return render(request, f"core/{page}.html", context)
    if not form.is_valid():
        return render(request, f"core/{page}.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        house.change(version=form.cleaned_data["version"], values=form.values(), by=request.user, at=clock.now())
    except house.EditedMeanwhile as refusal:
        return _show_both(request, form, refusal, page=page, context=context)
    except house.HostTaken as refusal:
        form.add_error("career_host", str(refusal.words))
        return render(request, f"core/{page}.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("De instellingen zijn opgeslagen."))
    return redirect(page, organisation=request.organisation.slug)


def _show_both(
    request: OrganisationRequest,
    form: VersionedForm,
    refusal: house.EditedMeanwhile,
    *,
    page: str,
    context: Mapping[str, object],
) -> HttpResponse:
    """Give the form back with what was typed, what stands now beside it, and the version that lets a second save through.

    Fields that this person left alone get the newer value, so that saving again takes nothing back from the other.
    """
    typed = form_data.with_held(request.POST, form, held=refusal.held, version=refusal.version)
    again = type(form)(typed, initial={**refusal.held, "version": refusal.version})
    again.is_valid()
    shown = {
        **context,
        "form": again,
        "meanwhile": presented.differences(form, held=refusal.held),
        "changed_by": selectors.last_change_of_settings(),
    }
    return render(request, f"core/{page}.html", shown, status=HTTPStatus.CONFLICT)
