"""Keys for programs of the organisation: made, shown once, revoked."""

from __future__ import annotations

from datetime import date, datetime, time
from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from recruit_platform.core import clock
from recruit_platform.core.api import keys as made
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import ApiKey
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import keys as presented
from recruit_platform.core.presenters import settings as settings_pages
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from recruit_platform.core.views import confirm


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Naam"), max_length=100, help_text=gettext_lazy("Zoals Koppeling HR-systeem.")
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("Mag"), choices=Scope, widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=gettext_lazy("Werkt tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@member(Can.MANAGE_API_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@confirm.recently
def keys(request: OrganisationRequest) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        fresh = made.create(
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            by=request.user,
            at=clock.now(),
            expires_at=_end_of(form.cleaned_data["expires_on"], zone=request.settings.time_zone),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.words))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(
        request, KeyForm(), fresh=fresh
    )  # shown in this answer only: a redirect would have to keep it somewhere


@member(Can.MANAGE_API_KEYS)
@require_POST
@confirm.recently
def revoke(request: OrganisationRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(ApiKey, public_id=key)
    made.revoke(found, by=request.user, at=clock.now())
    messages.success(request, _("De sleutel werkt niet meer."))
    return redirect("api_keys", organisation=request.organisation.slug)


def _page(
    request: OrganisationRequest, form: KeyForm, *, fresh: made.MadeKey | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "fresh": fresh,
        "lines": presented.lines(made.listed(), at=clock.now()),
        "tabs": settings_pages.tabs(request, current="api_keys"),
    }
    response = render(request, "core/api_keys.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _end_of(day: date | None, *, zone: str) -> datetime | None:
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(zone)) if day else None
