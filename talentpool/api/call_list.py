"""The call list: who waits for a call, what is done with it, and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can
from talentpool.api.contact import CallShape, NewOutcome, call_row, logged
from talentpool.models import Call, CallBack
from talentpool.selectors import call_list
from talentpool.services import call_backs

MOST_WAITING = 50


class CallBackShape(serializers.Serializer):
    id = serializers.UUIDField()
    candidate = serializers.UUIDField()
    application = serializers.UUIDField()
    vacancy = serializers.UUIDField(allow_null=True)
    assigned_to = serializers.UUIDField(allow_null=True)
    opened_at = serializers.DateTimeField()
    ideal_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()
    next_try_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    waits_for_candidate_since = serializers.DateTimeField(allow_null=True, help_text="The clock stands still.")
    ended_at = serializers.DateTimeField(allow_null=True)
    last_call = CallShape(allow_null=True)


class CallListShape(serializers.Serializer):
    as_of = serializers.DateTimeField()
    overdue = serializers.IntegerField(help_text="Of everybody, counted up to 1000.")
    due = CallBackShape(many=True, help_text=f"Soonest first, at most {call_list.MOST}.")
    waiting = CallBackShape(many=True, help_text=f"The candidate owes an answer; at most {MOST_WAITING}.")


class Waiting(acting.InNameOf):
    waits = serializers.BooleanField(help_text="true: hold the clock until the candidate answers; false: let it run.")


class Assignment(acting.InNameOf):
    to = serializers.UUIDField(allow_null=True, help_text="The member who calls; null: nobody in particular.")


class CallListEndpoint(OrganisationView):
    scope = Scope.CONTACT_READ
    parameters = frozenset({"assigned_to"})

    @extend_schema(
        operation_id="call_list",
        responses=CallListShape,
        parameters=[
            OpenApiParameter("assigned_to", OpenApiTypes.UUID, description="Only what this member is to call.")
        ],
        summary="Who waits for a call, as on Nabellen",
    )
    def get(self, request: Request) -> Response:
        at = clock.now()
        due = list(call_list.due(mine=_asked(request))[: call_list.MOST])
        waiting = list(call_list.waiting()[:MOST_WAITING])
        last = call_list.last_attempts([*due, *waiting])
        told = {
            "as_of": at,
            "overdue": call_list.overdue_count(at=at),
            "due": [_row(one, last.get(one.application_id), at=at) for one in due],
            "waiting": [_row(one, last.get(one.application_id), at=at) for one in waiting],
        }
        return Response(CallListShape(told).data)


class OutcomeEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="call_outcome",
        request=NewOutcome,
        responses={201: CallShape},
        summary="Keep how a call of a member from the list went",
    )
    def post(self, request: Request, call_back: UUID) -> Response:
        application = _one(call_back).application
        shape = NewOutcome(data=request.data)
        shape.is_valid(raise_exception=True)
        return logged(request, application.candidate, application, shape.validated_data)


class WaitEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="call_waits",
        request=Waiting,
        responses=CallBackShape,
        summary="Hold the clock while the candidate owes an answer, or let it run again",
    )
    def post(self, request: Request, call_back: UUID) -> Response:
        found = _one(call_back)
        shape = Waiting(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_CANDIDATES, at=at)
        change = call_backs.wait_for_candidate if shape.validated_data["waits"] else call_backs.go_on
        change(found.application, by=by, at=at)
        return _answer(call_back)


class AssignEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="assign_call", request=Assignment, responses=CallBackShape, summary="Say who of the team calls"
    )
    def post(self, request: Request, call_back: UUID) -> Response:
        found = _one(call_back)
        shape = Assignment(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
        to = _member(given["to"]) if given["to"] else None
        if given["to"] and to is None:
            raise ValidationError({"to": ["There is no such member."]})
        call_backs.assign(found, to=to, by=by, at=at)
        return _answer(call_back)


_PLAIN = ("opened_at", "ideal_at", "due_at", "next_try_at", "attempts", "waits_for_candidate_since", "ended_at")


def _row(one: CallBack, last: Call | None, *, at: datetime) -> dict[str, Any]:
    application = one.application
    if last is not None:
        last.candidate, last.application = application.candidate, application  # already read: no statement a row
    return {
        "id": one.public_id,
        "candidate": application.candidate.public_id,
        "application": application.public_id,
        "vacancy": application.vacancy.public_id if application.vacancy else None,
        "assigned_to": one.assigned_to.public_id if one.assigned_to else None,
        "is_late": one.ended_at is None and one.waits_for_candidate_since is None and one.due_at < at,
        "last_call": call_row(last) if last is not None else None,
        **{name: getattr(one, name) for name in _PLAIN},
    }


def _answer(public_id: UUID) -> Response:
    found = _one(public_id)
    last = call_list.last_attempts([found]).get(found.application_id)
    return Response(CallBackShape(_row(found, last, at=clock.now())).data)


def _one(public_id: UUID) -> CallBack:
    rows = CallBack.objects.select_related(
        "application__candidate", "application__vacancy", "application__stage", "assigned_to"
    )
    found = rows.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _member(public_id: UUID) -> Membership | None:
    return Membership.objects.filter(public_id=public_id, is_active=True).first()  # unique


def _asked(request: Request) -> Membership | None:
    given = request.query_params.get("assigned_to")
    if given is None:
        return None
    try:
        found = _member(UUID(given))
    except ValueError:
        found = None
    if found is None:
        raise Unprocessable("assigned_to", "There is no such member.")
    return found
