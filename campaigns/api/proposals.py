"""Day budgets that wait for a decision, over the API."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.models import CampaignChannel, Proposal, ProposalState
from campaigns.services import proposals
from recruit_platform.core import clock
from recruit_platform.core.api import paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import details
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape

from .steering import key_of


class ProposalLine(serializers.Serializer):
    channel = serializers.UUIDField()
    before_minor = serializers.IntegerField(help_text="The day budget in force when it was proposed.")
    after_minor = serializers.IntegerField()


class ProposalShape(serializers.Serializer):
    id = serializers.UUIDField()
    campaign = serializers.UUIDField()
    day = serializers.DateField(help_text="The only day on which it can be decided.")
    state = serializers.ChoiceField(ProposalState.choices)
    lines = ProposalLine(many=True)
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ProposalPage(PageShape):
    items = ProposalShape(many=True)


class ProposalsEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="proposals",
        responses=ProposalPage,
        parameters=paging.PARAMETERS,
        summary="Proposed day budgets, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Proposal.objects.select_related("campaign"), of="proposals")
        return Response(ProposalPage({"items": _rows(page.rows), "next_cursor": page.next_cursor}).data)


class AcceptEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="accept_proposal", request=None, responses=ProposalShape, summary="Authorise what was proposed"
    )
    def post(self, request: Request, proposal: UUID) -> Response:
        """One that can no longer be spent is refused and has lapsed: that is answered here, so that it is kept."""
        try:
            found = proposals.accept(_one(proposal), by=key_of(request), at=clock.now())
        except proposals.NoLonger as refusal:
            return details(HTTPStatus.CONFLICT, str(refusal.words))
        return _answer(found)


class DeclineEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="decline_proposal", request=None, responses=ProposalShape, summary="Leave all as it is today"
    )
    def post(self, request: Request, proposal: UUID) -> Response:
        return _answer(proposals.decline(_one(proposal), by=key_of(request), at=clock.now()))


class TakeBackEndpoint(OrganisationView):
    scope = Scope.CAMPAIGNS_WRITE

    @extend_schema(
        operation_id="take_back_proposal", request=None, responses=ProposalShape, summary="Undo today's decision"
    )
    def post(self, request: Request, proposal: UUID) -> Response:
        return _answer(proposals.take_back(_one(proposal), by=key_of(request), at=clock.now()))


def _one(public_id: UUID) -> Proposal:
    found = Proposal.objects.select_related("campaign").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _answer(proposal: Proposal) -> Response:
    (row,) = _rows([proposal])
    return Response(ProposalShape(row).data)


def _rows(found: Sequence[Proposal]) -> list[dict[str, Any]]:
    """With the channels by what stands for them outside. One statement."""
    ids = {line["channel"] for one in found for line in one.lines}
    channels = dict(CampaignChannel.objects.filter(pk__in=ids).values_list("pk", "public_id"))
    plain = ("day", "state", "made_at", "decided_at")
    return [
        {name: getattr(one, name) for name in plain}
        | {
            "id": one.public_id,
            "campaign": one.campaign.public_id,
            "lines": [
                {"channel": channels[line["channel"]], "before_minor": line["before"], "after_minor": line["after"]}
                for line in one.lines
                if line["channel"] in channels
            ],
        }
        for one in found
    ]
