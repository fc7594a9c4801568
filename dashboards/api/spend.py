"""Spend against plan, and what an application cost. Asks for the scope of campaigns: who may read those may read this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.outlook import Outlook
from dashboards.api.asking import DAYS, SpanShape, asked
from dashboards.presenters import kpis, words
from dashboards.selectors import money
from dashboards.selectors.money import Pace
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope


class AmountShape(serializers.Serializer):
    """Whole minor units."""

    currency = serializers.CharField()
    minor = serializers.IntegerField()


class DayAmountShape(serializers.Serializer):
    day = serializers.DateField()
    minor = serializers.IntegerField(help_text="From the first day up to the end of this one.")


class OutlookShape(serializers.Serializer):
    budget_minor = serializers.IntegerField()
    spent_minor = serializers.IntegerField()
    planned_minor = serializers.IntegerField(help_text="What a straight plan had spent by the last day told about.")
    expected_minor = serializers.IntegerField(
        allow_null=True, help_text="By the end, when every day goes as the last two weeks; null: nothing told yet."
    )


class FlightShape(serializers.Serializer):
    campaign = serializers.UUIDField()
    name = serializers.CharField()
    outlook = OutlookShape()


class PaceShape(serializers.Serializer):
    """The running campaigns of the commonest currency together."""

    currency = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reported_on = serializers.DateField(allow_null=True, help_text="The last day that any network told about.")
    total = OutlookShape()
    campaigns = FlightShape(many=True)
    spent = DayAmountShape(many=True)
    planned = DayAmountShape(many=True)


class SpendNumbersShape(serializers.Serializer):
    as_of = serializers.DateTimeField()
    days = SpanShape()
    spent = AmountShape(many=True, help_text="In these days, of campaigns here, per currency, as the networks told.")
    unlinked = AmountShape(many=True, help_text="Reported for no campaign here; in no cost.")
    unplaced = AmountShape(many=True, help_text="Over periods that lie partly outside these days; in neither.")
    reported_on = serializers.DateField(allow_null=True, help_text="The last of these days that was told about.")
    cost_per_application = AmountShape(allow_null=True, help_text="null: too little to divide, or several currencies.")
    cost_definition = serializers.CharField()
    running = PaceShape(allow_null=True, help_text="null: no campaign runs. Does not depend on the days asked.")
    running_definition = serializers.CharField()


class SpendEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = frozenset({"days"})

    @extend_schema(
        operation_id="numbers_spend", responses=SpendNumbersShape, parameters=[DAYS], summary="Spend against plan"
    )
    def get(self, request: Request) -> Response:
        about = asked(request)
        pace = money.pace(today=about.today)
        spent = money.spent_in(about.span)
        cost = kpis.cost_per_application(about.reader, spent, span=about.span)
        told = {
            "as_of": about.at,
            "days": about.days,
            "spent": _amounts(spent.ours),
            "unlinked": _amounts(spent.unlinked),
            "unplaced": _amounts(spent.unplaced),
            "reported_on": spent.reported_on,
            "cost_per_application": {"minor": cost[0], "currency": cost[1]} if cost is not None else None,
            "cost_definition": words.DEFINITIONS["cost"],
            "running": _pace_row(pace) if pace is not None else None,
            "running_definition": words.DEFINITIONS["spend"],
        }
        return Response(SpendNumbersShape(told).data)


def _amounts(found: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"currency": currency, "minor": minor} for currency, minor in sorted(found.items())]


def _pace_row(pace: Pace) -> dict[str, Any]:
    return {
        **{name: getattr(pace, name) for name in ("currency", "starts_on", "ends_on", "reported_on")},
        "total": _outlook(pace.total),
        "campaigns": [
            {"campaign": one.campaign.public_id, "name": one.campaign.name, "outlook": _outlook(one.outlook)}
            for one in pace.flights
        ],
        "spent": _days(pace.spent),
        "planned": _days(pace.planned),
    }


def _outlook(found: Outlook) -> dict[str, Any]:
    names = ("budget_minor", "spent_minor", "planned_minor")
    expected = found.expected_minor if found.is_known else None
    return {**{name: getattr(found, name) for name in names}, "expected_minor": expected}


def _days(found: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    return [{"day": day, "minor": minor} for day, minor in found]
