"""Applications over the API: sent in, moved, ended, taken up again; and the board they stand on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app import selectors as calendar
from calendar_app.models import Vacancy
from calendar_app.selectors import vacancies
from campaigns.models import TrackedLink
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.models import Language, Membership, Role
from recruit_platform.lib import phone as numbers
from talentpool.models import Application, EndedBy, EndReason, Stage, StageChange, StageKind
from talentpool.selectors import board
from talentpool.selectors.timeline import TOUCHES
from talentpool.services import applications
from talentpool.services.applications import Form
from talentpool.services.candidates import Person


class TouchShape(serializers.Serializer):
    """An ad that somebody followed. The moment is not kept: visitors are not told apart."""

    link = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]  # REST framework has a property of that name
    channel = serializers.CharField()
    campaign = serializers.UUIDField(allow_null=True)
    campaign_name = serializers.CharField()


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
    first_touch = TouchShape(allow_null=True, help_text="The first ad that brought them.")
    last_touch = TouchShape(allow_null=True, help_text="The last ad before they applied.")
    first_contact_at = serializers.DateTimeField(allow_null=True, help_text="When a person first spoke to them.")
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(help_text="us, candidate, or empty while it runs.")
    end_reason = serializers.CharField()
    is_qualified = serializers.BooleanField(allow_null=True, help_text="Meets what the job asks; null: nobody judged.")
    version = serializers.IntegerField()


class ApplicationPage(PageShape):
    items = ApplicationShape(many=True)


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


class Judgement(serializers.Serializer):
    qualified = serializers.BooleanField()


class Version(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="That the move to take back made.")


class ColumnShape(serializers.Serializer):
    """``total`` counts all; ``items`` are the first, the longest waiting on top."""

    stage = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(StageKind.choices)
    total = serializers.IntegerField()
    items = ApplicationShape(many=True)


class BoardShape(serializers.Serializer):
    columns = ColumnShape(many=True)


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
        found = Application.objects.select_related("candidate", "vacancy", "stage", *TOUCHES)
        page = paging.page(request, found.filter(stage_kind=kind) if kind else found, of=f"applications:{kind or ''}")
        rows = [row_of(one) for one in page.rows]
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
        sent = applications.submit(form, vacancy=vacancy, at=at, by=acting.key(request))
        found = one_of(sent.application.public_id)
        return Response(ApplicationShape(row_of(found)).data, status=201 if sent.is_new else 200)


class ApplicationEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(operation_id="application", responses=ApplicationShape, summary="One application")
    def get(self, request: Request, application: UUID) -> Response:
        return Response(ApplicationShape(row_of(one_of(application))).data)


class MoveEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="move_application", request=Move, responses=ApplicationShape, summary="Put it in another stage"
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = one_of(application)
        shape = Move(data=request.data)
        shape.is_valid(raise_exception=True)
        stage = Stage.objects.filter(public_id=shape.validated_data["stage"], is_active=True).first()  # unique
        if stage is None:
            raise ValidationError({"stage": ["There is no such stage."]})
        version = shape.validated_data.get("version")
        applications.move(found, to=stage, by=acting.key(request), at=clock.now(), version=version)
        return Response(ApplicationShape(row_of(one_of(application))).data)


class EndEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="end_application", request=Ending, responses=ApplicationShape, summary="Stop it, with a reason"
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = one_of(application)
        shape = Ending(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        applications.end(
            found,
            ended_by=EndedBy(given["ended_by"]),
            reason=EndReason(given["reason"]),
            note=given["note"],
            by=acting.key(request),
            at=clock.now(),
            version=given.get("version"),
        )
        return Response(ApplicationShape(row_of(one_of(application))).data)


class UndoMoveEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="undo_move_application",
        request=Version,
        responses=ApplicationShape,
        summary="Take back the last move",
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = one_of(application)
        shape = Version(data=request.data)
        shape.is_valid(raise_exception=True)
        last = StageChange.objects.filter(application=found).order_by("-id").first()
        if last is None or found.version != shape.validated_data["version"]:
            raise applications.MovedMeanwhile
        applications.undo_move(found, last, by=acting.key(request), at=clock.now())
        return Response(ApplicationShape(row_of(one_of(application))).data)


class ResumeEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="resume_application", request=None, responses=ApplicationShape, summary="Take it up again"
    )
    def post(self, request: Request, application: UUID) -> Response:
        applications.resume(one_of(application), by=acting.key(request), at=clock.now())
        return Response(ApplicationShape(row_of(one_of(application))).data)


class JudgeEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_WRITE

    @extend_schema(
        operation_id="judge_application",
        request=Judgement,
        responses=ApplicationShape,
        summary="Say whether somebody meets what the job asks",
    )
    def post(self, request: Request, application: UUID) -> Response:
        found = one_of(application)
        shape = Judgement(data=request.data)
        shape.is_valid(raise_exception=True)
        applications.judge(found, qualified=shape.validated_data["qualified"], by=acting.key(request), at=clock.now())
        return Response(ApplicationShape(row_of(one_of(application))).data)


class BoardEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ
    parameters = frozenset({"vacancy"})

    @extend_schema(
        operation_id="board",
        responses=BoardShape,
        parameters=[OpenApiParameter("vacancy", OpenApiTypes.UUID, description="Of this vacancy only.")],
        summary="The board: running applications per stage, in its order",
    )
    def get(self, request: Request) -> Response:
        who_sees_all = Membership(role=Role.ADMIN)  # nobody, never saved: a key sees the board as an admin does
        columns = board.columns(who_sees_all, vacancy=_chosen(request))
        told = [
            {
                "stage": one.stage.public_id,
                "name": one.stage.name,
                "kind": one.stage.kind,
                "total": one.total,
                "items": [row_of(card) for card in one.cards],
            }
            for one in columns
        ]
        return Response(BoardShape({"columns": told}).data)


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
    "is_qualified",
    "version",
)


def row_of(one: Application) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "candidate": one.candidate.public_id,
        "vacancy": one.vacancy.public_id if one.vacancy else None,
        "stage": one.stage.public_id,
        "first_touch": _touch(one.first_link),
        "last_touch": _touch(one.last_link),
        **{name: getattr(one, name) for name in _PLAIN},
    }


def _touch(link: TrackedLink | None) -> dict[str, Any] | None:
    if link is None:
        return None
    return {
        "link": link.public_id,
        "label": link.label,
        "channel": link.channel.account.name if link.channel is not None else link.source,
        "campaign": link.campaign.public_id if link.campaign is not None else None,
        "campaign_name": link.campaign.name if link.campaign is not None else "",
    }


def one_of(public_id: UUID) -> Application:
    rows = Application.objects.select_related("candidate", "vacancy", "stage", *TOUCHES)
    found = rows.filter(public_id=public_id).first()  # unique
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


def _chosen(request: Request) -> Vacancy | None:
    given = request.query_params.get("vacancy")
    if given is None:
        return None
    try:
        return vacancies.get(UUID(given))
    except (ValueError, Vacancy.DoesNotExist):
        raise Unprocessable("vacancy", "There is no such vacancy.") from None
