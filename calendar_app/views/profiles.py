"""Job profiles: the list, making, renaming, putting away."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app.forms.profiles import ProfileForm
from calendar_app.models import JobProfile
from calendar_app.presenters import places
from calendar_app.selectors import profiles as held
from calendar_app.selectors import today
from calendar_app.services import profiles
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.MANAGE_VACANCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            profiles.create(**form.cleaned_data, by=request.user, at=clock.now())
        except profiles.NameTaken as refusal:
            form.add_error("name", str(refusal.words))
        else:
            messages.success(request, _("Het profiel staat erin."))
            return redirect("profiles", request.organisation.slug)
    context = {
        "form": form,
        "rows": held.rows(today=today(clock.now())),
        "tabs": places.tabs(request, current="profiles"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "calendar_app/profiles.html", context, status=status)


@member(Can.MANAGE_VACANCIES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, profile: UUID) -> HttpResponse:
    found = get_object_or_404(JobProfile, public_id=profile)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name, "family": found.family}
    )
    if form.is_bound and form.is_valid():
        try:
            profiles.change(found, **form.cleaned_data, by=request.user, at=clock.now())
        except profiles.NameTaken as refusal:
            form.add_error("name", str(refusal.words))
        else:
            messages.success(request, _("Het profiel is opgeslagen."))
            return redirect("profiles", request.organisation.slug)
    context = {"form": form, "profile": found, "tabs": places.tabs(request, current="profiles")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "calendar_app/profile_edit.html", context, status=status)


@member(Can.MANAGE_VACANCIES)
@require_POST
def retire(request: OrganisationRequest, profile: UUID) -> HttpResponse:
    return _set_active(request, profile, to=False, done=_("Het profiel is weggezet. De geschiedenis blijft."))


@member(Can.MANAGE_VACANCIES)
@require_POST
def take_up(request: OrganisationRequest, profile: UUID) -> HttpResponse:
    return _set_active(request, profile, to=True, done=_("Het profiel is weer te kiezen."))


def _set_active(request: OrganisationRequest, profile: UUID, *, to: bool, done: str) -> HttpResponse:
    found = get_object_or_404(JobProfile, public_id=profile)
    profiles.set_active(found, to=to, by=request.user, at=clock.now())
    messages.success(request, done)
    return redirect("profiles", request.organisation.slug)
