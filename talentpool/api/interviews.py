"""Talks over the API: offered in a member's name, called off, and how they went. The candidate chooses by their own link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can
from talentpool.models import Interview, InterviewSlot, InterviewState
from talentpool.services import interviews
from talentpool.services.interviews import MOST_SLOTS, Times

from .applications import one_of

_LAST_YEAR = 2100


class SlotShape(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)


class InterviewShape(serializers.Serializer):
    id = serializers.UUIDField()
    application = serializers.UUIDField()
    host = serializers.UUIDField()
    state = serializers.ChoiceField(InterviewState.choices)
    place = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField(allow_null=True, help_text="Once the candidate chose.")
    ends_at = serializers.DateTimeField(allow_null=True)
    slots = SlotShape(many=True)
    created_at = serializers.DateTimeField()


class InterviewList(serializers.Serializer):
    items = InterviewShape(many=True)


class TimesInput(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()

    def validate_ends_at(self, ends_at: datetime) -> datetime:
        if ends_at.year > _LAST_YEAR:
            raise ValidationError(f"A moment before {_LAST_YEAR + 1}.")
        return ends_at


class NewInterview(acting.InNameOf):
    host = serializers.UUIDField(
        allow_null=True, default=None, help_text="The member they will talk with; the same as by if left out."
    )
    place = serializers.CharField(max_length=300, allow_blank=True, default="", help_text="A place or a link.")
    times: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=TimesInput(), allow_empty=False, max_length=MOST_SLOTS, help_text="Still to come."
    )


class InterviewEnd(acting.InNameOf):
    came = serializers.BooleanField(help_text="true: they talked, which is contact; false: the candidate did not come.")


class InterviewsEndpoint(OrganisationView):
    scope = Scope.CONTACT_READ

    @extend_schema(
        operation_id="interviews", responses=InterviewList, summary="Talks about an application, newest first"
    )
    def get(self, request: Request, application: UUID) -> Response:
        rows = _talks().filter(application=one_of(application)).order_by("-id")
        return Response(InterviewList({"items": _rows(list(rows))}).data)


class OfferEndpoint(OrganisationView):
    scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        operation_id="offer_interview",
        request=NewInterview,
        responses={201: InterviewShape},
        summary="Offer times; the candidate gets a mail to choose one, and an offer before it is withdrawn",
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = one_of(application)
        shape = NewInterview(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
        times = [Times(one["starts_at"], one["ends_at"]) for one in given["times"]]
        host = by if given["host"] is None else _host(given["host"])
        made = interviews.offer(found, times=times, host=host, place=given["place"], by=by, at=at)
        return _answer(made.public_id, status=201)


class CancelEndpoint(OrganisationView):
    scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        operation_id="cancel_interview",
        request=acting.InNameOf,
        responses=InterviewShape,
        summary="Call it off; a candidate who had chosen gets a mail. Again changes nothing",
    )
    def post(self, request: Request, interview: UUID) -> Response:
        return _done(request, interview, acting.InNameOf, lambda talk, _given, who: interviews.cancel(talk, **who))


class EndInterviewEndpoint(OrganisationView):
    scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        operation_id="end_interview",
        request=InterviewEnd,
        responses=InterviewShape,
        summary="Say how a planned talk went",
    )
    def post(self, request: Request, interview: UUID) -> Response:
        def end(talk: Interview, given: dict[str, Any], who: dict[str, Any]) -> None:
            state = InterviewState.HELD if given["came"] else InterviewState.NO_SHOW
            interviews.record(talk, state=state, **who)

        return _done(request, interview, InterviewEnd, end)


def _done(
    request: Request,
    public_id: UUID,
    asked: type[acting.InNameOf],
    act: Callable[[Interview, dict[str, Any], dict[str, Any]], None],
) -> Response:
    found = _one(public_id)
    shape = asked(data=request.data)
    shape.is_valid(raise_exception=True)
    given, at = shape.validated_data, clock.now()
    by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
    act(found, given, {"by": by, "at": at})
    return _answer(public_id)


def _host(public_id: UUID) -> Membership:
    found = Membership.objects.select_related("user").filter(public_id=public_id, is_active=True).first()  # unique
    if found is None:
        raise ValidationError({"host": ["There is no such member."]})
    return found


def _talks() -> Any:
    return Interview.objects.select_related(
        "application__candidate", "application__vacancy", "application__stage", "host__user"
    )


def _one(public_id: UUID) -> Interview:
    found: Interview | None = _talks().filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    (row,) = _rows([_one(public_id)])
    return Response(InterviewShape(row).data, status=status)


def _rows(talks: Sequence[Interview]) -> list[dict[str, Any]]:
    """With the times that were offered. One statement."""
    slots: dict[int, list[InterviewSlot]] = {}
    for slot in InterviewSlot.objects.filter(interview__in=talks).order_by("starts_at", "pk"):
        slots.setdefault(slot.interview_id, []).append(slot)
    plain = ("state", "place", "starts_at", "ends_at", "created_at")
    return [
        {name: getattr(one, name) for name in plain}
        | {
            "id": one.public_id,
            "application": one.application.public_id,
            "host": one.host.public_id,
            "slots": slots.get(one.pk, []),
        }
        for one in talks
    ]
