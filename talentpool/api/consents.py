"""What candidates agreed to, in which words; given and taken back over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from talentpool.api.people import standing
from talentpool.models import Candidate, Consent, ConsentPurpose
from talentpool.services import consent

SOURCE = "api"
MOST = 200


class ConsentTextShape(serializers.Serializer):
    purpose = serializers.ChoiceField(ConsentPurpose.choices)
    version = serializers.IntegerField()
    text_nl = serializers.CharField()
    text_en = serializers.CharField()
    months = serializers.IntegerField(help_text="How long a yes to it holds.")


class ConsentTextList(serializers.Serializer):
    items = ConsentTextShape(many=True)


class ConsentShape(serializers.Serializer):
    id = serializers.UUIDField()
    purpose = serializers.ChoiceField(ConsentPurpose.choices)
    version = serializers.IntegerField(help_text="Of the words agreed to.")
    given_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    holds = serializers.BooleanField(help_text="Now: given, not withdrawn, not ended.")


class ConsentList(serializers.Serializer):
    items = ConsentShape(many=True)


class NewConsent(serializers.Serializer):
    """``version`` is of the words the candidate saw: they must be those that are in use now (see consent_texts)."""

    purpose = serializers.ChoiceField(ConsentPurpose.choices)
    version = serializers.IntegerField(min_value=1, max_value=32_767)


class Withdrawal(serializers.Serializer):
    purpose = serializers.ChoiceField(ConsentPurpose.choices)


class ConsentTextsEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(
        operation_id="consent_texts", responses=ConsentTextList, summary="The words to show somebody who is asked"
    )
    def get(self, request: Request) -> Response:
        names = ("purpose", "version", "text_nl", "text_en", "months")
        shown = [consent.shown_text(purpose, at=clock.now()) for purpose in ConsentPurpose]
        rows = [{name: getattr(one, name) for name in names} for one in shown]
        return Response(ConsentTextList({"items": rows}).data)


class ConsentsEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(
        operation_id="consents", responses=ConsentList, summary="What somebody agreed to, newest first, past ones too"
    )
    def get(self, request: Request, candidate: UUID) -> Response:
        return _list(standing(candidate))


class GiveConsentEndpoint(OrganisationView):
    scope = Scope.CONSENT_WRITE

    @extend_schema(
        operation_id="give_consent",
        request=NewConsent,
        responses=ConsentList,
        summary="Keep a candidate's own yes to the words in use; a standing one is given anew",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = NewConsent(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        text = consent.current_text(ConsentPurpose(given["purpose"]), at=at)
        if text.version != given["version"]:
            raise ValidationError({"version": [f"The words in use are version {text.version}."]})
        consent.give(found, text=text, source=SOURCE, by=acting.key(request), at=at)
        return _list(found)


class WithdrawConsentEndpoint(OrganisationView):
    scope = Scope.CONSENT_WRITE

    @extend_schema(
        operation_id="withdraw_consent",
        request=Withdrawal,
        responses=ConsentList,
        summary="Take back every standing yes to a purpose; again changes nothing",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = Withdrawal(data=request.data)
        shape.is_valid(raise_exception=True)
        purpose = ConsentPurpose(shape.validated_data["purpose"])
        consent.withdraw(found, purpose=purpose, by=acting.key(request), at=clock.now())
        return _list(found)


def _list(candidate: Candidate) -> Response:
    at = clock.now()
    rows = Consent.objects.filter(candidate=candidate).select_related("text").order_by("-id")[:MOST]
    return Response(ConsentList({"items": [_row(one, at=at) for one in rows]}).data)


def _row(one: Consent, *, at: datetime) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "purpose": one.text.purpose,
        "version": one.text.version,
        "holds": one.withdrawn_at is None and one.ends_at > at,
        **{name: getattr(one, name) for name in ("given_at", "ends_at", "withdrawn_at")},
    }
