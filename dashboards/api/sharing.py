"""Links that show the numbers without a login, over the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import Vacancy
from dashboards.models import ShareLink
from dashboards.services import sharing
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.roles import Can


class ShareLinkShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    vacancies: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=serializers.UUIDField(), help_text="Empty: the numbers of the whole organisation."
    )
    made_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_opened_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class FreshShareLink(ShareLinkShape):
    url = serializers.CharField(help_text="Told this once: only a hash of it is kept.")


class ShareLinkPage(PageShape):
    items = ShareLinkShape(many=True)


class NewShareLink(acting.InNameOf):
    name = serializers.CharField(max_length=120, help_text="For whom.")
    days = serializers.IntegerField(min_value=1, max_value=sharing.LONGEST_DAYS, default=30)
    vacancies: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=serializers.UUIDField(), required=False, max_length=200
    )


class ShareLinksEndpoint(OrganisationView):
    scope = Scope.NUMBERS_SHARE
    parameters = paging.NAMES

    @extend_schema(
        operation_id="share_links",
        responses=ShareLinkPage,
        parameters=paging.PARAMETERS,
        summary="Links to the numbers, newest first; without their addresses",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, ShareLink.objects.select_related("made_by"), of="share_links")
        rows = [_row(one) for one in page.rows]
        return Response(ShareLinkPage({"items": rows, "next_cursor": page.next_cursor}).data)


class NewShareLinkEndpoint(OrganisationView):
    scope = Scope.NUMBERS_SHARE

    @extend_schema(
        operation_id="create_share_link",
        request=NewShareLink,
        responses={201: FreshShareLink},
        summary="Make a link that ends by itself",
    )
    def post(self, request: Request) -> Response:
        shape = NewShareLink(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.SHARE_NUMBERS, at=at)
        chosen = _vacancies(given.get("vacancies", []))
        fresh = sharing.make(name=given["name"], days=given["days"], vacancies=chosen, by=by, at=at)
        return Response(FreshShareLink({**_row(fresh.link), "url": fresh.url}).data, status=201)


class RevokeShareLinkEndpoint(OrganisationView):
    scope = Scope.NUMBERS_SHARE

    @extend_schema(
        operation_id="revoke_share_link",
        request=acting.InNameOf,
        responses=ShareLinkShape,
        summary="Make a link useless at once; again changes nothing",
    )
    def post(self, request: Request, share_link: UUID) -> Response:
        found = _one(share_link)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.SHARE_NUMBERS, at=at)
        sharing.revoke(found, by=by, at=at)
        return Response(ShareLinkShape(_row(_one(share_link))).data)


def _row(one: ShareLink) -> dict[str, Any]:
    names = ("name", "vacancies", "created_at", "expires_at", "last_opened_at", "revoked_at")
    return {"id": one.public_id, "made_by": one.made_by.public_id, **{name: getattr(one, name) for name in names}}


def _one(public_id: UUID) -> ShareLink:
    found = ShareLink.objects.select_related("made_by").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _vacancies(public_ids: Sequence[UUID]) -> list[Vacancy]:
    """All of them or a refusal: a link that silently left one out would show other numbers than were asked."""
    found = {one.public_id: one for one in Vacancy.objects.filter(public_id__in=public_ids)}
    missing = next((one for one in public_ids if one not in found), None)
    if missing is not None:
        raise ValidationError({"vacancies": [f"There is no vacancy {missing}."]})
    return [found[one] for one in dict.fromkeys(public_ids)]
