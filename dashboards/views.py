"""Numbers and what they ask of whom."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import checklist
from recruit_platform.core.roles import Can


@member(Can.SEE_DASHBOARD)
@require_safe
def dashboard(request: OrganisationRequest) -> HttpResponse:
    return render(request, "dashboards/dashboard.html", {"checklist": checklist.first_run(request)})


@member(Can.SEE_INSIGHT)
@require_safe
def insight(request: OrganisationRequest) -> HttpResponse:
    return render(request, "dashboards/insight.html")
