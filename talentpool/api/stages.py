"""The stages of the board over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.roles import Can
from talentpool.models import Stage, StageKind
from talentpool.selectors import board
from talentpool.services import stages


class StageShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(StageKind.choices)
    ideal_hours = serializers.IntegerField(allow_null=True, help_text="Working hours.")
    at_most_hours = serializers.IntegerField(allow_null=True, help_text="Working hours.")


class StageList(serializers.Serializer):
    items = StageShape(many=True)


class NewStage(acting.InNameOf):
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(StageKind.choices)


class StageChange(acting.InNameOf):
    """Sets all three: without hours nothing is promised for this stage."""

    name = serializers.CharField(max_length=60)
    ideal_hours = serializers.IntegerField(allow_null=True, min_value=1, max_value=2000)
    at_most_hours = serializers.IntegerField(allow_null=True, min_value=1, max_value=2000)


class StagesEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(operation_id="stages", responses=StageList, summary="The stages in use, in order")
    def get(self, request: Request) -> Response:
        return _list()


class NewStageEndpoint(OrganisationView):
    scope = Scope.STAGES_WRITE

    @extend_schema(
        operation_id="add_stage",
        request=NewStage,
        responses={201: StageShape},
        summary="Add a stage behind the others of its kind",
    )
    def post(self, request: Request) -> Response:
        shape = NewStage(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_SETTINGS, at=at)
        made = stages.add(name=given["name"], kind=StageKind(given["kind"]), by=by, at=at)
        return Response(StageShape(_row(made)).data, status=201)


class ChangeStageEndpoint(OrganisationView):
    scope = Scope.STAGES_WRITE

    @extend_schema(
        operation_id="change_stage", request=StageChange, responses=StageShape, summary="Rename it and set its limits"
    )
    def post(self, request: Request, stage: UUID) -> Response:
        found = _one(stage)
        shape = StageChange(data=request.data)
        shape.is_valid(raise_exception=True)
        values, at = dict(shape.validated_data), clock.now()
        by = acting.member(request, values.pop("by"), can=Can.MANAGE_SETTINGS, at=at)
        return Response(StageShape(_row(stages.change(found, **values, by=by, at=at))).data)


class SwitchOffStageEndpoint(OrganisationView):
    scope = Scope.STAGES_WRITE

    @extend_schema(
        operation_id="switch_off_stage",
        request=acting.InNameOf,
        responses=StageList,
        summary="Take an empty stage off the board; answers with those that stay",
    )
    def post(self, request: Request, stage: UUID) -> Response:
        found = _one(stage)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_SETTINGS, at=at)
        stages.switch_off(found, by=by, at=at)
        return _list()


def _list() -> Response:
    return Response(StageList({"items": [_row(one) for one in board.in_order()]}).data)


def _row(one: Stage) -> dict[str, Any]:
    names = ("name", "kind", "ideal_hours", "at_most_hours")
    return {"id": one.public_id, **{name: getattr(one, name) for name in names}}


def _one(public_id: UUID) -> Stage:
    found = Stage.objects.filter(public_id=public_id, is_active=True).first()  # unique
    if found is None:
        raise Http404
    return found
