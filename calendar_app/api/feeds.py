"""Vacancies from a file over the API: first shown, then done, then possibly undone; in a member's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.imports.tables import Unreadable
from calendar_app.models import FeedKind, FeedRun, FeedRunState
from calendar_app.presenters import imports as in_words
from calendar_app.services import feeds
from calendar_app.views.feeds import AT_ONCE
from recruit_platform.core import clock, jobs
from recruit_platform.core.api import acting, paging, uploads
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can


class FeedLineShape(serializers.Serializer):
    line = serializers.IntegerField(help_text="In the file; 0: it is not in it any more.")
    what = serializers.CharField(help_text="new, changed, gone.")
    title = serializers.CharField()


class FeedProblemShape(serializers.Serializer):
    line = serializers.IntegerField()
    detail = serializers.CharField()


class FeedRunShape(serializers.Serializer):
    id = serializers.UUIDField()
    feed = serializers.CharField(help_text="The name of the source: the same one recognises the same vacancies.")
    kind = serializers.ChoiceField(FeedKind.choices)
    file_name = serializers.CharField()
    state = serializers.ChoiceField(FeedRunState.choices)
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    gone = serializers.IntegerField()
    doubts = serializers.IntegerField(help_text="Salaries that cannot be right: left out.")
    problem_count = serializers.IntegerField()
    kept = serializers.IntegerField(help_text="Left as they are by an undo, because people changed them since.")
    made_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    lines = FeedLineShape(many=True, help_text=f"The first {feeds.MOST_LINES}.")
    problems = FeedProblemShape(many=True, help_text=f"The first {feeds.MOST_LINES}.")


class FeedRunPage(PageShape):
    items = FeedRunShape(many=True)


class NewFeedRun(acting.InNameOf):
    feed = serializers.CharField(max_length=120, help_text="Made when there is none of this name.")
    kind = serializers.ChoiceField(FeedKind.choices)
    publish = serializers.BooleanField(default=False, help_text="New ones at once; else they are drafts.")
    file = uploads.FileInput()


class FeedRunsEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="feed_runs",
        responses=FeedRunPage,
        parameters=paging.PARAMETERS,
        summary="Files with vacancies that were read, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, FeedRun.objects.select_related("source", "made_by"), of="feed_runs")
        rows = [_row(one) for one in page.rows]
        return Response(FeedRunPage({"items": rows, "next_cursor": page.next_cursor}).data)


class FeedRunEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ

    @extend_schema(operation_id="feed_run", responses=FeedRunShape, summary="One of them")
    def get(self, request: Request, feed_run: UUID) -> Response:
        return _answer(feed_run)


class PreviewEndpoint(OrganisationView):
    scope = Scope.FEEDS_WRITE
    body_most_bytes = uploads.body_for(feeds.MOST_BYTES)

    @extend_schema(
        operation_id="preview_feed",
        request=NewFeedRun,
        responses={201: FeedRunShape},
        summary="Read a file and show what it would do; no vacancy changes yet",
    )
    def post(self, request: Request) -> Response:
        shape = NewFeedRun(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_VACANCIES, at=at)
        file = uploads.given(given["file"], at_most=feeds.MOST_BYTES)
        kind, publish = FeedKind(given["kind"]), given["publish"]
        try:
            run = feeds.preview(
                file.stream, source=given["feed"], kind=kind, name=file.name, publish=publish, by=by, at=at
            )
        except Unreadable as problem:
            raise ValidationError({"file": [in_words.unreadable(problem)]}) from None
        return _answer(run.public_id, status=201)


class ApplyEndpoint(OrganisationView):
    scope = Scope.FEEDS_WRITE

    @extend_schema(
        operation_id="apply_feed",
        request=acting.InNameOf,
        responses={200: FeedRunShape, 202: FeedRunShape},
        summary="Do what the file says; again changes nothing. A long one (202) is done by a worker: ask for it again",
    )
    def post(self, request: Request, feed_run: UUID) -> Response:
        found = _one(feed_run)
        if sum(int(found.outcome.get(name, 0)) for name in ("new", "changed", "gone")) <= AT_ONCE:
            return _step(request, feed_run, feeds.apply)
        return _step(request, feed_run, _start, status=202)


class UndoEndpoint(OrganisationView):
    scope = Scope.FEEDS_WRITE

    @extend_schema(
        operation_id="undo_feed",
        request=acting.InNameOf,
        responses=FeedRunShape,
        summary="Put back what the newest one of a source did, except what people changed since",
    )
    def post(self, request: Request, feed_run: UUID) -> Response:
        return _step(request, feed_run, feeds.undo)


class DiscardEndpoint(OrganisationView):
    scope = Scope.FEEDS_WRITE

    @extend_schema(
        operation_id="discard_feed",
        request=acting.InNameOf,
        responses=FeedRunShape,
        summary="Let a preview go; again changes nothing",
    )
    def post(self, request: Request, feed_run: UUID) -> Response:
        return _step(request, feed_run, feeds.discard)


def _start(run: FeedRun, *, by: Membership, at: datetime) -> None:
    jobs.start("calendar_app.feed_apply", input={"run": run.pk}, by=by.user, at=at)


def _step(request: Request, public_id: UUID, change: Callable[..., object], *, status: int = 200) -> Response:
    found = _one(public_id)
    shape = acting.InNameOf(data=request.data)
    shape.is_valid(raise_exception=True)
    at = clock.now()
    by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_VACANCIES, at=at)
    change(found, by=by, at=at)
    return _answer(public_id, status=status)


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    return Response(FeedRunShape(_row(_one(public_id))).data, status=status)


_COUNTS = ("new", "changed", "same", "gone", "doubts", "problem_count", "kept")
_PLAIN = ("file_name", "state", "rows", "created_at", "applied_at", "undone_at")


def _row(one: FeedRun) -> dict[str, Any]:
    told = one.outcome
    return {
        "id": one.public_id,
        "feed": one.source.name,
        "kind": one.source.kind,
        "made_by": one.made_by.public_id,
        **{name: getattr(one, name) for name in _PLAIN},
        **{name: int(told.get(name, 0)) for name in _COUNTS},
        "lines": [{name: line[name] for name in ("line", "what", "title")} for line in told.get("lines", [])],
        "problems": [
            {"line": each["line"], "detail": in_words.problem_in_words(**each)} for each in told.get("problems", [])
        ],
    }


def _one(public_id: UUID) -> FeedRun:
    found = FeedRun.objects.select_related("source", "made_by").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found
