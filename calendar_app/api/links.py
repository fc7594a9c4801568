"""Secret addresses for calendar programs, of one member and showing what that member may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import CalendarLink
from calendar_app.services import links
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.models import Organisation
from recruit_platform.core.roles import Can


class CalendarLinkShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    made_by = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    last_read_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class FreshCalendarLink(CalendarLinkShape):
    url = serializers.CharField(help_text="An iCal feed. Told this once: only a hash of it is kept.")


class CalendarLinkPage(PageShape):
    items = CalendarLinkShape(many=True)


class NewCalendarLink(acting.InNameOf):
    name = serializers.CharField(max_length=100, help_text="What it is for.")


class CalendarLinksEndpoint(OrganisationView):
    scope = Scope.CALENDAR_LINKS
    parameters = paging.NAMES

    @extend_schema(
        operation_id="calendar_links",
        responses=CalendarLinkPage,
        parameters=paging.PARAMETERS,
        summary="iCal links of the team, newest first; without their addresses",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, CalendarLink.objects.select_related("made_by"), of="calendar_links")
        rows = [_row(one) for one in page.rows]
        return Response(CalendarLinkPage({"items": rows, "next_cursor": page.next_cursor}).data)


class NewCalendarLinkEndpoint(OrganisationView):
    scope = Scope.CALENDAR_LINKS

    @extend_schema(
        operation_id="create_calendar_link",
        request=NewCalendarLink,
        responses={201: FreshCalendarLink},
        summary="Make an iCal link that shows what a member may see",
    )
    def post(self, request: Request) -> Response:
        shape = NewCalendarLink(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.SEE_CALENDAR, at=at)
        made = links.make(name=shape.validated_data["name"], member=by, at=at)
        url = settings.PUBLIC_URL + reverse("calendar_feed", args=[Organisation.active().slug, made.token])
        return Response(FreshCalendarLink({**_row(made.link), "url": url}).data, status=201)


class RevokeCalendarLinkEndpoint(OrganisationView):
    scope = Scope.CALENDAR_LINKS

    @extend_schema(
        operation_id="revoke_calendar_link",
        request=acting.InNameOf,
        responses=CalendarLinkShape,
        summary="Close a member's own link for good; again changes nothing",
    )
    def post(self, request: Request, calendar_link: UUID) -> Response:
        found = _one(calendar_link)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.SEE_CALENDAR, at=at)
        if found.made_by_id != by.pk:
            raise Http404  # as on the screen: nobody closes a colleague's
        links.revoke(found, by=by, at=at)
        return Response(CalendarLinkShape(_row(_one(calendar_link))).data)


def _row(one: CalendarLink) -> dict[str, Any]:
    names = ("name", "created_at", "last_read_at", "revoked_at")
    return {"id": one.public_id, "made_by": one.made_by.public_id, **{name: getattr(one, name) for name in names}}


def _one(public_id: UUID) -> CalendarLink:
    found = CalendarLink.objects.select_related("made_by").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found
