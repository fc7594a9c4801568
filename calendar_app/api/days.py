"""Which days count over the API: public holidays, school holidays of the region, the organisation's own days off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.selectors import days, today
from calendar_app.selectors.days import NamedDays
from recruit_platform.core import clock
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import OrganisationSettings

MOST_DAYS = 800


class NamedDaysShape(serializers.Serializer):
    """Days in a row; both ends included."""

    name = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()


class HolidaysShape(serializers.Serializer):
    public = NamedDaysShape(many=True)
    school = NamedDaysShape(many=True, help_text="Of the organisation's region; people do work on them.")
    own = NamedDaysShape(many=True, help_text="Days off of the organisation itself.")


class HolidaysEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = frozenset({"first", "last"})

    @extend_schema(
        operation_id="holidays",
        responses=HolidaysShape,
        parameters=[
            OpenApiParameter("first", OpenApiTypes.DATE, description="Today unless another day is asked."),
            OpenApiParameter("last", OpenApiTypes.DATE, description=f"A year on; at most {MOST_DAYS} days on."),
        ],
        summary="Days that are shaded on the calendar; the call-back clock stands still on public ones and own ones",
    )
    def get(self, request: Request) -> Response:
        first = _day(request, "first") or today(clock.now())
        last = _day(request, "last") or first + timedelta(days=365)
        if not timedelta(0) <= last - first <= timedelta(days=MOST_DAYS):
            raise Unprocessable("last", f"A day from the first one to {MOST_DAYS} days on.")
        region = OrganisationSettings.active().region
        own = [NamedDays(name, day, day) for day, name in days.days_free().items() if first <= day <= last]
        told = {
            "public": _rows(days.holidays_between(first, last)),
            "school": _rows(days.school_holidays_between(first, last, region=region)),
            "own": _rows(own),
        }
        return Response(HolidaysShape(told).data)


def _rows(found: list[NamedDays]) -> list[dict[str, Any]]:
    return [{"name": one.name, "first": one.starts_on, "last": one.ends_on} for one in found]


def _day(request: Request, name: str) -> date | None:
    given = request.query_params.get(name)
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Unprocessable(name, "A day such as 2026-11-23.") from None
    if not date(2000, 1, 1) <= day <= date(2100, 12, 31):
        raise Unprocessable(name, "A day from 2000 to 2100.")
    return day
