"""Who works here: the list, invitations, roles, in and out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recruit_platform.core import clock
from recruit_platform.core.forms import InvitationForm, RoleForm
from recruit_platform.core.models import Invitation, Membership, Role
from recruit_platform.core.organisations import invitations, selectors
from recruit_platform.core.organisations import team as people
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import settings as settings_pages
from recruit_platform.core.presenters import team as presented
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can


@member(Can.MANAGE_TEAM)
@require_safe
def team(request: OrganisationRequest) -> HttpResponse:
    return _page(request, InvitationForm())


@member(Can.MANAGE_TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: OrganisationRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    try:
        invitations.send(email=email, role=role, by=request.user, at=clock.now())
    except Refusal as refusal:
        form.add_error("email", str(refusal.words))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("De uitnodiging is onderweg."))
    return redirect("team", organisation=request.organisation.slug)


@member(Can.MANAGE_TEAM)
@require_POST
def resend_invitation(request: OrganisationRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(Invitation, public_id=invitation)
    return _try(
        request,
        lambda: invitations.resend(found, by=request.user, at=clock.now()),
        done=_("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."),
    )


@member(Can.MANAGE_TEAM)
@require_POST
def revoke_invitation(request: OrganisationRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(Invitation, public_id=invitation)
    return _try(
        request,
        lambda: invitations.revoke(found, by=request.user, at=clock.now()),
        done=_("De uitnodiging is ingetrokken."),
    )


@member(Can.MANAGE_TEAM)
@require_POST
def change_role(request: OrganisationRequest, membership: UUID) -> HttpResponse:
    found = get_object_or_404(Membership.objects.select_related("user"), public_id=membership)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies een rol uit de lijst."))
        return redirect("team", organisation=request.organisation.slug)
    return _try(
        request,
        lambda: people.change_role(found, to=Role(form.cleaned_data["role"]), by=request.user, at=clock.now()),
        done=_("%(name)s heeft een andere rol.") % {"name": found.user.name},
    )


@member(Can.MANAGE_TEAM)
@require_POST
def deactivate(request: OrganisationRequest, membership: UUID) -> HttpResponse:
    found = get_object_or_404(Membership.objects.select_related("user"), public_id=membership)
    return _try(
        request,
        lambda: people.deactivate(found, by=request.user, at=clock.now()),
        done=_("%(name)s kan er niet meer in.") % {"name": found.user.name},
    )


@member(Can.MANAGE_TEAM)
@require_POST
def reactivate(request: OrganisationRequest, membership: UUID) -> HttpResponse:
    found = get_object_or_404(Membership.objects.select_related("user"), public_id=membership)
    return _try(
        request,
        lambda: people.reactivate(found, by=request.user, at=clock.now()),
        done=_("%(name)s kan er weer in.") % {"name": found.user.name},
    )


def _page(request: OrganisationRequest, form: InvitationForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    at = clock.now()
    context = {
        "form": form,
        "members": presented.members(selectors.members(), me=request.user),
        "invitations": presented.invitations(selectors.open_invitations(), at=at),
        "roles": presented.roles(),
        "tabs": settings_pages.tabs(request, current="team"),
    }
    return render(request, "core/team.html", context, status=status)


def _try(request: OrganisationRequest, act: Callable[[], object], *, done: str) -> HttpResponse:
    """Do it, or say why not; back to the list either way."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, done)
    return redirect("team", organisation=request.organisation.slug)
