"""The words of the career site, for who writes them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import toasts
from talentpool.forms import SiteForm
from talentpool.selectors import sites
from talentpool.services import sites as services


@member(Can.MANAGE_CAREER_SITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest) -> HttpResponse:
    site = sites.career_site()
    held = {name: getattr(site, name) for name in SiteForm.base_fields}
    form = SiteForm(request.POST if request.method == "POST" else None, initial=held)
    if form.is_bound and form.is_valid():
        services.change(values=form.cleaned_data, by=request.membership, at=clock.now())
        toasts.say_later(request, ui.Toast(text=_("Opgeslagen. Bezoekers zien het meteen.")))
        return HttpResponseRedirect(reverse("career_texts", args=[request.organisation.slug]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "talentpool/career_texts.html", {"form": form}, status=status)
