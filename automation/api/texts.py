"""Texts of mails over the API: with their versions, changed in a member's name, tried on that member."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from automation import addressees, placeholders
from automation.forms import KINDS_IN_USE
from automation.models import MailTemplate, TemplateKind, TemplateVersion
from automation.selectors import texts as listed
from automation.services import templates
from automation.services.templates import Texts
from calendar_app.models import Vacancy
from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Language
from recruit_platform.core.roles import Can


class VersionShape(serializers.Serializer):
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.UUIDField(allow_null=True, help_text="The member; null: it came ready-made.")
    subject_nl = serializers.CharField()
    body_nl = serializers.CharField()
    subject_en = serializers.CharField()
    body_en = serializers.CharField()


class TextShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(TemplateKind.choices)
    is_active = serializers.BooleanField(help_text="Can be chosen; one that was put aside cannot.")
    newest = VersionShape()


class TextList(serializers.Serializer):
    items = TextShape(many=True)


class VersionList(serializers.Serializer):
    items = VersionShape(many=True)


class PlaceholderShape(serializers.Serializer):
    written = serializers.CharField()
    explained = serializers.CharField()


class PlaceholderList(serializers.Serializer):
    items = PlaceholderShape(many=True)


class WordsInput(acting.InNameOf):
    """Dutch is needed; English is both or neither. Only placeholders of the list."""

    name = serializers.CharField(max_length=120)
    subject_nl = serializers.CharField(max_length=200)
    body_nl = serializers.CharField(max_length=8000)
    subject_en = serializers.CharField(max_length=200, allow_blank=True, default="")
    body_en = serializers.CharField(max_length=8000, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name in _WORDS:
            strange = placeholders.unknown(attrs[name])
            if strange:
                raise ValidationError({name: [str(placeholders.UnknownPlaceholder(strange).words)]})
        return attrs


class NewText(WordsInput):
    kind = serializers.ChoiceField(TemplateKind.choices, help_text=", ".join(kind for kind, _label in KINDS_IN_USE))

    def validate_kind(self, kind: str) -> str:
        if kind not in dict(KINDS_IN_USE):
            raise ValidationError("Nothing sends texts of this kind yet.")
        return kind


class TextChange(WordsInput):
    version = serializers.IntegerField(min_value=1, max_value=32_767, help_text="The one you read.")


class Trial(acting.InNameOf):
    language = serializers.ChoiceField(Language.choices, default=Language.DUTCH)


class Sent(serializers.Serializer):
    mail = serializers.UUIDField(help_text="See mails.")


class TextsEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="texts", responses=TextList, summary="Texts of mails, those in use first")
    def get(self, request: Request) -> Response:
        rows = [_row(one.template, one.version) for one in listed.every()]
        return Response(TextList({"items": rows}).data)


class PlaceholdersEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(
        operation_id="text_placeholders", responses=PlaceholderList, summary="What a text may leave to be filled in"
    )
    def get(self, request: Request) -> Response:
        return Response(PlaceholderList({"items": [vars(one) for one in placeholders.every()]}).data)


class TextEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="text", responses=TextShape, summary="One text with its newest version")
    def get(self, request: Request, template: UUID) -> Response:
        return _answer(template)


class VersionsEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="text_versions", responses=VersionList, summary="Its versions, the newest twenty")
    def get(self, request: Request, template: UUID) -> Response:
        rows = [_version(one) for one in listed.versions(one_of(template))]
        return Response(VersionList({"items": rows}).data)


class NewTextEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(operation_id="create_text", request=NewText, responses={201: TextShape}, summary="Make a text")
    def post(self, request: Request) -> Response:
        shape = NewText(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        kind = TemplateKind(given["kind"])
        made = templates.create(name=given["name"], kind=kind, texts=_texts(given), by=by, at=at)
        return _answer(made.public_id, status=201)


class ChangeTextEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="change_text",
        request=TextChange,
        responses=TextShape,
        summary="Rename it; other words are its next version, mails sent before keep theirs",
    )
    def post(self, request: Request, template: UUID) -> Response:
        found = one_of(template)
        shape = TextChange(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        seen = given["version"]
        templates.change(found, name=given["name"], texts=_texts(given), seen_version=seen, by=by, at=at)
        return _answer(template)


class TestTextEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="test_text",
        request=Trial,
        responses={201: Sent},
        summary="Mail the newest version to the member that is named, filled in for a made-up person",
    )
    def post(self, request: Request, template: UUID) -> Response:
        found = one_of(template)
        shape = Trial(data=request.data)
        shape.is_valid(raise_exception=True)
        at, language = clock.now(), shape.validated_data["language"]
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
        newest_vacancy = Vacancy.objects.select_related("recruiter__user").order_by("-id").first()
        made_up = addressees.example(vacancy=newest_vacancy, language=language)
        words = templates.texts_of(templates.latest(found))
        message = templates.test_to_myself(words, made_up, language=language, by=by, at=at)
        return Response(Sent({"mail": message.public_id}).data, status=201)


class PutAsideEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="put_aside_text",
        request=acting.InNameOf,
        responses=TextShape,
        summary="Take it off the lists to choose from; again changes nothing",
    )
    def post(self, request: Request, template: UUID) -> Response:
        return _switch(request, template, templates.put_aside)


class TakeBackEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="take_back_text",
        request=acting.InNameOf,
        responses=TextShape,
        summary="Put it back on the lists; again changes nothing",
    )
    def post(self, request: Request, template: UUID) -> Response:
        return _switch(request, template, templates.take_back)


def one_of(public_id: UUID) -> MailTemplate:
    found = MailTemplate.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


_WORDS = ("subject_nl", "body_nl", "subject_en", "body_en")


def _switch(request: Request, public_id: UUID, change: Callable[..., None]) -> Response:
    found = one_of(public_id)
    shape = acting.InNameOf(data=request.data)
    shape.is_valid(raise_exception=True)
    at = clock.now()
    by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
    change(found, by=by, at=at)
    return _answer(public_id)


def _texts(given: dict[str, Any]) -> Texts:
    return Texts(**{name: given[name] for name in _WORDS})


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    found = one_of(public_id)
    return Response(TextShape(_row(found, templates.latest(found))).data, status=status)


def _row(template: MailTemplate, version: TemplateVersion) -> dict[str, Any]:
    names = ("name", "kind", "is_active")
    told = {name: getattr(template, name) for name in names}
    return {"id": template.public_id, **told, "newest": _version(version)}


def _version(one: TemplateVersion) -> dict[str, Any]:
    by = one.by.public_id if one.by is not None else None
    return {"version": one.number, "at": one.at, "by": by, **{name: getattr(one, name) for name in _WORDS}}
