"""Campaigns, spend and tracked links over the API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import Vacancy
from calendar_app.selectors import days
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    Goal,
    Network,
    TrackedLink,
)
from campaigns.presenters import links as addresses
from campaigns.selectors import campaigns as held
from campaigns.selectors import links as held_links
from campaigns.selectors.campaigns import Standing
from campaigns.services import links
from recruit_platform.core import clock
from recruit_platform.core.api import paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Organisation

_MOST_DAYS = 400


class CampaignShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(CampaignKind.choices)
    state = serializers.ChoiceField(CampaignState.choices)
    autonomy = serializers.ChoiceField(Autonomy.choices)
    goal = serializers.ChoiceField(Goal.choices)
    goal_count = serializers.IntegerField()
    reached = serializers.IntegerField(help_text="How much of the goal has happened.")
    applications = serializers.IntegerField()
    currency = serializers.CharField()
    budget_minor = serializers.IntegerField()
    committed_minor = serializers.IntegerField(help_text="Authorised so far, what was not spent returned.")
    overspent_minor = serializers.IntegerField(help_text="What networks took beyond what was authorised.")
    spent_minor = serializers.IntegerField(help_text="What networks reported.")
    planned_minor = serializers.IntegerField(help_text="What an even plan had spent by the last whole day reported.")
    expected_minor = serializers.IntegerField(allow_null=True, help_text="At the end; null: nothing reported lately.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    version = serializers.IntegerField()


class CampaignPage(PageShape):
    items = CampaignShape(many=True)


class DaySpendShape(serializers.Serializer):
    campaign = serializers.UUIDField()
    channel = serializers.UUIDField()
    network = serializers.ChoiceField(Network.choices)
    day = serializers.DateField()
    spend_minor = serializers.IntegerField()
    impressions = serializers.IntegerField()
    clicks = serializers.IntegerField()


class PeriodSpendShape(serializers.Serializer):
    campaign = serializers.UUIDField()
    channel = serializers.UUIDField()
    network = serializers.ChoiceField(Network.choices)
    first_on = serializers.DateField()
    last_on = serializers.DateField(help_text="Included.")
    spend_minor = serializers.IntegerField(
        help_text="Of all these days together, also those outside the span asked for."
    )
    impressions = serializers.IntegerField()
    clicks = serializers.IntegerField()


class DaySpendList(serializers.Serializer):
    items = DaySpendShape(many=True)
    periods = PeriodSpendShape(
        many=True, help_text="Reported over several days; not in items, for nobody knows what each day cost."
    )


class LinkShape(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    url = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    campaign = serializers.UUIDField(allow_null=True)
    vacancy = serializers.UUIDField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    medium = serializers.CharField()
    content = serializers.CharField()
    is_active = serializers.BooleanField()
    visits = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class LinkPage(PageShape):
    items = LinkShape(many=True)


class NewLink(serializers.Serializer):
    label = serializers.CharField(max_length=120)  # type: ignore[assignment]
    campaign = serializers.UUIDField(allow_null=True, default=None)
    vacancy = serializers.UUIDField(allow_null=True, default=None)
    source = serializers.RegexField(r"^[a-z0-9_.-]{1,60}$")  # type: ignore[assignment]
    medium = serializers.RegexField(r"^[a-z0-9_.-]{0,60}$", allow_blank=True, default="")
    content = serializers.RegexField(r"^[a-z0-9_.-]{0,60}$", allow_blank=True, default="")


class CampaignsEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="campaigns",
        responses=CampaignPage,
        parameters=paging.PARAMETERS,
        summary="Campaigns, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Campaign.objects.all(), of="campaigns")
        rows = [campaign_row(one) for one in held.standings(page.rows, today=days.today(clock.now()))]
        return Response(CampaignPage({"items": rows, "next_cursor": page.next_cursor}).data)


class CampaignEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ

    @extend_schema(operation_id="campaign", responses=CampaignShape, summary="One campaign")
    def get(self, request: Request, campaign: UUID) -> Response:
        found = Campaign.objects.filter(public_id=campaign).first()  # unique
        if found is None:
            raise Http404
        (standing,) = held.standings([found], today=days.today(clock.now()))
        return Response(CampaignShape(campaign_row(standing)).data)


class SpendEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = frozenset({"first", "last"})

    @extend_schema(
        operation_id="campaign_spend",
        responses=DaySpendList,
        parameters=[
            OpenApiParameter(
                "first", {"type": "string", "format": "date"}, description="First day; thirty days ago if left out."
            ),
            OpenApiParameter(
                "last", {"type": "string", "format": "date"}, description="Last day, included; today if left out."
            ),
        ],
        summary="What networks reported per channel and day or longer period, newest version",
    )
    def get(self, request: Request) -> Response:
        today = days.today(clock.now())
        last = _day(request, "last", otherwise=today)
        first = _day(request, "first", otherwise=last - timedelta(days=30))
        if not 0 <= (last - first).days < _MOST_DAYS:
            raise Unprocessable("first", _("Vraag hoogstens %(days)s dagen, en niet na last.") % {"days": _MOST_DAYS})
        found = held.spend_per_day(first=first, until=last + timedelta(days=1))
        longer = held.periods_between(first=first, last=last)
        every: list[held.DaySpend | held.PeriodSpend] = [*found, *longer]
        campaigns = dict(
            Campaign.objects.filter(pk__in={one.campaign_id for one in every}).values_list("pk", "public_id")
        )
        channels = dict(
            CampaignChannel.objects.filter(pk__in={one.channel_id for one in every}).values_list("pk", "public_id")
        )

        def told(one: held.DaySpend | held.PeriodSpend) -> dict[str, Any]:
            plain = ("network", "spend_minor", "impressions", "clicks")
            of = {"campaign": campaigns[one.campaign_id], "channel": channels[one.channel_id]}
            return of | {name: getattr(one, name) for name in plain}

        rows = [told(one) | {"day": one.day} for one in found]
        periods = [told(one) | {"first_on": one.first_on, "last_on": one.last_on} for one in longer]
        return Response(DaySpendList({"items": rows, "periods": periods}).data)


class LinksEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="tracked_links",
        responses=LinkPage,
        parameters=paging.PARAMETERS,
        summary="Tracked links, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, TrackedLink.objects.select_related("campaign", "vacancy"), of="tracked_links")
        visits = held_links.visits(page.rows)
        rows = [_link(one, visits=visits.get(one.pk, 0), slug=_slug()) for one in page.rows]
        return Response(LinkPage({"items": rows, "next_cursor": page.next_cursor}).data)


class NewLinkEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="tracked_link_create", request=NewLink, responses={201: LinkShape}, summary="Make a tracked link"
    )
    def post(self, request: Request) -> Response:
        asked = NewLink(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        values["campaign"] = _one(Campaign, "campaign", values["campaign"])
        values["vacancy"] = _one(Vacancy, "vacancy", values["vacancy"])
        link = links.create(**values, by=Actor.api_key(_key_id(request)), at=clock.now())
        return Response(LinkShape(_link(link, visits=0, slug=_slug())).data, status=201)


def campaign_row(standing: Standing) -> dict[str, Any]:
    campaign = standing.campaign
    plain = (
        "name", "kind", "state", "autonomy", "goal", "goal_count", "currency", "budget_minor", "committed_minor",
        "overspent_minor", "starts_on", "ends_on", "version",
    )  # fmt: skip
    return {name: getattr(campaign, name) for name in plain} | {
        "id": campaign.public_id,
        "reached": standing.reached,
        "applications": standing.applications,
        "spent_minor": standing.spent_minor,
        "planned_minor": standing.outlook.planned_minor,
        "expected_minor": standing.outlook.expected_minor if standing.outlook.is_known else None,
    }


def _link(link: TrackedLink, *, visits: int, slug: str) -> dict[str, Any]:
    plain = ("code", "label", "source", "medium", "content", "is_active", "created_at")
    return {name: getattr(link, name) for name in plain} | {
        "id": link.public_id,
        "url": addresses.address(link, slug=slug),
        "campaign": link.campaign.public_id if link.campaign else None,
        "vacancy": link.vacancy.public_id if link.vacancy else None,
        "visits": visits,
    }


def _one(model: Any, name: str, public_id: UUID | None) -> Any:
    if public_id is None:
        return None
    found = model.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Unprocessable(name, _("Met dit kenmerk is hier niets."))
    return found


def _day(request: Request, name: str, *, otherwise: date) -> date:
    given = request.query_params.get(name)
    if given is None:
        return otherwise
    try:
        found = date.fromisoformat(given)
    except ValueError as problem:
        raise Unprocessable(name, _("Schrijf een datum als 2026-11-23.")) from problem
    if not 2000 <= found.year <= 2100:
        raise Unprocessable(name, _("Kies een datum tussen 2000 en 2100."))
    return found


def _key_id(request: Any) -> int:
    return int(request.auth.id)


def _slug() -> str:
    return Organisation.active().slug
