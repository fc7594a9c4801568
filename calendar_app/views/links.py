"""The calendar in other programs: secret addresses, and what stands behind them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import ical
from calendar_app.models import CalendarLink
from calendar_app.presenters import places
from calendar_app.selectors import vacancies as held
from calendar_app.services import links
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, VisitorRequest, member, visitor
from recruit_platform.core.roles import Can

MOST_VACANCIES = 2000


class LinkForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Waarvoor"), max_length=100, help_text=gettext_lazy("Zoals Mijn telefoon of Teamagenda.")
    )


@member(Can.SEE_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = links.make(name=form.cleaned_data["name"], member=request.membership, at=clock.now())
        except links.TooMany as refusal:
            form.add_error("name", str(refusal.words))
        else:
            there = reverse("calendar_feed", args=[request.organisation.slug, made.token])
            return _page(request, LinkForm(), address=request.build_absolute_uri(there))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return _page(request, form, status=status)


@member(Can.SEE_CALENDAR)
@require_POST
def revoke(request: OrganisationRequest, link: UUID) -> HttpResponse:
    found = get_object_or_404(CalendarLink, public_id=link, made_by=request.membership)
    links.revoke(found, by=request.membership, at=clock.now())
    messages.success(request, _("De link werkt niet meer. Agenda’s die hem gebruikten, worden leeg."))
    return redirect("calendar_links", request.organisation.slug)


@visitor
@require_safe
def feed(request: VisitorRequest, token: str) -> HttpResponse:
    """For calendar programs: they send no cookie, so the secret in the address is the key."""
    link = links.read(token, at=clock.now())
    if link is None:
        raise Http404
    vacancies = list(held.visible_to(link.made_by).order_by("-pk")[:MOST_VACANCIES])
    slug = request.organisation.slug
    pages = {one.pk: request.build_absolute_uri(reverse("vacancy", args=[slug, one.public_id])) for one in vacancies}
    with translation.override(link.made_by.user.language):
        name = _("Vacatures %(organisation)s") % {"organisation": request.organisation.name}
        body = ical.render(vacancies, name=name, host=request.get_host(), url_of=pages, at=clock.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="vacatures.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _page(
    request: OrganisationRequest, form: LinkForm, *, address: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    own = CalendarLink.objects.filter(made_by=request.membership, revoked_at=None).order_by("-pk")
    context = {"form": form, "links": own, "address": address, "tabs": places.tabs(request, current="calendar")}
    answer = render(request, "calendar_app/links.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
