"""What colleagues do with one application: move, undo, end, take up again, judge, plan a talk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import toasts
from recruit_platform.core.ui.parts import Tone
from talentpool.forms import EndForm, OfferForm
from talentpool.models import Application, EndedBy, EndReason, Interview, InterviewState, Stage, StageChange
from talentpool.presenters.pool import name_of
from talentpool.selectors import access
from talentpool.services import applications, calls, interviews
from talentpool.views import board

Handler = Callable[[OrganisationRequest, Application], HttpResponse]


def _of_application(handler: Handler) -> Callable[..., HttpResponse]:
    @wraps(handler)
    def guarded(request: OrganisationRequest, application: UUID) -> HttpResponse:
        return handler(request, _found(request, application))

    return guarded


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_application
def move(request: OrganisationRequest, application: Application) -> HttpResponse:
    """By drag (htmx: the board comes back) or by menu (the page comes back); with a way to undo it.

    ``spoke``: they say that they spoke to the candidate, which a move alone does not.
    """
    try:
        stage = Stage.objects.get(public_id=UUID(request.POST.get("stage", "")), is_active=True)
    except (ValueError, Stage.DoesNotExist) as missing:
        raise Http404 from missing
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
    moving = calls.move if request.POST.get("spoke") == "yes" else applications.move
    try:
        change = moving(application, to=stage, by=request.membership, at=clock.now(), version=seen)
    except Refusal as refusal:
        return _answer(request, application, str(refusal.words), tone=Tone.BAD)
    words = _("%(name)s staat nu in %(stage)s.") % {"name": name_of(application.candidate), "stage": stage.name}
    undo = reverse("undo_move", args=[request.organisation.slug, application.public_id, application.version])
    return _answer(request, application, words, undo_url=undo if change else "")


@member(Can.MANAGE_CANDIDATES)
@require_POST
def undo_move(request: OrganisationRequest, application: UUID, version: int) -> HttpResponse:
    """Take back the move that made this version; anything since refuses."""
    found = _found(request, application)
    last = StageChange.objects.filter(application=found).order_by("-id").first()
    try:
        if last is None or found.version != version:
            raise applications.MovedMeanwhile
        applications.undo_move(found, last, by=request.membership, at=clock.now())
    except Refusal as refusal:
        return _answer(request, found, str(refusal.words), tone=Tone.BAD)
    return _answer(request, found, _("Teruggezet."))


@member(Can.MANAGE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
@_of_application
def end(request: OrganisationRequest, application: Application) -> HttpResponse:
    form = EndForm(request.POST if request.method == "POST" else None, initial={"version": application.version})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            applications.end(
                application,
                ended_by=EndedBy(chosen["ended_by"]),
                reason=EndReason(chosen["reason"]),
                note=chosen["note"],
                by=request.membership,
                at=clock.now(),
                version=chosen["version"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            undo = reverse("resume_application", args=[request.organisation.slug, application.public_id])
            toasts.say_later(request, ui.Toast(text=_("De sollicitatie is gestopt."), undo_url=undo))
            return HttpResponseRedirect(_candidate_url(request, application))
    return _form_page(request, application, form, "talentpool/application_end.html")


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_application
def resume(request: OrganisationRequest, application: Application) -> HttpResponse:
    try:
        applications.resume(application, by=request.membership, at=clock.now())
    except Refusal as refusal:
        return _answer(request, application, str(refusal.words), tone=Tone.BAD)
    return _answer(request, application, _("De sollicitatie loopt weer."))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_application
def judge(request: OrganisationRequest, application: Application) -> HttpResponse:
    qualified = request.POST.get("qualified") == "yes"
    applications.judge(application, qualified=qualified, by=request.membership, at=clock.now())
    return _answer(request, application, _("Genoteerd."))


@member(Can.MANAGE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
@_of_application
def offer(request: OrganisationRequest, application: Application) -> HttpResponse:
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            interviews.offer(
                application,
                times=form.times(),
                host=request.membership,
                place=form.cleaned_data["place"],
                by=request.membership,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            toasts.say_later(request, ui.Toast(text=_("De kandidaat krijgt een mail om te kiezen.")))
            return HttpResponseRedirect(_candidate_url(request, application))
    return _form_page(request, application, form, "talentpool/interview_offer.html")


@member(Can.MANAGE_CANDIDATES)
@require_POST
def end_interview(request: OrganisationRequest, interview: UUID) -> HttpResponse:
    """Call it off, or say how it went."""
    seen = access.applications_for(request.membership).values("pk")
    talks = Interview.objects.select_related("application__candidate", "application__vacancy", "application__stage")
    found = talks.filter(public_id=interview, application__in=seen).first()  # unique
    if found is None:
        raise Http404
    state = request.POST.get("state", "")
    try:
        if state == InterviewState.CANCELLED:
            interviews.cancel(found, by=request.membership, at=clock.now())
        elif state in InterviewState.values:
            interviews.record(found, state=InterviewState(state), by=request.membership, at=clock.now())
        else:
            return _answer(request, found.application, _("Kies hoe het ging."), tone=Tone.BAD)
    except Refusal as refusal:
        return _answer(request, found.application, str(refusal.words), tone=Tone.BAD)
    return _answer(request, found.application, _("Genoteerd."))


def _found(request: OrganisationRequest, public_id: UUID) -> Application:
    try:
        return access.application(request.membership, public_id)
    except Application.DoesNotExist as missing:
        raise Http404 from missing


def _form_page(
    request: OrganisationRequest, application: Application, form: EndForm | OfferForm, template: str
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "form": form,
        "application": application,
        "name": name_of(application.candidate),
        "candidate_url": _candidate_url(request, application),
    }
    return render(request, template, context, status=status)


def _answer(
    request: OrganisationRequest, application: Application, words: str, *, tone: Tone = Tone.OK, undo_url: str = ""
) -> HttpResponse:
    """To htmx the board with a toast, and word to regions that listen; to a browser the page it came from."""
    toast = ui.Toast(text=words, tone=tone, undo_url=undo_url)
    if request.headers.get("HX-Request") == "true":
        answer = board.part(request) if request.headers.get("HX-Target") == "bord" else HttpResponse(status=204)
        return toasts.tell(toasts.say(answer, toast), "candidate-moved")
    toasts.say_later(request, toast)
    return HttpResponseRedirect(_came_from(request) or _candidate_url(request, application))


def _came_from(request: OrganisationRequest) -> str:
    """The board that a menu was used on; only a path of this organisation, never another address."""
    path = urlsplit(request.POST.get("next", "")).path
    home = reverse("pool", args=[request.organisation.slug])
    return path if path.startswith(home) else ""


def _candidate_url(request: OrganisationRequest, application: Application) -> str:
    return reverse("candidate", args=[request.organisation.slug, application.candidate.public_id])
