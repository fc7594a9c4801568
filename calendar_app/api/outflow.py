"""Leavers per profile and month over the API: as rows, and as the grid beside the hires made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import JobProfile, Outflow, OutflowKind
from calendar_app.selectors import today
from calendar_app.selectors import year as axis
from calendar_app.services import outflow
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape


class OutflowShape(serializers.Serializer):
    profile = serializers.UUIDField()
    month = serializers.DateField()
    kind = serializers.ChoiceField(OutflowKind.choices)
    leavers = serializers.IntegerField()


class OutflowPage(PageShape):
    items = OutflowShape(many=True)


class Figure(serializers.Serializer):
    profile = serializers.UUIDField()
    month = serializers.DateField(help_text="The first of the month.")
    leavers = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=outflow.MOST_LEAVERS, help_text="null takes it away: not known."
    )


class Figures(serializers.Serializer):
    kind = serializers.ChoiceField(OutflowKind.choices)
    figures: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=Figure(), allow_empty=False, max_length=500
    )


class Changed(serializers.Serializer):
    changed = serializers.IntegerField()


class GridMonthShape(serializers.Serializer):
    """null: nobody said, which is not zero."""

    month = serializers.DateField()
    recorded = serializers.IntegerField(allow_null=True)
    planned = serializers.IntegerField(allow_null=True)
    hired = serializers.IntegerField()


class GridRowShape(serializers.Serializer):
    profile = serializers.UUIDField()
    name = serializers.CharField()
    months = GridMonthShape(many=True)


class GridSumShape(serializers.Serializer):
    month = serializers.DateField()
    leavers = serializers.IntegerField(allow_null=True)
    hired = serializers.IntegerField()
    short = serializers.IntegerField(help_text="Hires still missing for these leavers; never below zero.")


class GridShape(serializers.Serializer):
    items = GridRowShape(many=True)
    together = GridSumShape(many=True)


class OutflowEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="outflow",
        responses=OutflowPage,
        parameters=paging.PARAMETERS,
        summary="Leavers per profile and month",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Outflow.objects.select_related("profile"), of="outflow")
        rows = [
            {"profile": one.profile.public_id, "month": one.month, "kind": one.kind, "leavers": one.leavers}
            for one in page.rows
        ]
        return Response(OutflowPage({"items": rows, "next_cursor": page.next_cursor}).data)


class RecordOutflowEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="record_outflow", request=Figures, responses=Changed, summary="Set figures; others stay"
    )
    def post(self, request: Request) -> Response:
        shape = Figures(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        known = {one.public_id: one for one in JobProfile.objects.all()}
        missing = [str(one["profile"]) for one in given["figures"] if one["profile"] not in known]
        if missing:
            raise ValidationError({"figures": [f"There is no profile {missing[0]}."]})
        entries = [outflow.Entry(known[one["profile"]], one["month"], one["leavers"]) for one in given["figures"]]
        changed = outflow.record(entries, kind=OutflowKind(given["kind"]), by=acting.key(request), at=clock.now())
        return Response(Changed({"changed": changed}).data)


class GridEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = frozenset({"year"})

    @extend_schema(
        operation_id="outflow_grid",
        responses=GridShape,
        parameters=[OpenApiParameter("year", {"type": "integer", "minimum": 2000, "maximum": 2100})],
        summary="Hires needed beside hires made, twelve months; this calendar year unless another is asked",
    )
    def get(self, request: Request) -> Response:
        first = date(_year(request), 1, 1)
        years = axis.profile_years(first=first)
        months = axis.months_of(years, first=first)
        told = {
            "items": [_grid_row(one, months.firsts) for one in years],
            "together": [
                {"month": month, "leavers": left, "hired": hired, "short": short}
                for month, left, hired, short in zip(
                    months.firsts, months.leavers, months.hired, months.short, strict=True
                )
            ],
        }
        return Response(GridShape(told).data)


def _grid_row(one: axis.ProfileYear, firsts: Sequence[date]) -> dict[str, Any]:
    return {
        "profile": one.profile.public_id,
        "name": one.profile.name,
        "months": [
            {"month": month, "recorded": count.recorded, "planned": count.planned, "hired": hired}
            for month, count, hired in zip(firsts, one.months, one.hired, strict=True)
        ],
    }


def _year(request: Request) -> int:
    given = request.query_params.get("year")
    if given is None:
        return today(clock.now()).year
    if not (given.isascii() and given.isdecimal() and len(given) == 4 and 2000 <= int(given) <= 2100):
        raise Unprocessable("year", "A year from 2000 to 2100.")
    return int(given)
