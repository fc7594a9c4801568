"""Advertising accounts, personas and exchange rates over the API: what a campaign is made of."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import AccountMode, ChannelAccount, ExchangeRate, Network, Persona
from campaigns.services import accounts
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.forms import ZONES
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.lib.text import clean_line

from . import in_name

_MONEY = r"^[A-Z]{3}\Z"


class AccountShape(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    network = serializers.ChoiceField(Network.choices)
    mode = serializers.ChoiceField(AccountMode.choices)
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    is_active = serializers.BooleanField()


class AccountPage(PageShape):
    items = AccountShape(many=True)


class PersonaShape(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    situation = serializers.CharField()
    drives = serializers.CharField()
    message = serializers.CharField()
    is_active = serializers.BooleanField()


class PersonaPage(PageShape):
    items = PersonaShape(many=True)


class RateShape(serializers.Serializer):
    id = serializers.UUIDField(source="public_id")
    currency = serializers.CharField()
    into = serializers.CharField()
    valid_from = serializers.DateField()
    rate = serializers.CharField(help_text="A decimal number: so much of into is one of currency.")
    source = serializers.CharField()  # type: ignore[assignment]


class RatePage(PageShape):
    items = RateShape(many=True)


class _Named(acting.InNameOf):
    name = serializers.CharField(max_length=120, help_text="No other one is called so.")

    def validate_name(self, name: str) -> str:
        tidy = clean_line(name)
        if not tidy:
            raise ValidationError("Give it a name.")
        return tidy


class NewAccount(_Named):
    network = serializers.ChoiceField(Network.choices)
    mode = serializers.ChoiceField(AccountMode.choices)
    currency = serializers.RegexField(_MONEY, default="EUR")


class AccountChange(_Named):
    """All of it. The currency stays once money is counted in it, the time zone while a campaign runs on it."""

    time_zone = serializers.CharField(max_length=63, help_text="As at the network: its reports count days in it.")
    currency = serializers.RegexField(_MONEY)


class NewPersona(_Named):
    """In words; there is no place for age or sex."""

    situation = serializers.CharField(max_length=500, allow_blank=True, default="")
    drives = serializers.CharField(max_length=500, allow_blank=True, default="")
    message = serializers.CharField(max_length=500, allow_blank=True, default="")


class AccountsEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="ad_accounts",
        responses=AccountPage,
        parameters=paging.PARAMETERS,
        summary="Advertising accounts, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, ChannelAccount.objects.all(), of="ad_accounts")
        return Response(AccountPage({"items": page.rows, "next_cursor": page.next_cursor}).data)


class NewAccountEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="add_ad_account",
        request=NewAccount,
        responses={201: AccountShape},
        summary="Add an account to advertise with; its days are the organisation's",
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        given, by = in_name.read(request, NewAccount, at=at)
        made = accounts.add(
            name=given["name"],
            network=Network(given["network"]),
            mode=AccountMode(given["mode"]),
            currency=given["currency"],
            time_zone=OrganisationSettings.active().time_zone,
            by=by,
            at=at,
        )
        return Response(AccountShape(made).data, status=201)


class ChangeAccountEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="change_ad_account",
        request=AccountChange,
        responses=AccountShape,
        summary="Rename an account, or correct how it counts days and money",
    )
    def post(self, request: Request, account: UUID) -> Response:
        found, at = in_name.one(ChannelAccount.objects.all(), account), clock.now()
        given, by = in_name.read(request, AccountChange, at=at)
        if given["time_zone"] not in {*ZONES, found.time_zone}:
            raise ValidationError({"time_zone": ["Not a time zone that can be chosen, such as Europe/Amsterdam."]})
        return Response(AccountShape(accounts.change(found, **given, by=by, at=at)).data)


class RetireEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="retire_ad_account",
        request=acting.InNameOf,
        responses=AccountShape,
        summary="Let no new campaign or report use it; again changes nothing",
    )
    def post(self, request: Request, account: UUID) -> Response:
        return _switched(request, account, accounts.retire)


class TakeUpEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="take_up_ad_account",
        request=acting.InNameOf,
        responses=AccountShape,
        summary="Use a retired one again; again changes nothing",
    )
    def post(self, request: Request, account: UUID) -> Response:
        return _switched(request, account, accounts.take_up)


class NewPersonaEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_MANAGE

    @extend_schema(
        operation_id="add_persona",
        request=NewPersona,
        responses={201: PersonaShape},
        summary="Describe whom ads speak to",
    )
    def post(self, request: Request) -> Response:
        at = clock.now()
        given, by = in_name.read(request, NewPersona, at=at)
        return Response(PersonaShape(accounts.add_persona(**given, by=by, at=at)).data, status=201)


class PersonasEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="personas", responses=PersonaPage, parameters=paging.PARAMETERS, summary="Personas, newest first"
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Persona.objects.all(), of="personas")
        return Response(PersonaPage({"items": page.rows, "next_cursor": page.next_cursor}).data)


class RatesEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="exchange_rates",
        responses=RatePage,
        parameters=paging.PARAMETERS,
        summary="Exchange rates, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, ExchangeRate.objects.all(), of="exchange_rates")
        return Response(RatePage({"items": page.rows, "next_cursor": page.next_cursor}).data)


def _switched(request: Request, account: UUID, act: Callable[..., ChannelAccount]) -> Response:
    found, at = in_name.one(ChannelAccount.objects.all(), account), clock.now()
    _nothing, by = in_name.read(request, acting.InNameOf, at=at)
    return Response(AccountShape(act(found, by=by, at=at)).data)
