"""Rules: when something happens to an application, then what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.SEE_AUTOMATION)
@require_safe
def automation(request: OrganisationRequest) -> HttpResponse:
    return render(request, "automation/automation.html")
