"""The numbers by mail: each member's own setting, with an example of what would come."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboards.forms import DigestForm
from dashboards.models import Digest, DigestDay
from dashboards.presenters import sharing as presented
from dashboards.services import digests
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.SEE_DASHBOARD)
@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: OrganisationRequest) -> HttpResponse:
    held = Digest.objects.filter(membership=request.membership).first()  # one per member
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        initial={"day": held.day if held is not None else DigestDay.NEVER},
    )
    if form.is_bound and form.is_valid():
        digests.choose(request.membership, day=DigestDay(form.cleaned_data["day"]), at=clock.now())
        messages.success(request, _("Zo krijg je de cijfers vanaf nu."))
        return redirect("digest", organisation=request.organisation.slug)
    at, zone = clock.now(), request.settings.time_zone
    today = clock.local_date(at, zone=zone)
    context = {
        "form": form,
        "held": held,
        "crumbs": presented.crumbs(request),
        **digests.numbers(request.membership, request.organisation, today=today, zone=zone, at=at),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "dashboards/digest.html", context, status=status)
