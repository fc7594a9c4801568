"""Ad reports from files over the API: first shown, then kept, then possibly taken back; in a member's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import (
    AccountMode,
    CampaignChannel,
    ChannelAccount,
    Granularity,
    Network,
    ReportFile,
    ReportFileState,
)
from campaigns.presenters.reports import MOST_SHOWN, PROBLEMS
from campaigns.reports import ProblemCode
from campaigns.reports.columns import Meaning
from campaigns.services import reports
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging, uploads
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.files import kinds
from recruit_platform.core.refusals import Refusal

from . import in_name


class ReportShape(serializers.Serializer):
    id = serializers.UUIDField()
    account = serializers.UUIDField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(ReportFileState.choices)
    platform = serializers.ChoiceField(Network.choices, help_text="Whose export it looks like.")
    currency = serializers.CharField(allow_blank=True, help_text="Of the file; empty: the account's.")
    granularity = serializers.ChoiceField(Granularity.choices)
    rows = serializers.IntegerField(help_text="Of data in the file, those that cannot be read too.")
    spend_minor = serializers.IntegerField(help_text="The rows that were read together, in the currency of the file.")
    control_minor = serializers.IntegerField(allow_null=True, help_text="The total that the file itself names.")
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    made_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class ReportPage(PageShape):
    items = ReportShape(many=True)


class ReportProblemShape(serializers.Serializer):
    row = serializers.IntegerField(allow_null=True, help_text="In the file, from 1; null: about all of it.")
    code = serializers.CharField(help_text=", ".join(one.value for one in ProblemCode))
    detail = serializers.CharField()
    cell = serializers.CharField(allow_blank=True, help_text="What stands there, cut short.")


class ReportColumnShape(serializers.Serializer):
    meaning = serializers.CharField(help_text=", ".join(one.value for one in Meaning))
    header = serializers.CharField()


class UnknownCampaignShape(serializers.Serializer):
    key = serializers.CharField(help_text="Say with choose which channel of ours it is.")
    name = serializers.CharField(allow_blank=True)
    rows = serializers.IntegerField()
    spend_minor = serializers.IntegerField()


class ReportDetailShape(ReportShape):
    is_readable = serializers.BooleanField(help_text="False: the file itself was erased; nothing below is known.")
    counted_in = serializers.CharField(allow_blank=True, help_text="The currency of counted_minor.")
    counted_minor = serializers.IntegerField(help_text="What counts once it is applied, by the rates of its days.")
    new = serializers.IntegerField(help_text="While previewed what applying gives, afterwards what it gave.")
    corrected = serializers.IntegerField()
    same = serializers.IntegerField()
    refused_because = serializers.ListField(
        child=serializers.CharField(), help_text="Not empty: it cannot be applied like this."
    )
    doubt = serializers.CharField(allow_null=True, help_text="Not null: applying asks for is_meant.")
    headers = serializers.ListField(child=serializers.CharField(allow_blank=True))
    columns = ReportColumnShape(many=True, help_text="Which header was read as what.")
    unknown = UnknownCampaignShape(many=True, help_text="Campaigns in the file that are not linked to one of ours.")
    problem_count = serializers.IntegerField()
    problems = ReportProblemShape(many=True, help_text=f"The first {MOST_SHOWN}.")


class NewReport(acting.InNameOf):
    account = serializers.UUIDField(help_text="One in use that works by files.")
    file = uploads.FileInput(help_text="CSV or XLSX, as the network exports it.")


class ReportChoice(acting.InNameOf):
    """Remembered for the account. What is left out keeps what was recognised or chosen before."""

    columns = serializers.DictField(
        child=serializers.CharField(max_length=300),
        default=dict,
        help_text="Per meaning the header: " + ", ".join(one.value for one in Meaning),
    )
    campaigns = serializers.DictField(
        child=serializers.UUIDField(), default=dict, help_text="Per key of unknown a channel of the same account."
    )


class ReportApplied(acting.InNameOf):
    is_meant = serializers.BooleanField(default=False, help_text="Yes to the doubt.")


class ReportsEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="ad_reports",
        responses=ReportPage,
        parameters=paging.PARAMETERS,
        summary="Ad reports that were uploaded, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, ReportFile.objects.select_related("account", "made_by"), of="ad_reports")
        rows = [_row(one) for one in page.rows]
        return Response(ReportPage({"items": rows, "next_cursor": page.next_cursor}).data)


class ReportEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ

    @extend_schema(
        operation_id="ad_report", responses=ReportDetailShape, summary="One of them, read again: what it says and does"
    )
    def get(self, request: Request, report: UUID) -> Response:
        return _answer(report)


class PreviewEndpoint(OrganisationView):
    scope = Scope.REPORTS_WRITE
    body_most_bytes = uploads.body_for(kinds.MOST_BYTES)

    @extend_schema(
        operation_id="preview_ad_report",
        request=NewReport,
        responses={201: ReportDetailShape},
        summary="Read a file and show what it would do; nothing counts yet",
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        given, by = in_name.read(request, NewReport, at=at)
        usable = ChannelAccount.objects.filter(mode=AccountMode.FILE, is_active=True)
        (account,) = in_name.chosen(usable, [given["account"]], field="account")
        file = uploads.given(given["file"], at_most=kinds.MOST_BYTES)
        try:
            row = reports.upload(account, stream=file.stream, name=file.name, declared=file.declared, by=by, at=at)
        except kinds.UploadRefused as refusal:
            raise ValidationError({"file": [str(refusal.words)]}) from None
        return _answer(row.public_id, status=201)


class ChooseEndpoint(OrganisationView):
    scope = Scope.REPORTS_WRITE

    @extend_schema(
        operation_id="choose_in_ad_report",
        request=ReportChoice,
        responses=ReportDetailShape,
        summary="Say which column means what, and which campaign is which of ours",
    )
    def post(self, request: Request, report: UUID) -> Response:
        found, at = _one(report), clock.now()
        given, by = in_name.read(request, ReportChoice, at=at)
        strange = sorted(set(given["columns"]) - {one.value for one in Meaning})
        if strange:
            raise ValidationError({"columns": [f"Nothing is called {strange[0][:40]}."]})
        ours = CampaignChannel.objects.filter(account=found.account)
        in_name.chosen(ours, list(given["campaigns"].values()), field="campaigns")
        links = {key: str(channel) for key, channel in given["campaigns"].items()}
        reports.choose(found, columns=given["columns"], campaigns=links, by=by, at=at)
        return _answer(report)


class ApplyEndpoint(OrganisationView):
    scope = Scope.REPORTS_WRITE

    @extend_schema(
        operation_id="apply_ad_report",
        request=ReportApplied,
        responses=ReportDetailShape,
        summary="Let the file count: new rows, next versions of restated ones, nothing for what is the same",
    )
    def post(self, request: Request, report: UUID) -> Response:
        found, at = _one(report), clock.now()
        given, by = in_name.read(request, ReportApplied, at=at)
        reports.apply(found, is_meant=given["is_meant"], by=by, at=at)
        return _answer(report)


class UndoEndpoint(OrganisationView):
    scope = Scope.REPORTS_WRITE

    @extend_schema(
        operation_id="undo_ad_report",
        request=acting.InNameOf,
        responses=ReportDetailShape,
        summary="Take a file back: what counted before does again",
    )
    def post(self, request: Request, report: UUID) -> Response:
        return _step(request, report, reports.undo)


class DiscardEndpoint(OrganisationView):
    scope = Scope.REPORTS_WRITE

    @extend_schema(
        operation_id="discard_ad_report",
        request=acting.InNameOf,
        responses=ReportDetailShape,
        summary="Put a previewed file away; nothing of it counts",
    )
    def post(self, request: Request, report: UUID) -> Response:
        return _step(request, report, reports.discard)


def _step(request: Request, report: UUID, act: Callable[..., object]) -> Response:
    found, at = _one(report), clock.now()
    _nothing, by = in_name.read(request, acting.InNameOf, at=at)
    act(found, by=by, at=at)
    return _answer(report)


def _one(public_id: UUID) -> ReportFile:
    return in_name.one(ReportFile.objects.select_related("account", "made_by", "file__key"), public_id)


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    row = _one(public_id)
    return Response(ReportDetailShape(_row(row) | _told(row)).data, status=status)


_PLAIN = (
    "file_name", "state", "platform", "currency", "granularity", "rows", "spend_minor", "control_minor", "first_on",
    "last_on", "created_at", "applied_at", "undone_at",
)  # fmt: skip


def _row(row: ReportFile) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PLAIN} | {
        "id": row.public_id,
        "account": row.account.public_id,
        "made_by": row.made_by.public_id,
    }


def _told(row: ReportFile) -> dict[str, Any]:
    try:
        found = reports.preview(row, at=clock.now())
    except Refusal:
        return _NOTHING | _counts(row, {})
    report, is_open = found.report, row.state == ReportFileState.PREVIEWED
    now = {"new": found.new, "corrected": found.corrected, "same": found.same}
    return _counts(row, now) | {
        "is_readable": True,
        "counted_in": found.currency,
        "counted_minor": found.spend_minor,
        "refused_because": [str(one) for one in found.why_not] if is_open else [],
        "doubt": str(found.doubt) if is_open and found.doubt else None,
        "headers": list(report.headers),
        "columns": [{"meaning": one.value, "header": header} for one, header in (report.mapping or {}).items()],
        "unknown": [vars(one) for one in found.unknown],
        "problem_count": len(report.problems),
        "problems": [
            {
                "row": one.row,
                "code": one.code.value,
                "detail": PROBLEMS[one.code],
                "cell": one.said if one.row is not None else "",
            }
            for one in report.problems[:MOST_SHOWN]
        ],
    }


def _counts(row: ReportFile, now: dict[str, int]) -> dict[str, int]:
    told = now if row.state == ReportFileState.PREVIEWED else row.outcome
    return {name: int(told.get(name, 0)) for name in ("new", "corrected", "same")}


_NOTHING: dict[str, Any] = {
    "is_readable": False, "counted_in": "", "counted_minor": 0, "refused_because": [], "doubt": None, "headers": [],
    "columns": [], "unknown": [], "problem_count": 0, "problems": [],
}  # fmt: skip
