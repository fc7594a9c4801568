"""The call list: overdue first, the result in two clicks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import toasts
from recruit_platform.core.ui.parts import Tone
from talentpool.forms import OutcomeForm
from talentpool.models import CallBack, CallOutcome
from talentpool.presenters import calls as presented
from talentpool.presenters.pool import name_of
from talentpool.selectors import call_list
from talentpool.services import call_backs, calls

Handler = Callable[[OrganisationRequest, CallBack], HttpResponse]


def _of_call_back(handler: Handler) -> Callable[..., HttpResponse]:
    @wraps(handler)
    def guarded(request: OrganisationRequest, call_back: UUID) -> HttpResponse:
        rows = CallBack.objects.select_related(
            "application__candidate", "application__vacancy", "application__stage", "assigned_to"
        )
        found = rows.filter(public_id=call_back).first()  # unique
        if found is None:
            raise Http404
        return handler(request, found)

    return guarded


@member(Can.SEE_CALLS)
@require_safe
def page(request: OrganisationRequest) -> HttpResponse:
    at, slug = clock.now(), request.organisation.slug
    mine = request.membership if request.GET.get("van") == "mij" else None
    due = list(call_list.due(mine=mine)[: call_list.MOST])
    waiting = list(call_list.waiting()[:50])
    attempts = call_list.last_attempts([*due, *waiting])
    context = {
        "late": presented.rows([one for one in due if one.due_at < at], attempts, slug=slug, at=at),
        "soon": presented.rows([one for one in due if one.due_at >= at], attempts, slug=slug, at=at),
        "waiting": presented.rows(waiting, attempts, slug=slug, at=at),
        "quick": [(outcome.value, outcome.label) for outcome in presented.QUICK],
        "other": [(outcome.value, outcome.label) for outcome in CallOutcome if outcome not in presented.QUICK],
        "tabs": [
            ui.Tab(label=_("Iedereen"), url=request.path, current=mine is None),
            ui.Tab(label=_("Van mij"), url=f"{request.path}?van=mij", current=mine is not None),
        ],
    }
    return render(request, "talentpool/calls.html", context)


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_call_back
def outcome(request: OrganisationRequest, call_back: CallBack) -> HttpResponse:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _back(request, _("Kies hoe het ging."), tone=Tone.BAD)
    application = call_back.application
    calls.log(
        application.candidate,
        application=application,
        outcome=CallOutcome(form.cleaned_data["outcome"]),
        note=form.cleaned_data["note"],
        by=request.membership,
        at=clock.now(),
    )
    words = {"name": name_of(application.candidate), "outcome": CallOutcome(form.cleaned_data["outcome"]).label}
    return _back(request, _("%(name)s: %(outcome)s.") % words)


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_call_back
def wait(request: OrganisationRequest, call_back: CallBack) -> HttpResponse:
    """The candidate owes an answer, or gave it."""
    if call_back.waits_for_candidate_since is None:
        call_backs.wait_for_candidate(call_back.application, by=request.membership, at=clock.now())
        return _back(request, _("De klok staat stil tot de kandidaat antwoordt."))
    call_backs.go_on(call_back.application, by=request.membership, at=clock.now())
    return _back(request, _("De klok loopt weer."))


@member(Can.MANAGE_CANDIDATES)
@require_POST
@_of_call_back
def take(request: OrganisationRequest, call_back: CallBack) -> HttpResponse:
    call_backs.assign(call_back, to=request.membership, by=request.membership, at=clock.now())
    return _back(request, _("Jij belt."))


def _back(request: OrganisationRequest, words: str, *, tone: Tone = Tone.OK) -> HttpResponse:
    toasts.say_later(request, ui.Toast(text=words, tone=tone))
    return HttpResponseRedirect(reverse("calls", args=[request.organisation.slug]))
