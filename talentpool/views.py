"""The pool of candidates, and who waits for a call."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.SEE_POOL)
@require_safe
def pool(request: OrganisationRequest) -> HttpResponse:
    return render(request, "talentpool/pool.html")


@member(Can.SEE_CALLS)
@require_safe
def calls(request: OrganisationRequest) -> HttpResponse:
    return render(request, "talentpool/calls.html")
