"""Where a person arrives, and the way in for those who were invited."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from recruit_platform.core import clock
from recruit_platform.core.accounts import lately
from recruit_platform.core.accounts import selectors as accounts
from recruit_platform.core.forms import NewPersonForm
from recruit_platform.core.models import Role, User
from recruit_platform.core.organisations import invitations
from recruit_platform.core.policies import PersonRequest, anyone, signed_in
from recruit_platform.core.roles import IN_A_SENTENCE

_GONE = {
    invitations.Standing.EXPIRED,
    invitations.Standing.USED,
    invitations.Standing.REVOKED,
}


@signed_in
@require_safe
def landing(request: PersonRequest) -> HttpResponse:
    """Go to the only organisation, or the one that was open last; else let the person choose."""
    organisations = accounts.organisations(request.user)
    slugs = [organisation.slug for organisation in organisations]
    last = lately.opened(request)
    if len(slugs) == 1:
        return redirect("dashboard", organisation=slugs[0])
    if last in slugs:
        return redirect("dashboard", organisation=last)
    return render(request, "core/choose_organisation.html", {"organisations": organisations})


@signed_in
@require_safe
def choose(request: PersonRequest) -> HttpResponse:
    """List the organisations of a person."""
    organisations = accounts.organisations(request.user)
    return render(request, "core/choose_organisation.html", {"organisations": organisations})


@signed_in
@require_safe
def second_step_needed(request: PersonRequest) -> HttpResponse:
    """Explain why an organisation stays closed until there is a second step, and lead to setting one up."""
    slug = request.GET.get("organisatie", "")
    organisation = next((one for one in accounts.organisations(request.user) if one.slug == slug), None)
    if organisation is None:
        return redirect("landing")
    if accounts.has_second_step(request.user):
        return redirect("dashboard", organisation=organisation.slug)
    return render(request, "core/second_step_needed.html", {"organisation": organisation})


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever has its link; accept it as the person logged in, or as a new one."""
    found = invitations.find(token)
    if found is None:
        return _closed(request, "unknown", HTTPStatus.NOT_FOUND)
    person = request.user if request.user.is_authenticated else None
    now = invitations.standing(found.invitation, person=person, at=clock.now())
    if now in _GONE:
        return _closed(request, now.value, HTTPStatus.GONE, found)
    if now is invitations.Standing.SOMEBODY_ELSE:
        return _closed(request, now.value, HTTPStatus.FORBIDDEN, found)
    if person is not None:
        return _accept_as(request, found, person=person)
    if accounts.exists(found.invitation.email):
        return _closed(request, "log in first", HTTPStatus.OK, found)
    return _accept_as_new(request, found)


def _accept_as(request: HttpRequest, found: invitations.Found, *, person: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "core/invitation.html", _about(found))
    try:
        invitations.accept(found, person=person, at=clock.now())
    except invitations.AlreadyHere:
        pass  # a second click: the person is where they wanted to be
    except invitations.NotOpen as refusal:
        return _closed(request, refusal.standing.value, HTTPStatus.GONE, found)
    return redirect("dashboard", organisation=found.organisation.slug)


def _accept_as_new(request: HttpRequest, found: invitations.Found) -> HttpResponse:
    form = NewPersonForm(request.POST if request.method == "POST" else None, email=found.invitation.email)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "core/invitation.html", {**_about(found), "form": form}, status=status)
    try:
        person = invitations.accept_as_new(
            found,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=get_language() or settings.LANGUAGE_CODE,
            at=clock.now(),
        )
    except invitations.NotOpen as refusal:
        return _closed(request, refusal.standing.value, HTTPStatus.GONE, found)
    there = redirect("dashboard", organisation=found.organisation.slug).url
    return perform_login(request, Login(user=person, redirect_url=there))


def _about(found: invitations.Found) -> dict[str, object]:
    role = Role(found.invitation.role)
    return {
        "organisation": found.organisation,
        "invitation": found.invitation,
        "role": role.label,
        "role_sentence": IN_A_SENTENCE[role],
    }


def _closed(request: HttpRequest, why: str, status: HTTPStatus, found: invitations.Found | None = None) -> HttpResponse:
    context = {"why": why, **(_about(found) if found else {}), "next": request.path}
    return render(request, "core/invitation_closed.html", context, status=status)
