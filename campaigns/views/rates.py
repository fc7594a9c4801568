"""Exchange rates: the list, entering one, taking one away."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms.rates import RateForm
from campaigns.models import ExchangeRate
from campaigns.presenters import rates as presented
from campaigns.selectors import rates as held
from campaigns.services import rates
from recruit_platform.core import clock, ui
from recruit_platform.core.organisations import selectors as organisations
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts

_MOST = 500


@member(Can.SEE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, RateForm(initial={"currency": request.GET.get("valuta", "")[:3]}))
    form = RateForm(request.POST)
    if not may(request.membership, Can.MANAGE_CAMPAIGNS):
        return _page(request, form, status=HTTPStatus.FORBIDDEN)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        rates.enter(**form.cleaned_data, by=request.membership, at=clock.now())
    except rates.RateRefused as refusal:
        form.add_error("into", str(refusal.words))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    toasts.say_later(request, ui.Toast(text=_("De koers staat erin.")))
    return redirect("campaign_rates", organisation=request.organisation.slug)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def remove(request: OrganisationRequest, rate: UUID) -> HttpResponse:
    rates.remove(get_object_or_404(ExchangeRate, public_id=rate), by=request.membership, at=clock.now())
    toasts.say_later(request, ui.Toast(text=_("De koers is weg. Wat ermee is omgerekend, blijft zoals het is.")))
    return redirect("campaign_rates", organisation=request.organisation.slug)


def _page(request: OrganisationRequest, form: RateForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    rows, slug = list(held.listed()[:_MOST]), request.organisation.slug
    may_write = may(request.membership, Can.MANAGE_CAMPAIGNS)
    names = organisations.names({one.by.user_id for one in rows})
    context = {
        "crumbs": [ui.Crumb(label=_("Rapporten"), url=reverse("campaign_reports", args=[slug]))],
        "form": form,
        "table": presented.table(rows, names=names, slug=slug, may_write=may_write),
        "may_write": may_write,
    }
    return render(request, "campaigns/rates.html", context, status=status)
