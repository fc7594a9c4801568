"""One candidate: the page, and what colleagues do there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recruit_platform.core import clock, files, ui
from recruit_platform.core.log import Actor
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts
from recruit_platform.core.ui.parts import Tone
from talentpool.forms import CandidateForm, NoteForm, OutcomeForm
from talentpool.models import CallBack, CallOutcome, Candidate, CandidateDocument, ConsentPurpose
from talentpool.presenters import candidate as presented
from talentpool.presenters.pool import name_of
from talentpool.selectors import access, pool, timeline
from talentpool.services import calls, candidates, consent, documents, merging, notes, own_data, replies

Handler = Callable[[OrganisationRequest, Candidate], HttpResponse]
_DETAILS = ("first_name", "last_name", "email", "phone", "city", "availability", "language")


def _of_candidate(handler: Handler) -> Callable[..., HttpResponse]:
    """Resolve the candidate this member may see; everything else is 404."""

    @wraps(handler)
    def guarded(request: OrganisationRequest, candidate: UUID) -> HttpResponse:
        try:
            found = access.candidate(request.membership, candidate)
        except Candidate.DoesNotExist as missing:
            raise Http404 from missing
        return handler(request, found)

    return guarded


@member(Can.SEE_POOL)
@require_safe
def page(request: OrganisationRequest, candidate: UUID) -> HttpResponse:
    """Who was erased has a page that says so: lines of what happened still lead there."""
    try:
        found = access.candidate(request.membership, candidate)
    except Candidate.DoesNotExist as missing:
        gone = access.erased(request.membership, candidate)
        if gone is None:
            raise Http404 from missing
        return render(request, "talentpool/erased.html", {"candidate": gone, "name": name_of(gone)})
    return render(request, "talentpool/candidate.html", context_of(request, found, at=clock.now()))


def context_of(request: OrganisationRequest, candidate: Candidate, *, at: datetime) -> dict[str, Any]:
    """What the page and the panel beside the pool show."""
    story = timeline.of(candidate, membership=request.membership)
    ids = [one.pk for one in story.applications]
    open_calls = CallBack.objects.filter(application__in=ids, ended_at=None)
    may_change = may(request.membership, Can.MANAGE_CANDIDATES)
    standing = consent.standing(candidate, ConsentPurpose.POOL, at=at)
    return {
        "candidate": candidate,
        "person": presented.page(candidate, story, {one.application_id: one for one in open_calls}, at=at),
        "may_change": may_change,
        "consent": standing,
        "erase_by": own_data.erase_by(candidate),
        "doubles": [(one, name_of(one)) for one in pool.doubles_of(candidate)] if may_change else [],
        "merge": merging.last_of(candidate) if may_change else None,
        "note_form": NoteForm(),
        "outcomes": CallOutcome.choices,
    }


@member(Can.MANAGE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
@_of_candidate
def edit(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    held = {name: getattr(candidate, name) for name in _DETAILS}
    initial = {**held, "version": candidate.version}
    form = CandidateForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"form": form, "candidate": candidate, "name": name_of(candidate)}
    if not form.is_bound:
        return render(request, "talentpool/candidate_edit.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            candidates.change(candidate, values=form.values(), by=request.membership, at=clock.now(), version=version)
        except candidates.EditedMeanwhile as refusal:
            form.add_error(None, str(refusal.words))
            status = HTTPStatus.CONFLICT
            context["now"] = held
        except Refusal as refusal:
            form.add_error("email", str(refusal.words))
        else:
            return _back(request, candidate, _("Opgeslagen."))
    return render(request, "talentpool/candidate_edit.html", context, status=status)


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def add_note(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {**context_of(request, candidate, at=clock.now()), "note_form": form}
        return render(request, "talentpool/candidate.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    notes.add(candidate, text=form.cleaned_data["text"], by=request.membership, at=clock.now())
    return _back(request, candidate, _("Notitie bewaard."))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def log_call(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _back(request, candidate, _("Kies hoe het ging."), tone=Tone.BAD)
    running = access.applications_for(request.membership).select_related("vacancy", "stage", "candidate")
    about = running.filter(candidate=candidate, ended_at=None).order_by("-id").first()
    calls.log(
        candidate,
        application=about,
        outcome=CallOutcome(form.cleaned_data["outcome"]),
        note=form.cleaned_data["note"],
        by=request.membership,
        at=clock.now(),
    )
    return _back(request, candidate, _("Genoteerd."))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def record_reply(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    replies.record(candidate, at=clock.now())
    return _back(request, candidate, _("Genoteerd. Wat automatisch liep, stopt."))


@member(Can.MANAGE_CANDIDATES)
@takes_body(up_to=documents.MOST_BYTES + 1024 * 1024)
@require_POST
@_of_candidate
def add_document(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    upload: Any = request.FILES.get("document")
    if upload is None:
        return _back(request, candidate, _("Kies eerst een bestand."), tone=Tone.BAD)
    try:
        documents.add(
            upload,
            name=upload.name or "",
            declared=upload.content_type or "",
            candidate=candidate,
            by=request.membership,
            at=clock.now(),
        )
    except Refusal as refusal:
        return _back(request, candidate, str(refusal.words), tone=Tone.BAD)
    return _back(request, candidate, _("Document toegevoegd."))


@member(Can.SEE_POOL)
@require_POST
def open_document(request: OrganisationRequest, document: UUID) -> HttpResponse:
    """Write down who looks, then hand over a link of five minutes."""
    seen = access.candidates_for(request.membership).values("pk")
    papers = CandidateDocument.objects.filter(public_id=document, candidate__in=seen).select_related(
        "file", "application"
    )
    found = papers.first()  # unique
    allowed = access.applications_for(request.membership)
    if found is None or not _may_open(request, found, allowed):
        raise Http404
    documents.note_opened(found, by=Actor.user(request.user), at=clock.now())
    return HttpResponseRedirect(files.download_path(found.file, organisation=request.organisation, user=request.user))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def merge(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    try:
        other = access.candidate(request.membership, UUID(request.POST.get("other", "")))
    except (ValueError, Candidate.DoesNotExist) as missing:
        raise Http404 from missing
    try:
        merging.merge(candidate, other, by=request.membership, at=clock.now())
    except Refusal as refusal:
        return _back(request, candidate, str(refusal.words), tone=Tone.BAD)
    undo = reverse("undo_merge", args=[request.organisation.slug, candidate.public_id])
    return _back(request, candidate, _("Samengevoegd."), undo_url=undo)


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def undo_merge(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    last = merging.last_of(candidate)
    if last is None:
        return _back(request, candidate, _("Er is niets om ongedaan te maken."), tone=Tone.WARN)
    merging.undo(last, by=request.membership, at=clock.now())
    return _back(request, candidate, _("Weer twee kandidaten."))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_candidate
def opt_out(request: OrganisationRequest, candidate: Candidate) -> HttpResponse:
    at = clock.now()
    candidates.opt_out(candidate, by=request.membership, at=at)
    consent.withdraw(candidate, purpose=ConsentPurpose.POOL, by=request.membership, at=at)
    return _back(request, candidate, _("Afgemeld voor mail over ander werk."))


def _may_open(request: OrganisationRequest, document: CandidateDocument, allowed: Any) -> bool:
    """A hiring manager opens what belongs to an application they see."""
    if may(request.membership, Can.MANAGE_CANDIDATES):
        return True
    return document.application_id is not None and allowed.filter(pk=document.application_id).exists()


def _back(
    request: OrganisationRequest, candidate: Candidate, words: str, *, tone: Tone = Tone.OK, undo_url: str = ""
) -> HttpResponse:
    toast = ui.Toast(text=words, tone=tone, undo_url=undo_url)
    there = reverse("candidate", args=[request.organisation.slug, candidate.public_id])
    if request.headers.get("HX-Request") == "true":  # an undo from a toast: the page fetches itself anew
        answer = toasts.say(HttpResponse(status=204), toast)
        answer["HX-Refresh"] = "true"
        return answer
    toasts.say_later(request, toast)
    return HttpResponseRedirect(there)
