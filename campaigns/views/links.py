"""Tracked links: the list with visits, the builder, one link with its code."""

from __future__ import annotations

import io
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms.links import LinkForm
from campaigns.models import TrackedLink
from campaigns.presenters import links as presented
from campaigns.presenters import places
from campaigns.selectors import links as held
from campaigns.services import links
from campaigns.services.links import LinkRefused
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may
from recruit_platform.core.views import keyset


@member(Can.SEE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    may_write = may(request.membership, Can.MANAGE_CAMPAIGNS)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _list(request, form)
    if not may_write or not form.is_valid():
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY if may_write else HTTPStatus.FORBIDDEN)
    try:
        link = links.create(**form.cleaned_data, by=request.membership, at=clock.now())
    except LinkRefused as refusal:
        form.add_error(None, str(refusal.words))
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("De link staat klaar."))
    return redirect("campaign_link", organisation=request.organisation.slug, link=link.public_id)


@member(Can.SEE_CAMPAIGNS)
@require_safe
def detail(request: OrganisationRequest, link: UUID) -> HttpResponse:
    found = _found(link)
    slug = request.organisation.slug
    context = {
        "link": found,
        "crumbs": [ui.Crumb(label=_("Links"), url=reverse("campaign_links", args=[slug]))],
        "address": presented.address(found, slug=slug),
        "utm": [{"name": name, "value": value} for name, value in held.utm(found).items()],
        "mailbox": presented.mailbox(found, slug=slug),
        "facts": presented.facts(found, visits=held.visits([found]).get(found.pk, 0), outcomes=held.outcomes(found)),
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/link.html", context)


@member(Can.SEE_CAMPAIGNS)
@require_safe
def qr(request: OrganisationRequest, link: UUID) -> HttpResponse:
    """The code to print; black on white, whatever the theme."""
    out = io.BytesIO()
    address = presented.address(_found(link), slug=request.organisation.slug)
    segno.make(address, micro=False).save(out, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def switch_off(request: OrganisationRequest, link: UUID) -> HttpResponse:
    return _switch(
        request, link, lambda one, **who: links.switch(one, on=False, **who), done=_("De link werkt niet meer.")
    )


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def switch_on(request: OrganisationRequest, link: UUID) -> HttpResponse:
    return _switch(request, link, lambda one, **who: links.switch(one, on=True, **who), done=_("De link werkt weer."))


def _switch(request: OrganisationRequest, link: UUID, act: Callable[..., object], *, done: str) -> HttpResponse:
    act(_found(link), by=request.membership, at=clock.now())
    messages.success(request, done)
    return redirect("campaign_link", organisation=request.organisation.slug, link=link)


def _found(link: UUID) -> TrackedLink:
    rows = TrackedLink.objects.select_related("campaign", "channel__account", "vacancy")
    return get_object_or_404(rows, public_id=link)


def _list(request: OrganisationRequest, form: LinkForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    page = keyset.page_of(request, held.listed())
    slug = request.organisation.slug
    context = {
        "tabs": places.tabs(request, current="campaign_links"),
        "form": form,
        "table": presented.table(page.rows, visits=held.visits(page.rows), slug=slug, paging=page.paging),
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/links.html", context, status=status)
