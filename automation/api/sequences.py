"""Sequences of follow-ups over the API: their steps, their window, on and off, and what each did lately."""

from __future__ import annotations

from collections.abc import Sequence as Several
from datetime import time
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from automation.models import MailTemplate, Sequence, SequenceKind, TemplateKind
from automation.selectors import rules, texts
from automation.selectors.rules import Rule
from automation.services import sequences
from automation.services.sequences import LONGEST_WAIT_DAYS, MOST_STEPS, Planned, Window
from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.roles import Can

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_KINDS = (TemplateKind.FOLLOW_UP, TemplateKind.POOL)


class SequenceStepShape(serializers.Serializer):
    position = serializers.IntegerField()
    wait_days = serializers.IntegerField(help_text="Working days after the step before it, or after the start.")
    template = serializers.UUIDField(help_text="The text; its newest version is sent.")


class EffectShape(serializers.Serializer):
    """In the last seven days, today included; ``active`` is now."""

    started = serializers.IntegerField()
    sent = serializers.IntegerField()
    stopped = serializers.IntegerField()
    active = serializers.IntegerField()


class SequenceShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(SequenceKind.choices)
    is_on = serializers.BooleanField()
    send_from = serializers.CharField(help_text="HH:MM, local time; mails leave on working days only.")
    send_until = serializers.CharField(help_text="HH:MM, local time.")
    changed_at = serializers.DateTimeField()
    steps = SequenceStepShape(many=True)
    lately = EffectShape()


class SequenceList(serializers.Serializer):
    items = SequenceShape(many=True)


class SequenceStepInput(serializers.Serializer):
    template = serializers.UUIDField()
    wait_days = serializers.IntegerField(min_value=0, max_value=LONGEST_WAIT_DAYS)


class SequenceChange(acting.InNameOf):
    """All of it: what is left out of ``steps`` is no step any more."""

    name = serializers.CharField(max_length=120)
    send_from = serializers.RegexField(_CLOCK, default="09:00", help_text="HH:MM, local time.")
    send_until = serializers.RegexField(_CLOCK, default="17:00", help_text="HH:MM, local time.")
    steps: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=SequenceStepInput(), max_length=MOST_STEPS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["send_from"] < attrs["send_until"]:
            raise ValidationError({"send_until": [str(sequences.ClosedWindow().words)]})
        return attrs


class NewSequence(SequenceChange):
    kind = serializers.ChoiceField(SequenceKind.choices)


class SequencesEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(
        operation_id="sequences", responses=SequenceList, summary="Sequences of follow-ups, with their steps"
    )
    def get(self, request: Request) -> Response:
        return Response(SequenceList({"items": [_row(one) for one in _every()]}).data)


class SequenceEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="sequence", responses=SequenceShape, summary="One sequence")
    def get(self, request: Request, sequence: UUID) -> Response:
        return _answer(one_of(sequence).public_id)


class NewSequenceEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="create_sequence",
        request=NewSequence,
        responses={201: SequenceShape},
        summary="Make a sequence; it starts switched off",
    )
    def post(self, request: Request) -> Response:
        shape = NewSequence(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        made = sequences.create(
            name=given["name"],
            kind=SequenceKind(given["kind"]),
            window=_window(given),
            steps=_planned(given["steps"]),
            by=by,
            at=at,
        )
        return _answer(made.public_id, status=201)


class ChangeSequenceEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="change_sequence",
        request=SequenceChange,
        responses=SequenceShape,
        summary="Set its name, window and steps; who is under way goes on at the same position",
    )
    def post(self, request: Request, sequence: UUID) -> Response:
        found = one_of(sequence)
        shape = SequenceChange(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        window = _window(given)
        sequences.change(found, name=given["name"], window=window, steps=_planned(given["steps"]), by=by, at=at)
        return _answer(sequence)


class SwitchOnEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="switch_on_sequence",
        request=acting.InNameOf,
        responses=SequenceShape,
        summary="Let it take people in from now on; again changes nothing",
    )
    def post(self, request: Request, sequence: UUID) -> Response:
        found = one_of(sequence)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
        sequences.switch_on(found, by=by, at=at)
        return _answer(sequence)


class SwitchOffEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="switch_off_sequence",
        request=acting.InNameOf,
        responses=SequenceShape,
        summary="Take nobody in any more and stop everybody who is in it; again changes nothing",
    )
    def post(self, request: Request, sequence: UUID) -> Response:
        found = one_of(sequence)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
        sequences.switch_off(found, by=by, at=at)
        return _answer(sequence)


def one_of(public_id: UUID) -> Sequence:
    found = Sequence.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _every() -> list[Rule]:
    return rules.every(today=clock.local_date(clock.now(), zone=OrganisationSettings.active().time_zone))


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    found = next(one for one in _every() if one.sequence.public_id == public_id)
    return Response(SequenceShape(_row(found)).data, status=status)


def _row(rule: Rule) -> dict[str, Any]:
    names = ("name", "kind", "is_on", "changed_at")
    window = {name: f"{getattr(rule.sequence, name):%H:%M}" for name in ("send_from", "send_until")}
    steps = [
        {"position": one.position, "wait_days": one.wait_days, "template": one.template.public_id} for one in rule.steps
    ]
    told = {name: getattr(rule.sequence, name) for name in names}
    return {"id": rule.sequence.public_id, **told, **window, "steps": steps, "lately": vars(rule.effect)}


def _window(given: dict[str, Any]) -> Window:
    return Window(time.fromisoformat(given["send_from"]), time.fromisoformat(given["send_until"]))


def _planned(given: Several[dict[str, Any]]) -> list[Planned]:
    known: dict[UUID, MailTemplate] = {one.public_id: one for one in texts.to_choose(_KINDS)}
    missing = next((one["template"] for one in given if one["template"] not in known), None)
    if missing is not None:
        raise ValidationError({"steps": [f"There is no text {missing} that a step can send."]})
    return [Planned(template=known[one["template"]], wait_days=one["wait_days"]) for one in given]
