"""Links for people without an account, and what they see."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import Vacancy, VacancyState
from dashboards import periods, readers
from dashboards.forms import ShareForm
from dashboards.models import ShareLink
from dashboards.presenters import funnel as funnel_rows
from dashboards.presenters import kpis, words
from dashboards.presenters import pace as pace_card
from dashboards.presenters import schedule as schedule_rows
from dashboards.presenters import sharing as presented
from dashboards.selectors import funnel, money, schedule
from dashboards.services import sharing
from dashboards.services.sharing import Fresh
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, VisitorRequest, member, visitor
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can


@member(Can.SHARE_NUMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def share_links(request: OrganisationRequest) -> HttpResponse:
    form = _form(request)
    if not form.is_bound:
        return _page(request, form)
    if form.is_valid():
        try:
            fresh = sharing.make(
                name=form.cleaned_data["name"],
                days=form.cleaned_data["days"],
                vacancies=form.chosen(),
                by=request.membership,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("days", str(refusal.words))
        else:
            return _page(
                request, ShareForm(vacancies=_vacancies()), fresh=fresh
            )  # a redirect would have to keep the address
    return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.SHARE_NUMBERS)
@require_POST
def revoke_share_link(request: OrganisationRequest, link: UUID) -> HttpResponse:
    found = get_object_or_404(ShareLink, public_id=link)
    if sharing.revoke(found, by=request.membership, at=clock.now()):
        messages.success(request, _("De link werkt niet meer."))
    return redirect("share_links", organisation=request.organisation.slug)


@visitor
@require_safe
def shared_numbers(request: VisitorRequest, token: str) -> HttpResponse:
    """The numbers for whoever holds the link: no names, no way further in."""
    at = clock.now()
    link = sharing.opened(token, at=at)
    if link is None:
        return _private(render(request, "dashboards/share_closed.html", status=HTTPStatus.GONE))
    zone = request.settings.time_zone
    today = clock.local_date(at, zone=zone)
    reader = readers.of_vacancies(link.vacancies)
    span = periods.latest(request.GET.get("dagen", ""), today=today, zone=zone)
    whole = reader.vacancy_ids is None
    pace = money.pace(today=today) if whole else None
    tiles = kpis.tiles(reader, span=span, slug=request.organisation.slug, choice=periods.CHOICES[0], at=at)
    context = {
        "link": link,
        "at": at,
        "days": span.days,
        "tiles": presented.without_links(tiles),
        "funnel": funnel_rows.table(funnel.of(reader, span=span), urls={}),
        "rows": schedule_rows.rows(schedule.lines(reader, today=today), url_of=lambda _vacancy: ""),
        "pace": pace_card.card(pace, today=today) if pace is not None else None,
        "means": words.DEFINITIONS["schedule"],
        "share_means": words.DEFINITIONS["share"],
        "median_means": words.DEFINITIONS["median"],
        "spend_means": words.DEFINITIONS["spend"],
    }
    return _private(render(request, "dashboards/shared.html", context))


def _private(answer: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, and its address is told to no other site."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _form(request: OrganisationRequest) -> ShareForm:
    return ShareForm(request.POST if request.method == "POST" else None, vacancies=_vacancies())


def _vacancies() -> list[Vacancy]:
    return list(Vacancy.objects.exclude(state=VacancyState.CLOSED).only("public_id", "title").order_by("title", "pk"))


def _page(
    request: OrganisationRequest, form: ShareForm, *, fresh: Fresh | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    found = ShareLink.objects.select_related("made_by__user").order_by("-id")[:100]
    context = {
        "form": form,
        "fresh": fresh,
        "lines": presented.lines(found, at=clock.now()),
        "crumbs": presented.crumbs(request),
    }
    return render(request, "dashboards/share_links.html", context, status=status)
