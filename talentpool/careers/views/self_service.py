"""What candidates arrange themselves: details, documents, how long to keep, withdrawing, a time for a talk, no more mail.

No login and no CSRF token: the signed link in the address is the key, and no browser holds it as a cookie would.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recruit_platform.core import clock
from recruit_platform.core.files import kinds
from recruit_platform.core.log import Actor
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.policies import VisitorRequest, visitor
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import periods
from talentpool.careers import copies, links, presenters
from talentpool.careers.forms import CorrectForm, DocumentForm
from talentpool.careers.links import LinkRefused
from talentpool.careers.views import status
from talentpool.models import (
    Application,
    Candidate,
    ConsentPurpose,
    DocumentKind,
    EndedBy,
    EndReason,
    Interview,
    InterviewSlot,
    InterviewState,
)
from talentpool.selectors import sites
from talentpool.services import applications, candidates, consent, documents, interview_mail, interviews, own_data

Handler = Callable[[VisitorRequest, Application, str], HttpResponse]


def _own(handler: Handler) -> Callable[..., HttpResponse]:
    """Resolve the signed link; a link that is none any more gets the page that says so."""

    @wraps(handler)
    def guarded(request: VisitorRequest, token: str) -> HttpResponse:
        application = status.application_of(token)
        if application is None:
            return status.gone(request)
        return handler(request, application, token)

    return guarded


@visitor
@csrf_exempt
@require_POST
@_own
def correct(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return status.show(request, application, token, correct_form=form)
    himself = Actor.candidate(application.candidate_id)
    try:
        candidates.change(application.candidate, values=form.cleaned_data, by=himself, at=clock.now())
    except Refusal as refusal:
        form.add_error("email", str(refusal.words))
        return status.show(request, application, token, correct_form=form)
    return _back(request, token, "gegevens")


@visitor
@csrf_exempt
@takes_body(up_to=documents.MOST_BYTES + 1024 * 1024)
@require_POST
@_own
def add_document(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["document"]
        try:
            documents.add(
                upload,
                name=upload.name,
                declared=upload.content_type or "",
                candidate=application.candidate,
                application=application,
                kind=DocumentKind.OTHER,
                by=Actor.candidate(application.candidate_id),
                at=clock.now(),
            )
        except kinds.UploadRefused as refusal:
            form.add_error("document", str(refusal.words))
    if form.errors:
        return status.show(request, application, token, document_form=form)
    return _back(request, token, "document")


@visitor
@csrf_exempt
@require_POST
@_own
def set_consent(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    candidate, at = application.candidate, clock.now()
    himself = Actor.candidate(candidate.pk)
    if request.POST.get("keep") == "yes":
        text = consent.current_text(ConsentPurpose.POOL, at=at)
        consent.give(candidate, text=text, source="status", by=himself, at=at)
        return _back(request, token, "bewaren")
    consent.withdraw(candidate, purpose=ConsentPurpose.POOL, by=himself, at=at)
    return _back(request, token, "geen-mail")


@visitor
@csrf_exempt
@require_POST
@_own
def withdraw(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    if application.ended_at is None:  # a second click changes nothing
        applications.end(
            application,
            ended_by=EndedBy.CANDIDATE,
            reason=EndReason.NO_LONGER_INTERESTED,
            by=Actor.candidate(application.candidate_id),
            at=clock.now(),
        )
    return _back(request, token, "ingetrokken")


@visitor
@never_cache
@csrf_exempt
@require_POST
@_own
def copy(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    """Hand over all that is held about them; written down, for it is much to give away."""
    candidate, at = application.candidate, clock.now()
    own_data.note_copy(candidate, by=Actor.candidate(candidate.pk), at=at)
    body = copies.packed(candidate, organisation=request.organisation, at=at)
    answer = FileResponse(body, as_attachment=True, filename="mijn-gegevens.zip", content_type="application/zip")
    return cast("HttpResponse", answer)  # a streaming answer, which Django's types keep apart


@visitor
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_own
def erase(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    """A page that says what happens, with one button; looking changes nothing."""
    candidate, at = application.candidate, clock.now()
    if candidate.erasure_asked_at is not None:
        return _back(request, token, "verwijderen")
    if request.method == "POST" and request.POST.get("sure") == "yes":
        own_data.ask_erasure(candidate, by=Actor.candidate(candidate.pk), at=at)
        return _back(request, token, "verwijderen")
    today = clock.local_date(at, zone=OrganisationSettings.active().time_zone)
    by = presenters.day(periods.add_months(today, own_data.MONTHS_TO_ERASE))
    context = {"site": sites.career_site(), "token": token, "by": by}
    return render(request, "careers/erase.html", context)


@visitor
@csrf_exempt
@require_POST
@_own
def choose_slot(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    slot = _slot(application, request.POST.get("slot", ""))
    if slot is None:
        return _back(request, token, "kies")
    try:
        interviews.choose(slot, at=clock.now())
    except interviews.SlotTaken:
        return _back(request, token, "bezet")
    return _back(request, token, "afspraak")


@visitor
@never_cache
@require_safe
@_own
def appointment(request: VisitorRequest, application: Application, token: str) -> HttpResponse:
    planned = Interview.objects.filter(application=application, state=InterviewState.PLANNED).order_by("-id").first()
    if planned is None:
        raise Http404
    title = application.vacancy.title if application.vacancy else request.organisation.name
    body = interview_mail.appointment(planned, at=clock.now(), title=f"{title} · {request.organisation.name}")
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return answer


@visitor
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: VisitorRequest, token: str) -> HttpResponse:
    """A page with one button; mail programs post here by themselves (RFC 8058). Looking changes nothing."""
    try:
        public_id = links.read_unsubscribe(token)
    except LinkRefused:
        return status.gone(request)
    candidate = Candidate.objects.filter(public_id=public_id).first()  # unique
    if candidate is None:
        return status.gone(request)
    done = candidate.opted_out_at is not None
    if request.method == "POST" and not done:
        himself, at = Actor.candidate(candidate.pk), clock.now()
        candidates.opt_out(candidate, by=himself, at=at)
        consent.withdraw(candidate, purpose=ConsentPurpose.POOL, by=himself, at=at)
        done = True
    return render(request, "careers/unsubscribe.html", {"site": sites.career_site(), "done": done, "token": token})


def _slot(application: Application, chosen: str) -> InterviewSlot | None:
    """A time of this application by its id; what is no id is no time."""
    try:
        public_id = UUID(chosen)
    except ValueError:
        return None
    return InterviewSlot.objects.filter(interview__application=application, public_id=public_id).first()  # unique


def _back(request: VisitorRequest, token: str, what: str) -> HttpResponse:
    """Back to the page, which says what was done; the word is in the address, so no session is needed."""
    place = reverse("career_status", args=[request.organisation.slug, token])
    return HttpResponseRedirect(f"{place}?{status.SAID}={what}")
