"""Candidates and applications over the API: a second mouth for the same services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app import selectors as calendar
from calendar_app.models import Vacancy
from calendar_app.selectors import vacancies
from recruit_platform.core import clock
from recruit_platform.core.api import paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Language
from recruit_platform.lib import phone as numbers
from talentpool.models import Application, Candidate, EndedBy, EndReason, Stage, StageKind
from talentpool.selectors import board
from talentpool.services import applications
from talentpool.services.applications import Form
from talentpool.services.candidates import Person


class CandidateShape(serializers.Serializer):
    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    city = serializers.CharField()
    language = serializers.ChoiceField(Language.choices)
    created_at = serializers.DateTimeField()
    last_human_contact_at = serializers.DateTimeField(allow_null=True)
    opted_out_at = serializers.DateTimeField(allow_null=True)


class StageShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(StageKind.choices)
    ideal_hours = serializers.IntegerField(allow_null=True, help_text="Working hours.")
    at_most_hours = serializers.IntegerField(allow_null=True, help_text="Working hours.")


class ApplicationShape(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    candidate = serializers.UUIDField()
    vacancy = serializers.UUIDField(allow_null=True)
    stage = serializers.UUIDField()
    stage_kind = serializers.ChoiceField(StageKind.choices)
    stage_since = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField()
    source = serializers.CharField()  # type: ignore[assignment]  # REST framework has a property of that name
    first_contact_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(help_text="us, candidate, or empty while it runs.")
    end_reason = serializers.CharField()
    version = serializers.IntegerField()


class CandidatePage(PageShape):
    items = CandidateShape(many=True)


class ApplicationPage(PageShape):
    items = ApplicationShape(many=True)


class StageList(serializers.Serializer):
    items = StageShape(many=True)


class NewApplication(serializers.Serializer):
    """``key`` makes a repeated request the same application."""

    key = serializers.RegexField(r"^[A-Za-z0-9._:-]{8,48}$", help_text="Yours: the same key is the same application.")
    vacancy = serializers.UUIDField(allow_null=True)
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254)
    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    city = serializers.CharField(max_length=80, allow_blank=True, default="")
    language = serializers.ChoiceField(Language.choices, default=Language.DUTCH)
    motivation = serializers.CharField(max_length=4000, allow_blank=True, default="")
    source = serializers.CharField(max_length=60, allow_blank=True, default="")  # type: ignore[assignment]

    def validate_phone(self, phone: str) -> str:
        if phone and numbers.e164(phone) is None:
            raise ValidationError("A telephone number that can exist, such as +31612345678.")
        return phone


class Move(serializers.Serializer):
    stage = serializers.UUIDField()
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Ending(serializers.Serializer):
    ended_by = serializers.ChoiceField(EndedBy.choices)
    reason = serializers.ChoiceField(EndReason.choices)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class CandidatesEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="candidates", responses=CandidatePage, parameters=paging.PARAMETERS, summary="People, newest first"
    )
    def get(self, request: Request) -> Response:
        standing = Candidate.objects.filter(merged_into=None, erased_at=None)
        page = paging.page(request, standing, of="candidates")
        rows = [{"id": one.public_id, **{name: getattr(one, name) for name in _PERSON}} for one in page.rows]
        return Response(CandidatePage({"items": rows, "next_cursor": page.next_cursor}).data)


class StagesEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(operation_id="stages", responses=StageList, summary="The stages in use, in order")
    def get(self, request: Request) -> Response:
        names = ("name", "kind", "ideal_hours", "at_most_hours")
        rows = [{"id": one.public_id, **{name: getattr(one, name) for name in names}} for one in board.in_order()]
        return Response(StageList({"items": rows}).data)


class ApplicationsEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ
    parameters = paging.NAMES | {"stage_kind"}

    @extend_schema(
        operation_id="applications",
        responses=ApplicationPage,
        parameters=[*paging.PARAMETERS, OpenApiParameter("stage_kind", enum=StageKind.values)],
        summary="Applications, newest first",
    )
    def get(self, request: Request) -> Response:
        kind = request.query_params.get("stage_kind")
        if kind is not None and kind not in StageKind.values:
            raise Unprocessable("stage_kind", ", ".join(StageKind.values))
        found = Application.objects.select_related("candidate", "vacancy", "stage")
        page = paging.page(request, found.filter(stage_kind=kind) if kind else found, of=f"applications:{kind or ''}")
        rows = [_row(one) for one in page.rows]
        return Response(ApplicationPage({"items": rows, "next_cursor": page.next_cursor}).data)


class SubmitEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="submit_application",
        request=NewApplication,
        responses={200: ApplicationShape, 201: ApplicationShape},
        summary="Send in an application; the same key again gives the same one",
    )
    def post(self, request: Request) -> Response:
        shape = NewApplication(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        at = clock.now()
        vacancy = _open_vacancy(given["vacancy"]) if given["vacancy"] else None
        names = ("first_name", "last_name", "email", "phone", "city", "language")
        form = Form(
            key=f"api:{given['key']}",
            person=Person(**{name: given[name] for name in names}),
            motivation=given["motivation"],
            language=given["language"],
            source=given["source"],
        )
        sent = applications.submit(form, vacancy=vacancy, at=at, by=_key(request))
        found = _one(sent.application.public_id)
        return Response(ApplicationShape(_row(found)).data, status=201 if sent.is_new else 200)


class ApplicationEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(operation_id="application", responses=ApplicationShape, summary="One application")
    def get(self, request: Request, application: UUID) -> Response:
        return Response(ApplicationShape(_row(_one(application))).data)


class MoveEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="move_application", request=Move, responses=ApplicationShape, summary="Put it in another stage"
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = _one(application)
        shape = Move(data=request.data)
        shape.is_valid(raise_exception=True)
        stage = Stage.objects.filter(public_id=shape.validated_data["stage"], is_active=True).first()  # unique
        if stage is None:
            raise ValidationError({"stage": ["There is no such stage."]})
        version = shape.validated_data.get("version")
        applications.move(found, to=stage, by=_key(request), at=clock.now(), version=version)
        return Response(ApplicationShape(_row(_one(application))).data)


class EndEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="end_application", request=Ending, responses=ApplicationShape, summary="Stop it, with a reason"
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = _one(application)
        shape = Ending(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        applications.end(
            found,
            ended_by=EndedBy(given["ended_by"]),
            reason=EndReason(given["reason"]),
            note=given["note"],
            by=_key(request),
            at=clock.now(),
            version=given.get("version"),
        )
        return Response(ApplicationShape(_row(_one(application))).data)


_PERSON = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "city",
    "language",
    "created_at",
    "last_human_contact_at",
    "opted_out_at",
)
_PLAIN = (
    "reference",
    "stage_kind",
    "stage_since",
    "submitted_at",
    "source",
    "first_contact_at",
    "ended_at",
    "ended_by",
    "end_reason",
    "version",
)


def _key(request: Request) -> Actor:
    key: Any = request.auth
    return Actor.api_key(key.id)


def _row(one: Application) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "candidate": one.candidate.public_id,
        "vacancy": one.vacancy.public_id if one.vacancy else None,
        "stage": one.stage.public_id,
        **{name: getattr(one, name) for name in _PLAIN},
    }


def _one(public_id: UUID) -> Application:
    found = Application.objects.select_related("candidate", "vacancy", "stage").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _open_vacancy(public_id: UUID) -> Vacancy:
    try:
        found = vacancies.get(public_id)
    except Vacancy.DoesNotExist:
        raise ValidationError({"vacancy": ["There is no such vacancy."]}) from None
    if not vacancies.is_open(found, today=calendar.today(clock.now())):
        raise ValidationError({"vacancy": ["This vacancy is not open."]})
    return found
