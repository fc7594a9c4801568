"""Advertising accounts and personas."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.campaigns import AccountForm, PersonaForm
from campaigns.models import AccountMode, ChannelAccount, Network, Persona
from campaigns.presenters import places
from campaigns.services import accounts
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may


@member(Can.SEE_CAMPAIGNS)
@require_safe
def index(request: OrganisationRequest) -> HttpResponse:
    return _page(request)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def add(request: OrganisationRequest) -> HttpResponse:
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, account_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    try:
        accounts.add(
            name=typed["name"],
            network=Network(typed["network"]),
            mode=AccountMode(typed["mode"]),
            currency=typed["currency"],
            time_zone=request.settings.time_zone,
            by=request.membership,
            at=clock.now(),
        )
    except accounts.NameTaken as refusal:
        form.add_error("name", str(refusal.words))
        return _page(request, account_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Het kanaal is toegevoegd."))
    return redirect("campaign_accounts", organisation=request.organisation.slug)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def add_persona(request: OrganisationRequest) -> HttpResponse:
    form = PersonaForm(request.POST)
    if not form.is_valid():
        return _page(request, persona_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        accounts.add_persona(**form.cleaned_data, by=request.membership, at=clock.now())
    except accounts.NameTaken as refusal:
        form.add_error("name", str(refusal.words))
        return _page(request, persona_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("De doelgroep is toegevoegd."))
    return redirect("campaign_accounts", organisation=request.organisation.slug)


def _page(
    request: OrganisationRequest,
    *,
    account_form: AccountForm | None = None,
    persona_form: PersonaForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "tabs": places.tabs(request, current="campaign_accounts"),
        "accounts": ChannelAccount.objects.order_by("name", "pk"),
        "personas": Persona.objects.filter(is_active=True).order_by("name", "pk"),
        "account_form": account_form or AccountForm(prefix=None),
        "persona_form": persona_form or PersonaForm(auto_id="id_persona_%s"),
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/accounts.html", context, status=status)
