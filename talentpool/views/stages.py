"""The stages of the board: what they are called and how long somebody may wait there."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import toasts
from talentpool.forms import NewStageForm, StageForm
from talentpool.models import Stage, StageKind
from talentpool.selectors import board
from talentpool.services import stages


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: OrganisationRequest) -> HttpResponse:
    """The list; a post adds a stage."""
    form = NewStageForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    name, kind = form.cleaned_data["name"], StageKind(form.cleaned_data["kind"])
    return _try(request, form, lambda: stages.add(name=name, kind=kind, by=request.membership, at=clock.now()))


@member(Can.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, stage: UUID) -> HttpResponse:
    found = _found(stage)
    held = {name: getattr(found, name) for name in ("name", "ideal_hours", "at_most_hours")}
    form = StageForm(request.POST if request.method == "POST" else None, initial=held)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            stages.change(found, **form.cleaned_data, by=request.membership, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            toasts.say_later(request, ui.Toast(text=_("Opgeslagen.")))
            return HttpResponseRedirect(reverse("stages", args=[request.organisation.slug]))
    return render(request, "talentpool/stage_edit.html", {"form": form, "stage": found}, status=status)


@member(Can.MANAGE_SETTINGS)
@require_POST
def switch_off(request: OrganisationRequest, stage: UUID) -> HttpResponse:
    found = _found(stage)
    try:
        stages.switch_off(found, by=request.membership, at=clock.now())
    except Refusal as refusal:
        toasts.say_later(request, ui.Toast(text=str(refusal.words), tone=ui.Tone.BAD))
    else:
        toasts.say_later(request, ui.Toast(text=_("De fase is van het bord.")))
    return HttpResponseRedirect(reverse("stages", args=[request.organisation.slug]))


def _found(public_id: UUID) -> Stage:
    found = Stage.objects.filter(public_id=public_id, is_active=True).first()  # unique
    if found is None:
        raise Http404
    return found


def _try(request: OrganisationRequest, form: NewStageForm, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal.words))
        return _page(request, form)
    toasts.say_later(request, ui.Toast(text=_("Opgeslagen.")))
    return HttpResponseRedirect(reverse("stages", args=[request.organisation.slug]))


def _page(request: OrganisationRequest, form: NewStageForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "talentpool/stages.html", {"form": form, "stages": board.in_order()}, status=status)
