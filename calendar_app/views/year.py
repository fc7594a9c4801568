"""The vacancy calendar: who leaves when, and when to start looking."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can


@member(Can.SEE_CALENDAR)
@require_safe
def calendar(request: OrganisationRequest) -> HttpResponse:
    return render(request, "calendar_app/calendar.html")
