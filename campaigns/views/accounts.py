"""Advertising accounts and personas."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms.campaigns import AccountChangeForm, AccountForm, PersonaForm
from campaigns.models import AccountMode, ChannelAccount, Network, Persona
from campaigns.presenters import places
from campaigns.services import accounts
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts


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
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, account: UUID) -> HttpResponse:
    found = _found(account)
    form = AccountChangeForm(
        request.POST if request.method == "POST" else None,
        account=found,
        currency_is_fixed=accounts.is_counted_in(found),
    )
    if form.is_bound and form.is_valid():
        try:
            asked = {"currency": found.currency, **form.cleaned_data}
            accounts.change(found, **asked, by=request.membership, at=clock.now())
        except accounts.NameTaken as refusal:
            form.add_error("name", str(refusal.words))
        except accounts.AccountRefused as refusal:
            form.add_error(refusal.field or None, str(refusal.words))
        else:
            toasts.say_later(request, ui.Toast(text=_("Opgeslagen.")))
            return redirect("campaign_accounts", organisation=request.organisation.slug)
    context = {
        "account": found,
        "form": form,
        "crumbs": [
            ui.Crumb(
                label=_("Kanalen en doelgroepen"), url=reverse("campaign_accounts", args=[request.organisation.slug])
            )
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "campaigns/account.html", context, status=status)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def retire(request: OrganisationRequest, account: UUID) -> HttpResponse:
    undo_url = reverse("campaign_account_take_up", args=[request.organisation.slug, account])
    return _switch(request, account, accounts.retire, done=_("Het kanaal is uit gebruik."), undo_url=undo_url)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def take_up(request: OrganisationRequest, account: UUID) -> HttpResponse:
    return _switch(request, account, accounts.take_up, done=_("Het kanaal is weer in gebruik."))


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


def _found(account: UUID) -> ChannelAccount:
    return get_object_or_404(ChannelAccount.objects.all(), public_id=account)


def _switch(
    request: OrganisationRequest, account: UUID, act: Callable[..., object], *, done: str, undo_url: str = ""
) -> HttpResponse:
    try:
        act(_found(account), by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        toasts.say_later(request, ui.Toast(text=done, undo_url=undo_url))
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
        "accounts": ChannelAccount.objects.order_by("-is_active", "name", "pk"),
        "personas": Persona.objects.filter(is_active=True).order_by("name", "pk"),
        "account_form": account_form or AccountForm(prefix=None),
        "persona_form": persona_form or PersonaForm(auto_id="id_persona_%s"),
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/accounts.html", context, status=status)
