"""Erasing one person: first what goes and what stays, then a tick and a button."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import toasts
from recruit_platform.core.ui.parts import Tone
from talentpool.forms import EraseForm
from talentpool.models import Candidate
from talentpool.presenters import erasure as presented
from talentpool.presenters.pool import name_of
from talentpool.selectors import access
from talentpool.services import erasure, own_data


@member(Can.MANAGE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: OrganisationRequest, candidate: UUID) -> HttpResponse:
    """Who was erased meanwhile, by a second click or a colleague, is answered as if it happened now: it did."""
    try:
        found = access.candidate(request.membership, candidate)
    except Candidate.DoesNotExist:
        return _gone(request, candidate)
    seen = erasure.preview(found)
    form = EraseForm(request.POST if request.method == "POST" else None, is_hired=seen.is_hired)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                erasure.erase(
                    found,
                    by=request.membership,
                    at=clock.now(),
                    is_kept_elsewhere=form.cleaned_data.get("is_kept_elsewhere", False),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal.words))
                status = HTTPStatus.CONFLICT
            else:
                return _gone(request, candidate)
    context = {
        "form": form,
        "candidate": found,
        "name": name_of(found),
        "erase": presented.page(seen),
        "erase_by": own_data.erase_by(found),
    }
    return render(request, "talentpool/erase.html", context, status=status)


def _gone(request: OrganisationRequest, public_id: UUID) -> HttpResponse:
    if access.erased(request.membership, public_id) is None:
        raise Http404
    toasts.say_later(request, ui.Toast(text=_("Alle gegevens van deze persoon zijn verwijderd."), tone=Tone.OK))
    return HttpResponseRedirect(reverse("candidate", args=[request.organisation.slug, public_id]))
