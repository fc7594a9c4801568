"""Campaigns: strategy, budget, pacing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.SEE_CAMPAIGNS)
@require_safe
def campaigns(request: OrganisationRequest) -> HttpResponse:
    return render(request, "campaigns/campaigns.html")
