"""Campaigns as drafts over the API: made and written anew in a member's name; nothing is spent before a start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import JobProfile, Vacancy, VacancyState
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignVacancy,
    ChannelAccount,
    Goal,
    Persona,
)
from campaigns.services import briefs, campaigns
from campaigns.services.campaigns import Strategy
from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership
from recruit_platform.lib.text import clean_line

from . import in_name
from .campaigns import CampaignShape
from .steering import answer

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_MOST_NAMED = 200


def _sensible(day: date) -> None:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValidationError("A day from 2000 to 2100.")


def _several(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=_MOST_NAMED, help_text=help_text
    )


class DraftInput(acting.InNameOf):
    """All of it: what is left out is no part of the campaign."""

    name = serializers.CharField(max_length=150)
    kind = serializers.ChoiceField(CampaignKind.choices)
    goal = serializers.ChoiceField(Goal.choices)
    goal_count = serializers.IntegerField(min_value=1, max_value=100_000)
    budget_minor = serializers.IntegerField(
        min_value=1, max_value=10**13 - 1, help_text="For the whole period, in the currency of its accounts."
    )
    starts_on = serializers.DateField(validators=[_sensible])
    ends_on = serializers.DateField(validators=[_sensible], help_text="Included.")
    accounts = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=_MOST_NAMED, help_text="Those in use, of one currency."
    )
    profile = serializers.UUIDField(
        allow_null=True, default=None, help_text="All its open vacancies take part by themselves."
    )
    vacancies = _several("Besides the profile's, or instead of it; closed ones cannot be chosen.")
    persona = serializers.UUIDField(allow_null=True, default=None)
    words = serializers.CharField(max_length=4000, allow_blank=True, default="", help_text="Stands in the brief.")
    autonomy = serializers.ChoiceField(Autonomy.choices, default=Autonomy.PROPOSE)
    brief_to = _several("Members to whom the brief is mailed.")
    is_meant = serializers.BooleanField(
        default=False, help_text="It is known that not every channel can run every day on this budget."
    )

    def validate_name(self, name: str) -> str:
        tidy = clean_line(name)
        if not tidy:
            raise ValidationError("Give it a name.")
        return tidy


class EditInput(DraftInput):
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="As it was read: two editors do not overwrite."
    )


class ChannelShape(serializers.Serializer):
    id = serializers.UUIDField(source="public_id", help_text="As spend, proposals and settings by hand name it.")
    account = serializers.UUIDField(source="account.public_id")
    weight = serializers.IntegerField()
    is_on = serializers.BooleanField()
    in_force_minor = serializers.IntegerField(allow_null=True, help_text="The day budget as it was last told or set.")


class StrategyShape(serializers.Serializer):
    """What a person or a program filled in, to be written anew with ``edit`` while it is a draft."""

    campaign = serializers.UUIDField()
    profile = serializers.UUIDField(allow_null=True)
    vacancies = serializers.ListField(child=serializers.UUIDField(), help_text="Those named one by one.")
    persona = serializers.UUIDField(allow_null=True)
    words = serializers.CharField(allow_blank=True)
    channels = ChannelShape(many=True)
    made_by = serializers.UUIDField()
    version = serializers.IntegerField()


class NewDraftEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="draft_campaign",
        request=DraftInput,
        responses={201: CampaignShape},
        summary="Make a campaign that spends nothing until it is started",
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        given, by = in_name.read(request, DraftInput, at=at)
        people = _people(given)
        made = campaigns.draft(_strategy(given), by=by, at=at)
        briefs.send(made, to=people, by=by, at=at)
        return answer(made, status=201)


class EditDraftEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="edit_campaign",
        request=EditInput,
        responses=CampaignShape,
        summary="Write a draft anew, all of it",
    )
    def post(self, request: Request, campaign: UUID) -> Response:
        found, at = in_name.one(Campaign.objects.all(), campaign), clock.now()
        given, by = in_name.read(request, EditInput, at=at)
        people = _people(given)
        changed = campaigns.edit(found, _strategy(given), by=by, at=at, version=given["version"])
        briefs.send(changed, to=people, by=by, at=at)
        return answer(changed)


class StrategyEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ

    @extend_schema(
        operation_id="campaign_strategy",
        responses=StrategyShape,
        summary="For whom and where a campaign advertises, with its channels",
    )
    def get(self, request: Request, campaign: UUID) -> Response:
        found = in_name.one(Campaign.objects.select_related("profile", "persona", "made_by"), campaign)
        vacancies = CampaignVacancy.objects.filter(campaign=found).order_by("pk")
        channels = CampaignChannel.objects.filter(campaign=found).select_related("account").order_by("pk")
        told = {
            "campaign": found.public_id,
            "profile": found.profile.public_id if found.profile else None,
            "vacancies": list(vacancies.values_list("vacancy__public_id", flat=True)),
            "persona": found.persona.public_id if found.persona else None,
            "words": found.strategy,
            "channels": channels,
            "made_by": found.made_by.public_id,
            "version": found.version,
        }
        return Response(StrategyShape(told).data)


def _people(given: Mapping[str, Any]) -> list[Membership]:
    active = Membership.objects.filter(is_active=True).select_related("user")
    return in_name.chosen(active, given["brief_to"], field="brief_to")


def _strategy(given: Mapping[str, Any]) -> Strategy:
    profiles = JobProfile.objects.filter(is_active=True)
    vacancies = Vacancy.objects.exclude(state=VacancyState.CLOSED)
    personas = Persona.objects.filter(is_active=True)
    plain = ("name", "goal_count", "budget_minor", "starts_on", "ends_on", "words", "is_meant")
    return Strategy(
        **{name: given[name] for name in plain},
        kind=CampaignKind(given["kind"]),
        goal=Goal(given["goal"]),
        autonomy=Autonomy(given["autonomy"]),
        accounts=in_name.chosen(ChannelAccount.objects.filter(is_active=True), given["accounts"], field="accounts"),
        profile=next(iter(in_name.chosen(profiles, _named(given["profile"]), field="profile")), None),
        vacancies=in_name.chosen(vacancies, given["vacancies"], field="vacancies"),
        persona=next(iter(in_name.chosen(personas, _named(given["persona"]), field="persona")), None),
    )


def _named(public_id: UUID | None) -> list[UUID]:
    return [] if public_id is None else [public_id]
