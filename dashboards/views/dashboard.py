"""The first page, per role, and the insights to come."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import periods
from dashboards.presenters import feed
from recruit_platform.core import ui
from recruit_platform.core.models import Role
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import checklist
from recruit_platform.core.roles import Can, may


@member(Can.SEE_DASHBOARD)
@require_safe
def dashboard(request: OrganisationRequest) -> HttpResponse:
    choice = request.GET.get("dagen", "")
    chosen = choice if choice in periods.CHOICES else periods.CHOICES[0]
    context = {
        "checklist": checklist.first_run(request),
        "choice": chosen,
        "periods": _periods(request, chosen),
        "feed": feed.lately(request),
        "is_manager": request.membership.role == Role.HIRING_MANAGER,
        "may_share": may(request.membership, Can.SHARE_NUMBERS),
    }
    return render(request, "dashboards/dashboard.html", context)


@member(Can.SEE_INSIGHT)
@require_safe
def insight(request: OrganisationRequest) -> HttpResponse:
    return render(request, "dashboards/insight.html")


def _periods(request: OrganisationRequest, chosen: str) -> list[ui.Tab]:
    return [
        ui.Tab(
            label=_("Laatste %(n)s dagen") % {"n": choice},
            url=f"{request.path}?dagen={choice}",
            current=choice == chosen,
        )
        for choice in periods.CHOICES
    ]
