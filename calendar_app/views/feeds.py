"""Vacancies from elsewhere: hand in a file, see what it would do, do it, undo it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.forms.uploads import MOST_FEED_BYTES, ApplyFeedForm, FeedForm
from calendar_app.imports.tables import Unreadable
from calendar_app.models import FeedKind, FeedRun, FeedRunState, FeedSource
from calendar_app.presenters import feeds as presented
from calendar_app.presenters import imports as in_words
from calendar_app.presenters import places
from calendar_app.services import feeds
from recruit_platform.core import clock, jobs
from recruit_platform.core.middleware.input import takes_body
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can

AT_ONCE = 150
SHOWN = 30


@member(Can.MANAGE_VACANCIES)
@takes_body(up_to=2 * MOST_FEED_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    form = FeedForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        run = _previewed(request, form)
        if run is not None:
            return redirect("feed_run", request.organisation.slug, run.public_id)
    context = {
        "form": form,
        "tabs": places.tabs(request, current="feeds"),
        "table": presented.runs(list(_runs().order_by("-pk")[:SHOWN]), slug=request.organisation.slug),
        "sources": FeedSource.objects.order_by("name").values_list("name", flat=True)[:SHOWN],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "calendar_app/feeds.html", context, status=status)


@member(Can.MANAGE_VACANCIES)
@require_safe
def detail(request: OrganisationRequest, run: UUID) -> HttpResponse:
    return _shown(request, get_object_or_404(_runs(), public_id=run), ApplyFeedForm())


@member(Can.MANAGE_VACANCIES)
@require_POST
def apply(request: OrganisationRequest, run: UUID) -> HttpResponse:
    """A short one is done at once, a long one by a worker."""
    found = get_object_or_404(_runs(), public_id=run)
    form = ApplyFeedForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    found = feeds.explain(found, salary_reason=form.cleaned_data["salary_reason"])
    steps = sum(int(found.outcome.get(name, 0)) for name in ("new", "changed", "gone"))
    if steps <= AT_ONCE:
        return _try(
            request,
            found,
            lambda: feeds.apply(found, by=request.membership, at=clock.now()),
            done=_("De vacatures zijn bijgewerkt."),
        )
    jobs.start("calendar_app.feed_apply", input={"run": found.pk}, by=request.user, at=clock.now())
    messages.success(request, _("Het inlezen loopt. Bij Taken zie je hoe ver het is."))
    return redirect("feed_run", request.organisation.slug, found.public_id)


@member(Can.MANAGE_VACANCIES)
@require_POST
def discard(request: OrganisationRequest, run: UUID) -> HttpResponse:
    found = get_object_or_404(_runs(), public_id=run)
    return _try(
        request,
        found,
        lambda: feeds.discard(found, by=request.membership, at=clock.now()),
        done=_("Weggegooid. Er is niets veranderd."),
    )


@member(Can.MANAGE_VACANCIES)
@require_POST
def undo(request: OrganisationRequest, run: UUID) -> HttpResponse:
    found = get_object_or_404(_runs(), public_id=run)
    return _try(
        request,
        found,
        lambda: feeds.undo(found, by=request.membership, at=clock.now()),
        done=_("Teruggedraaid. Wat intussen met de hand is veranderd, is blijven staan."),
    )


def _shown(request: OrganisationRequest, run: FeedRun, form: ApplyFeedForm) -> HttpResponse:
    applied = FeedRun.objects.filter(source=run.source, state=FeedRunState.APPLIED).order_by("-applied_at", "-id")
    page = presented.page(run, slug=request.organisation.slug, is_newest=applied.first() == run)
    context = {"run": run, "page": page, "form": form, "tabs": places.tabs(request, current="feeds")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "calendar_app/feed_run.html", context, status=status)


def _runs() -> QuerySet[FeedRun]:
    return FeedRun.objects.select_related("source")


def _previewed(request: OrganisationRequest, form: FeedForm) -> FeedRun | None:
    asked = form.cleaned_data
    try:
        return feeds.preview(
            asked["file"],
            source=asked["source"],
            kind=FeedKind(asked["kind"]),
            name=asked["file"].name,
            publish=asked["publish"],
            by=request.membership,
            at=clock.now(),
        )
    except Unreadable as problem:
        form.add_error("file", in_words.unreadable(problem))
    except Refusal as refusal:
        form.add_error("source", str(refusal.words))
    return None


def _try(request: OrganisationRequest, run: FeedRun, act: Callable[[], object], *, done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, done)
    return redirect("feed_run", request.organisation.slug, run.public_id)
