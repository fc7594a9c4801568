"""Day budgets that are set at a network by hand, over the API: what waits, saying that one is set, taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import CampaignChannel, HandSetting
from campaigns.selectors import by_hand as held
from campaigns.selectors.by_hand import HandBudget
from campaigns.services import by_hand
from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope

from . import in_name


class HandSettingShape(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    day = serializers.DateField()
    amount_minor = serializers.IntegerField()
    by = serializers.UUIDField(source="by.public_id")
    at = serializers.DateTimeField()
    taken_back_at = serializers.DateTimeField(allow_null=True)


class HandBudgetShape(serializers.Serializer):
    channel = serializers.UUIDField()
    campaign = serializers.UUIDField()
    account = serializers.UUIDField()
    day = serializers.DateField(help_text="Today in the time zone of the account.")
    currency = serializers.CharField()
    wanted_minor = serializers.IntegerField()
    set_minor = serializers.IntegerField(allow_null=True, help_text="Set there last; null: never.")
    is_to_do = serializers.BooleanField()
    setting = HandSettingShape(allow_null=True, help_text="Who said so last, where it was not taken back.")


class HandBudgetList(serializers.Serializer):
    items = HandBudgetShape(many=True)


class SetByHand(acting.InNameOf):
    amount_minor = serializers.IntegerField(
        min_value=0, max_value=10**13 - 1, help_text="What was set: another one than is wanted now is refused."
    )


class HandBudgetsEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ

    @extend_schema(
        operation_id="hand_budgets",
        responses=HandBudgetList,
        summary="Today's budget of every channel whose network we cannot tell ourselves",
    )
    def get(self, request: Request) -> Response:
        return Response(HandBudgetList({"items": _rows(held.budgets(at=clock.now()))}).data)


class ConfirmEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="confirm_hand_budget",
        request=SetByHand,
        responses=HandBudgetShape,
        summary="Keep that this amount is set at the network; again changes nothing",
    )
    def post(self, request: Request, channel: UUID) -> Response:
        found = in_name.one(CampaignChannel.objects.select_related("campaign", "account"), channel)
        at = clock.now()
        given, by = in_name.read(request, SetByHand, at=at)
        by_hand.confirm(found, amount_minor=given["amount_minor"], by=by, at=at)
        (row,) = _rows([one for one in held.budgets(at=at, campaign=found.campaign) if one.channel.pk == found.pk])
        return Response(HandBudgetShape(row).data)


class TakeBackEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="take_back_hand_setting",
        request=acting.InNameOf,
        responses=HandSettingShape,
        summary="It was not set after all: what stood before stands again; only the last one, again changes nothing",
    )
    def post(self, request: Request, hand_setting: UUID) -> Response:
        found = in_name.one(HandSetting.objects.select_related("channel__campaign", "by"), hand_setting)
        at = clock.now()
        _nothing, by = in_name.read(request, acting.InNameOf, at=at)
        return Response(HandSettingShape(by_hand.take_back(found, by=by, at=at)).data)


def _rows(found: list[HandBudget]) -> list[dict[str, Any]]:
    """One statement."""
    settings = held.standing_settings([one.channel for one in found])
    return [
        {
            "channel": one.channel.public_id,
            "campaign": one.channel.campaign.public_id,
            "account": one.channel.account.public_id,
            "day": one.day,
            "currency": one.channel.campaign.currency,
            "wanted_minor": one.wanted_minor,
            "set_minor": one.set_minor,
            "is_to_do": one.is_to_do,
            "setting": settings.get(one.channel.pk),
        }
        for one in found
    ]
