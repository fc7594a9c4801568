"""What machines read: the map of the site and the open vacancies. Closed ones are gone at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from recruit_platform.core import clock
from recruit_platform.core.policies import VisitorRequest, visitor
from talentpool.careers import links, structured
from talentpool.careers.views import site
from talentpool.selectors import openings


@visitor
@require_safe
def sitemap(request: VisitorRequest) -> HttpResponse:
    site.open_site()
    today = clock.local_date(clock.now(), zone=request.settings.time_zone)
    home = links.home_url(request.organisation)
    body = structured.sitemap(
        openings.open_now(today=today), organisation=request.organisation, pages=[home, f"{home}vacatures/"]
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@visitor
@require_safe
def jobs(request: VisitorRequest) -> HttpResponse:
    site.open_site()
    at = clock.now()
    today = clock.local_date(at, zone=request.settings.time_zone)
    body = structured.feed(
        openings.open_now(today=today), organisation=request.organisation, zone=request.settings.time_zone, at=at
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
