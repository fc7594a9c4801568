"""Starting, stopping and ending a campaign over the API, its budget, and how much the planner may do by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.selectors import days
from campaigns.models import Autonomy, Campaign
from campaigns.selectors import campaigns as held
from campaigns.services import campaigns
from recruit_platform.core import clock
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.log import Actor

from .campaigns import CampaignShape, campaign_row


class NewBudget(serializers.Serializer):
    budget_minor = serializers.IntegerField(min_value=1, max_value=10**13 - 1)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="", help_text="Asked above 20 % more.")
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="As it was read: two editors do not overwrite."
    )
    is_meant = serializers.BooleanField(
        default=False, help_text="It is known that not every channel can run every day on this budget."
    )


class NewAutonomy(serializers.Serializer):
    autonomy = serializers.ChoiceField(Autonomy.choices)


class StartEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="start_campaign", request=None, responses=CampaignShape, summary="Let a draft run; plans today"
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        return answer(campaigns.start(_one(campaign), by=key_of(request), at=clock.now()))


class PauseEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="pause_campaign", request=None, responses=CampaignShape, summary="Stop spending for now"
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        return answer(campaigns.pause(_one(campaign), by=key_of(request), at=clock.now()))


class ResumeEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="resume_campaign", request=None, responses=CampaignShape, summary="Go on with what remains"
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        return answer(campaigns.resume(_one(campaign), by=key_of(request), at=clock.now()))


class EndEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="end_campaign",
        request=None,
        responses=CampaignShape,
        summary="End it for good; what was not spent comes back as reports settle",
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        return answer(campaigns.end(_one(campaign), by=key_of(request), at=clock.now()))


class BudgetEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="set_campaign_budget", request=NewBudget, responses=CampaignShape, summary="Give another budget"
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        found = _one(campaign)
        asked = NewBudget(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        to_minor = values.pop("budget_minor")
        return answer(campaigns.set_budget(found, to_minor=to_minor, **values, by=key_of(request), at=clock.now()))


class AutonomyEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="set_campaign_autonomy",
        request=NewAutonomy,
        responses=CampaignShape,
        summary="Say how much the planner may do by itself",
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        found = _one(campaign)
        asked = NewAutonomy(data=request.data)
        asked.is_valid(raise_exception=True)
        to = Autonomy(asked.validated_data["autonomy"])
        return answer(campaigns.set_autonomy(found, to=to, by=key_of(request), at=clock.now()))


def key_of(request: Any) -> Actor:
    return Actor.api_key(request.auth.id)


def _one(public_id: UUID) -> Campaign:
    found = Campaign.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def answer(campaign: Campaign, *, status: int = 200) -> Response:
    (standing,) = held.standings([campaign], today=days.today(clock.now()))
    return Response(CampaignShape(campaign_row(standing)).data, status=status)
