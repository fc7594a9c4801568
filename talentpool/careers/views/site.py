"""Home, the list of vacancies, a vacancy, and the short links that ads point to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from calendar_app import facts
from calendar_app import selectors as calendar
from calendar_app.models import Vacancy, VacancyState
from calendar_app.selectors import vacancies
from campaigns.selectors import links as held_links
from campaigns.services import links as tracked
from recruit_platform.core import clock
from recruit_platform.core.policies import VisitorRequest, visitor
from talentpool.careers import filters, kept, links, origin, presenters, structured, visits, wording
from talentpool.models import CareerSite
from talentpool.selectors import openings, sites
from talentpool.selectors.openings import Choice


@visitor
@require_safe
def home(request: VisitorRequest) -> HttpResponse:
    site = open_site()
    every = openings.open_now(today=_today(request))
    language = get_language() or "nl"
    headline, story = (
        (site.headline_en or site.headline_nl, site.story_en or site.story_nl)
        if language == "en"
        else (site.headline_nl, site.story_nl)
    )
    context = {
        "site": site,
        "headline": headline,
        "story": wording.html(story) if story else "",
        "openings": openings.choose(every, Choice()),
        "rows": _rows(request, every[:5]),
        "promises": presenters.care(at_most_hours=sites.call_limit_hours()),
        "origin": origin.of(request),
    }
    kept.allow(request)
    return render(request, "careers/home.html", context)


@visitor
@require_safe
def jobs(request: VisitorRequest) -> HttpResponse:
    choice = filters.choice(request.GET)
    found = openings.choose(openings.open_now(today=_today(request)), choice)
    context = {
        "site": open_site(),
        "openings": found,
        "rows": _rows(request, found.found),
        "filters": filters.groups(found, choice),
        "chips": filters.chips(request.GET, found, choice),
        "origin": origin.of(request),
    }
    kept.allow(request)
    return render(request, "careers/jobs.html", context)


@visitor
@require_safe
def job(request: VisitorRequest, vacancy: UUID) -> HttpResponse:
    """Show an open vacancy; one that closed says so, with a way on. A draft is nowhere."""
    at, today = clock.now(), _today(request)
    found = of_public_id(vacancy)
    if not vacancies.is_open(found, today=today):
        return closed(request, found)
    language = get_language() or "nl"
    known = facts.of(found, language=language)
    site = sites.career_site()
    hours = calendar.working_time()
    visits.note(request, vacancy_id=found.pk, day=today)
    posting = structured.posting(found, organisation=request.organisation, zone=request.settings.time_zone)
    context = {
        "site": site,
        "vacancy": found,
        "job": presenters.job(found, known, today=today, language=language),
        "promises": presenters.promises(at=at, hours=hours, at_most_hours=sites.call_limit_hours()),
        "json_ld": structured.as_script_text(posting) if posting else "",
        "canonical": links.job_url(found, request.organisation),
        "origin": origin.of(request),
    }
    kept.allow(request, visit_of=found.pk)
    return render(request, "careers/job.html", context)


@visitor
@require_safe
def follow(request: VisitorRequest, code: str) -> HttpResponse:
    """Count the visit and lead on to the vacancy, or to the list when there is none or it has closed."""
    slug = request.organisation.slug
    link = tracked.follow(code.lower(), at=clock.now())
    if link is None:
        return HttpResponseRedirect(reverse("career_home", args=[slug]))
    target = reverse("career_jobs", args=[slug])
    if link.vacancy is not None and link.vacancy.state != VacancyState.DRAFT:
        target = reverse("career_job", args=[slug, link.vacancy.public_id])
    query = urlencode({origin.PARAMETER: link.code, **held_links.utm(link)})
    before = origin.of(request)
    touched = origin.Origin(before.first or link.code, link.code)
    answer = HttpResponseRedirect(f"{target}?{query}")
    answer["Cache-Control"] = "no-store"
    return origin.remember(answer, touched, path=reverse("career_home", args=[slug]))


@visitor
@require_safe
def privacy(request: VisitorRequest) -> HttpResponse:
    site = sites.career_site()
    english = get_language() == "en"
    words = (site.privacy_en or site.privacy_nl) if english else site.privacy_nl
    return render(request, "careers/privacy.html", {"site": site, "words": wording.html(words) if words else ""})


def closed(request: VisitorRequest, vacancy: Vacancy) -> HttpResponse:
    every = openings.open_now(today=_today(request))
    same = [one for one in every if one.profile_id and one.profile_id == vacancy.profile_id] or every
    context = {"site": sites.career_site(), "vacancy": vacancy, "rows": _rows(request, same[:3])}
    return render(request, "careers/closed.html", context, status=HTTPStatus.GONE)


def open_site() -> CareerSite:
    """Return the site's words; a site that was switched off is nowhere."""
    site = sites.career_site()
    if not site.is_public:
        raise Http404
    return site


def of_public_id(public_id: UUID) -> Vacancy:
    open_site()
    try:
        found = vacancies.get(public_id)
    except Vacancy.DoesNotExist as missing:
        raise Http404 from missing
    if found.state == VacancyState.DRAFT:
        raise Http404
    return found


def _today(request: VisitorRequest) -> date:
    return clock.local_date(clock.now(), zone=request.settings.time_zone)


def _rows(request: VisitorRequest, found: Sequence[Vacancy]) -> list[presenters.Row]:
    return presenters.rows(
        found,
        slug=request.organisation.slug,
        today=_today(request),
        language=get_language() or "nl",
        origin=origin.of(request),
    )
