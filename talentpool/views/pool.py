"""The pool as a list with a candidate beside it, and adding somebody by hand."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.models import Vacancy
from calendar_app.selectors import vacancies
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts
from recruit_platform.core.views import keyset
from talentpool.forms import CandidateForm
from talentpool.models import Candidate
from talentpool.presenters import pool as presented
from talentpool.selectors import access, pool
from talentpool.selectors.pool import Filters, View
from talentpool.services import candidates
from talentpool.services.candidates import Person
from talentpool.views import candidate as candidate_page


@member(Can.SEE_POOL)
@require_safe
def pool_page(request: OrganisationRequest) -> HttpResponse:
    at = clock.now()
    filters = _filters(request)
    page = keyset.page_of(request, pool.found(request.membership, filters, at=at))
    opened = _opened(request)
    vacancy = _vacancy(request, filters.vacancy)
    table = presented.table(
        page.rows,
        pool.around(request.membership, page.rows),
        slug=request.organisation.slug,
        path=request.path,
        query=request.GET,
        paging=page.paging,
        opened=str(opened.public_id) if opened else "",
        at=at,
        searched=bool(filters.query or filters.stage or filters.vacancy),
    )
    context = {
        "table": table,
        "views": presented.views(pool.counts(request.membership, at=at), filters, path=request.path),
        "chips": presented.chips(filters, vacancy, query=request.GET),
        "query": filters.query,
        "hidden": [(name, value) for name, value in request.GET.items() if name in {"weergave", "fase", "vacature"}],
        "may_change": may(request.membership, Can.MANAGE_CANDIDATES),
        "actions": presented.actions(request.membership, slug=request.organisation.slug),
        **(candidate_page.context_of(request, opened, at=at) if opened else {}),
    }
    return render(request, "talentpool/pool.html", context)


@member(Can.MANAGE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OrganisationRequest) -> HttpResponse:
    form = CandidateForm(
        request.POST if request.method == "POST" else None, initial={"language": request.settings.language}
    )
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.values().items() if name != "availability"}
        try:
            found = candidates.find_or_add(Person(**values), by=request.membership, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            words = _("Toegevoegd.") if found.is_new else _("Deze persoon stond er al. Niets is dubbel.")
            toasts.say_later(request, ui.Toast(text=words))
            return HttpResponseRedirect(presented.page_url(request.organisation.slug, found.candidate))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "talentpool/candidate_edit.html", {"form": form}, status=status)


def _filters(request: OrganisationRequest) -> Filters:
    query = request.GET
    view = query.get("weergave", "")
    return Filters(
        view=View(view) if view in set(View) else View.EVERYONE,
        query=query.get("q", "").strip()[:100],
        stage=query.get("fase", ""),
        vacancy=_uuid(query.get("vacature", "")),
    )


def _opened(request: OrganisationRequest) -> Candidate | None:
    asked = _uuid(request.GET.get("kandidaat", ""))
    return access.candidates_for(request.membership).filter(public_id=asked).first() if asked else None  # unique


def _vacancy(request: OrganisationRequest, public_id: str) -> Vacancy | None:
    if not public_id:
        return None
    return vacancies.visible_to(request.membership).filter(public_id=public_id).first()  # unique


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
