"""The one decorator every view carries: who may open it. A house test walks the URLconf and fails on a view without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from recruit_platform.core import clock, tenancy
from recruit_platform.core.accounts import lately
from recruit_platform.core.accounts import selectors as accounts
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, User
from recruit_platform.core.roles import Can, may

View = Callable[..., HttpResponse]


class Audience(StrEnum):
    ANYONE = "anyone"
    MACHINE = "machine"  # probes and metrics: no person, no organisation
    SIGNED_IN = "signed in"
    MEMBER = "member"
    VISITOR = "visitor"  # of one organisation's public pages
    API_KEY = "api key"


@dataclass(frozen=True)
class Policy:
    audience: Audience
    can: Can | None = None


class PersonRequest(HttpRequest):
    """What a view for a person receives, whatever their organisations."""

    user: User
    htmx: Any


class VisitorRequest(HttpRequest):
    """What a public page of an organisation receives, with the organisation already active."""

    organisation: Organisation
    settings: OrganisationSettings
    htmx: Any


class OrganisationRequest(VisitorRequest):
    """What a view of an organisation receives: the request of a member."""

    user: User
    membership: Membership


def anyone(view: View) -> View:
    """Open to everybody; nothing of an organisation in it."""
    return _with_policy(view, Policy(Audience.ANYONE))


def machine(view: View) -> View:
    """For probes: no session, no organisation, no transaction."""
    return _with_policy(transaction.non_atomic_requests(view), Policy(Audience.MACHINE))


def signed_in(view: View) -> View:
    """For a person who logged in, whatever their organisations."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return _with_policy(guarded, Policy(Audience.SIGNED_IN))


def member(can: Can) -> Callable[[View], View]:
    """For members of the organisation named in the URL who have the permission; all others get 404, a member without it 403.

    The view runs, and a late response is rendered, with the organisation active.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, organisation: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            found = _organisation_by_slug(organisation)
            with tenancy.active(found.pk):
                asked = _admit(cast(OrganisationRequest, request), found)
                if asked.settings.mfa_required and not accounts.has_second_step(asked.user):
                    return to_second_step(asked)
                if not may(asked.membership, can):
                    raise PermissionDenied
                with timezone.override(ZoneInfo(asked.settings.time_zone)):
                    return _rendered(view(asked, *args, **kwargs))

        return _with_policy(guarded, Policy(Audience.MEMBER, can))

    return decorate


def visitor(view: View) -> View:
    """For everybody, on the public pages of the organisation named in the URL or by the host (middleware.CareerHost)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, organisation: str | None = None, **kwargs: Any) -> HttpResponse:
        of_host = getattr(request, "career_organisation", None)
        found = of_host if organisation is None else _organisation_by_slug(organisation)
        if found is None or (of_host is not None and of_host != found):
            raise Http404  # a host of one organisation shows no other
        with tenancy.active(found.pk):
            asked = cast(VisitorRequest, request)
            asked.organisation, asked.settings = found, OrganisationSettings.active()
            with timezone.override(ZoneInfo(asked.settings.time_zone)):
                return _rendered(view(asked, *args, **kwargs))

    return _with_policy(guarded, Policy(Audience.VISITOR))


def to_second_step(request: OrganisationRequest) -> HttpResponse:
    """Lead a member without a second step to where one is set up; this organisation asks for it, others may not."""
    there = f"{reverse('second_step_needed')}?{urlencode({'organisatie': request.organisation.slug})}"
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(there)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = there
    return answer


def to_login(request: HttpRequest) -> HttpResponse:
    """Send to the login page; an htmx request is told to leave the page rather than to swap a login form into it."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = redirect_to_login(request.headers.get("HX-Current-URL", "/")).url
    return answer


def _with_policy(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def _organisation_by_slug(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()  # the slug is unique
    if found is None:
        raise Http404
    return found


def _admit(request: OrganisationRequest, organisation: Organisation) -> OrganisationRequest:
    membership = Membership.objects.filter(user_id=request.user.pk, is_active=True).first()  # unique per person
    if membership is None:
        raise Http404
    request.organisation = organisation
    request.membership = membership
    request.settings = OrganisationSettings.active()
    lately.open_now(request, organisation.slug)
    today = clock.local_date(clock.now(), zone=request.settings.time_zone)
    if membership.last_seen_on != today:
        Membership.objects.filter(pk=membership.pk).update(last_seen_on=today)
    return request


def _rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response
