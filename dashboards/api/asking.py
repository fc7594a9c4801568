"""Which days and which vacancies a request for numbers is about, and how every answer begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from calendar_app.models import Vacancy
from dashboards import periods, readers
from dashboards.periods import Span
from dashboards.readers import Reader
from recruit_platform.core import clock
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.lib.intervals import ShareInterval

DAYS = OpenApiParameter(
    "days", enum=periods.CHOICES, default=periods.CHOICES[0], description="The last so many days, today included."
)
VACANCY = OpenApiParameter("vacancy", OpenApiTypes.UUID, description="Of this vacancy only; without it, of all.")


class SpanShape(serializers.Serializer):
    """Local days of the organisation, both included."""

    first = serializers.DateField()
    last = serializers.DateField()


class ShareShape(serializers.Serializer):
    """A share (0..1) with its 95 % interval (Wilson). ``point`` is null where it would mislead: too little data."""

    successes = serializers.IntegerField()
    trials = serializers.IntegerField()
    point = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    is_enough = serializers.BooleanField()


@dataclass(frozen=True)
class Asked:
    reader: Reader
    span: Span
    at: datetime
    today: date

    @property
    def days(self) -> dict[str, date]:
        return {"first": self.span.first, "last": self.span.last}


def asked(request: Request) -> Asked:
    """Read the two parameters. Raises Unprocessable for days we do not count and for a vacancy that is not here."""
    at, zone = clock.now(), OrganisationSettings.active().time_zone
    today = clock.local_date(at, zone=zone)
    choice = request.query_params.get("days", periods.CHOICES[0])
    if choice not in periods.CHOICES:
        raise Unprocessable("days", ", ".join(periods.CHOICES))
    return Asked(_reader(request), periods.latest(choice, today=today, zone=zone), at, today)


def share(found: ShareInterval | None) -> dict[str, Any] | None:
    if found is None:
        return None
    names = ("successes", "trials", "low", "high", "is_enough")
    return {**{name: getattr(found, name) for name in names}, "point": found.point if found.is_enough else None}


def _reader(request: Request) -> Reader:
    given = request.query_params.get("vacancy")
    if given is None:
        return readers.of_vacancies([])
    try:
        public_id = UUID(given)
    except ValueError:
        raise Unprocessable("vacancy", "The id of a vacancy.") from None
    if not Vacancy.objects.filter(public_id=public_id).exists():
        raise Unprocessable("vacancy", "There is no such vacancy.")
    return readers.of_vacancies([str(public_id)])
