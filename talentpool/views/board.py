"""The board of one vacancy or of all: columns, counts, time in stage; moved by drag and by menu."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from calendar_app import selectors as calendar
from calendar_app.models import Vacancy, VacancyState
from calendar_app.selectors import vacancies
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may
from talentpool.presenters import board as presented
from talentpool.selectors import board

MOST_CHOICES = 200


@member(Can.SEE_POOL)
@require_safe
def page(request: OrganisationRequest) -> HttpResponse:
    vacancy = _vacancy(request)
    template = "talentpool/board.html#board" if request.headers.get("HX-Target") == "bord" else "talentpool/board.html"
    answer = render(request, template, _context(request, vacancy))
    answer["Vary"] = "HX-Request, HX-Target"
    return answer


def part(request: OrganisationRequest) -> HttpResponse:
    """The board alone, after a move on it."""
    return render(request, "talentpool/board.html#board", _context(request, _vacancy(request)))


def _context(request: OrganisationRequest, vacancy: Vacancy | None) -> dict[str, Any]:
    slug = request.organisation.slug
    columns = board.columns(request.membership, vacancy=vacancy)
    here = reverse("board", args=[slug])
    choices = vacancies.visible_to(request.membership).exclude(state=VacancyState.DRAFT).order_by("title", "id")
    return {
        "lanes": presented.lanes(
            columns, slug=slug, hours=calendar.working_time(), at=clock.now(), with_job=vacancy is None
        ),
        "vacancy": vacancy,
        "choices": list(choices[:MOST_CHOICES]),
        "board_url": f"{here}?vacature={vacancy.public_id}" if vacancy else here,
        "may_change": may(request.membership, Can.MANAGE_CANDIDATES),
        "total": sum(column.total for column in columns),
    }


def _vacancy(request: OrganisationRequest) -> Vacancy | None:
    """The chosen vacancy; one that is not this member's is no vacancy at all."""
    asked = request.GET.get("vacature", "") or request.POST.get("vacature", "")
    if not asked:
        return None
    try:
        return vacancies.visible_to(request.membership).get(public_id=UUID(asked))
    except (ValueError, Vacancy.DoesNotExist) as missing:
        raise Http404 from missing
