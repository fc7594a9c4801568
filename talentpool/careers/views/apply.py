"""Applying, one thing per page: details, papers, how long to keep, check, done. The server keeps each step.

These posts carry no CSRF token on purpose: they use no login, the form's own token in the address is what lets one write to it,
and so applying works without cookies and never fails on an expired token.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from calendar_app import selectors as calendar
from calendar_app.models import Vacancy
from calendar_app.selectors import vacancies
from recruit_platform.core import clock
from recruit_platform.core.files import kinds
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.policies import VisitorRequest, visitor
from recruit_platform.core.refusals import Refusal
from talentpool.careers import links, origin, presenters, suspicion
from talentpool.careers.forms import ConsentForm, DetailsForm, PapersForm
from talentpool.careers.views import site
from talentpool.models import ApplicationDraft
from talentpool.selectors import sites
from talentpool.services import call_backs, documents, drafts
from talentpool.services.drafts import Incomplete

STEPS = ("gegevens", "cv", "bewaren", "controle")
DONE = "klaar"
_MOST_BYTES = documents.MOST_BYTES + 1024 * 1024
_TEMPLATES = {"gegevens": "details", "cv": "papers", "bewaren": "consent", "controle": "check", "klaar": "done"}


@dataclass(frozen=True)
class Place:
    """Where in the form somebody is: everything the handlers of the steps share."""

    request: VisitorRequest
    draft: ApplicationDraft
    token: str

    def url(self, step: str) -> str:
        return reverse("career_apply_step", args=[self.request.organisation.slug, self.token, step])


@visitor
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: VisitorRequest, vacancy: UUID) -> HttpResponse:
    """The first step; a form begins when its first page is sent, so that looking writes nothing."""
    found = site.of_public_id(vacancy)
    if not vacancies.is_open(found, today=clock.local_date(clock.now(), zone=request.settings.time_zone)):
        return site.closed(request, found)
    form = DetailsForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        job_url = reverse("career_job", args=[request.organisation.slug, found.public_id])
        return _page(request, "gegevens", form=form, vacancy=found, back=job_url + origin.of(request).query)
    return HttpResponseRedirect(_start(request, form, vacancy=found).url("cv"))


@visitor
@csrf_exempt
@takes_body(up_to=_MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: VisitorRequest, token: str, step: str) -> HttpResponse:
    if step not in _TEMPLATES:
        raise Http404
    draft = drafts.find(token, at=clock.now())
    if draft is None:
        return _expired(request, step)
    place = Place(request, draft, token)
    if draft.application is not None and step != DONE:
        return HttpResponseRedirect(place.url(DONE))
    return _HANDLERS[step](place)


def _details(place: Place) -> HttpResponse:
    posted = place.request.method == "POST"
    form = DetailsForm(place.request.POST) if posted else DetailsForm(initial=place.draft.data)
    if not form.is_bound or not form.is_valid():
        return _step_page(place, "gegevens", form=form)
    drafts.keep(place.draft, step="cv", data=form.kept())
    return _onward(place, "cv")


def _papers(place: Place) -> HttpResponse:
    request = place.request
    if request.method != "POST":
        return _step_page(place, "cv", form=PapersForm(initial=place.draft.data))
    if "weg" in request.POST:
        drafts.drop_cv(place.draft)
        return HttpResponseRedirect(place.url("cv"))
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["cv"]:
        upload = form.cleaned_data["cv"]
        declared = upload.content_type or ""
        try:
            drafts.attach_cv(place.draft, upload, name=upload.name, declared=declared, at=clock.now())
        except kinds.UploadRefused as refusal:
            form.add_error("cv", str(refusal.words))
    if form.errors:
        return _step_page(place, "cv", form=form)
    drafts.keep(place.draft, step="bewaren", data={"motivation": form.cleaned_data["motivation"]})
    return _onward(place, "bewaren")


def _consent(place: Place) -> HttpResponse:
    posted = place.request.method == "POST"
    form = ConsentForm(place.request.POST) if posted else ConsentForm(initial=place.draft.data)
    if not form.is_bound or not form.is_valid():
        return _step_page(place, "bewaren", form=form)
    drafts.keep(place.draft, step="controle", data=form.cleaned_data)
    return HttpResponseRedirect(place.url("controle"))


def _check(place: Place) -> HttpResponse:
    missing = _missing(place.draft)
    if missing:
        return HttpResponseRedirect(place.url(missing))
    if place.request.method != "POST":
        return _step_page(place, "controle")
    at = clock.now()
    asked = suspicion.question(place.request, place.draft, at=at)
    if asked is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _step_page(place, "controle", status=status, asked=asked)
    try:
        drafts.submit(place.draft, at=at, language=get_language() or "nl")
    except Incomplete as refusal:
        return HttpResponseRedirect(place.url(refusal.step))
    except Refusal as refusal:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _step_page(place, "controle", status=status, refused=refusal.words)
    return HttpResponseRedirect(place.url(DONE))


def _done(place: Place) -> HttpResponse:
    application = place.draft.application
    if application is None:
        return HttpResponseRedirect(place.url("controle"))
    call_back = call_backs.of(application)
    limit = call_back.due_at if call_back else None
    context = {
        "site": sites.career_site(),
        "application": application,
        "vacancy": application.vacancy,
        "cv_missing": place.draft.data.get(drafts.CV_MISSING, False),
        "received": presenters.moment(application.submitted_at),
        "call_by": presenters.by(limit) if limit else "",
        "answer_by": presenters.promises(
            at=application.submitted_at, hours=calendar.working_time(), at_most_hours=sites.call_limit_hours()
        )[-1].when,
        "status_url": reverse("career_status", args=[place.request.organisation.slug, links.status_token(application)]),
    }
    return render(place.request, "careers/apply/done.html", context)


_HANDLERS: dict[str, Callable[[Place], HttpResponse]] = {
    "gegevens": _details,
    "cv": _papers,
    "bewaren": _consent,
    "controle": _check,
    DONE: _done,
}


def _start(request: VisitorRequest, form: DetailsForm, *, vacancy: Vacancy | None) -> Place:
    first, last = origin.links(origin.of(request))
    begun = drafts.start(vacancy=vacancy, data=form.kept(), at=clock.now(), first_link=first, last_link=last)
    return Place(request, begun.draft, begun.token)


def _onward(place: Place, following: str) -> HttpResponse:
    """On to the next step; who came from the check goes straight back to it."""
    back_to_check = place.request.GET.get("terug") == "controle" and not _missing(place.draft)
    return HttpResponseRedirect(place.url("controle" if back_to_check else following))


def _missing(draft: ApplicationDraft) -> str:
    if not draft.data.get("name") or not draft.data.get("email"):
        return "gegevens"
    return "" if draft.data.get("consent") else "bewaren"


def _expired(request: VisitorRequest, step: str) -> HttpResponse:
    """A form whose days are over. Details that were sent to it start a new one, so nobody types them twice."""
    vacancy = _vacancy_of(request)
    if request.method == "POST" and step == "gegevens" and vacancy is not None:
        form = DetailsForm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(_start(request, form, vacancy=vacancy).url("cv"))
    context = {"site": sites.career_site(), "vacancy": vacancy}
    return render(request, "careers/apply/expired.html", context, status=HTTPStatus.GONE)


def _vacancy_of(request: VisitorRequest) -> Vacancy | None:
    """The vacancy that a page of the form names beside its token."""
    try:
        found = vacancies.get(UUID(request.POST.get("vacancy", "")))
    except (ValueError, Vacancy.DoesNotExist):
        return None
    today = clock.local_date(clock.now(), zone=request.settings.time_zone)
    return found if vacancies.is_open(found, today=today) else None


def _step_page(place: Place, step: str, **context: Any) -> HttpResponse:
    index = STEPS.index(step)
    if index:
        back = place.url(STEPS[index - 1])
    elif place.draft.vacancy is not None:
        back = reverse("career_job", args=[place.request.organisation.slug, place.draft.vacancy.public_id])
    else:
        back = reverse("career_home", args=[place.request.organisation.slug])
    return _page(
        place.request, step, vacancy=place.draft.vacancy, back=back, draft=place.draft, token=place.token, **context
    )


_CONSENT_WORDS = {"28": _("4 weken na afloop"), "365": _("1 jaar, met mail over ander werk")}


def _page(
    request: VisitorRequest,
    step: str,
    *,
    vacancy: Vacancy | None,
    back: str,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    form = context.get("form")
    if form is not None and form.is_bound and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    draft = context.get("draft")
    shown = {
        "site": sites.career_site(),
        "vacancy": vacancy,
        "back": back,
        "step": step,
        "number": STEPS.index(step) + 1,
        "count": len(STEPS),
        "kept_for": _CONSENT_WORDS.get(draft.data.get("consent", ""), "") if draft else "",
        **context,
    }
    return render(request, f"careers/apply/{_TEMPLATES[step]}.html", shown, status=status)
