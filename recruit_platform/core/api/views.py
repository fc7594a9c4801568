"""Endpoints of core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import references, tenancy
from recruit_platform.core.models import (
    Event,
    Membership,
    MessageState,
    Organisation,
    OrganisationSettings,
    OutboxMessage,
)

from . import paging, shapes
from .base import OrganisationView
from .problems import Unprocessable
from .scopes import Scope


class OrganisationEndpoint(OrganisationView):
    scope = Scope.ORGANISATION_READ

    @extend_schema(
        operation_id="organisation", responses=shapes.OrganisationShape, summary="The organisation of the key"
    )
    def get(self, request: Request) -> Response:
        organisation = Organisation.active()
        settings = OrganisationSettings.active()
        row = {
            "slug": organisation.slug,
            "name": organisation.name,
            "time_zone": settings.time_zone,
            "region": settings.region,
            "language": settings.language,
            "created_at": organisation.created_at,
        }
        return Response(shapes.OrganisationShape(row).data)


class MembersEndpoint(OrganisationView):
    scope = Scope.MEMBERS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="members",
        responses=shapes.MemberPage,
        parameters=paging.PARAMETERS,
        summary="The team, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Membership.objects.select_related("user"), of="members")
        rows = [
            {
                "id": member.public_id,
                "name": member.user.name,
                "email": member.user.email,
                "role": member.role,
                "is_active": member.is_active,
                "joined_at": member.joined_at,
            }
            for member in page.rows
        ]
        return Response(shapes.MemberPage({"items": rows, "next_cursor": page.next_cursor}).data)


class EventsEndpoint(OrganisationView):
    scope = Scope.EVENTS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="events", responses=shapes.EventPage, parameters=paging.PARAMETERS, summary="The log, newest first"
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, Event.objects.all(), of="events")
        members = _members_of(page.rows)
        rows = [_event_row(event, members) for event in page.rows]
        return Response(shapes.EventPage({"items": rows, "next_cursor": page.next_cursor}).data)


class MailsEndpoint(OrganisationView):
    scope = Scope.MAILS_READ
    parameters = paging.NAMES | {"state"}

    @extend_schema(
        operation_id="mails",
        responses=shapes.MailPage,
        parameters=[
            *paging.PARAMETERS,
            OpenApiParameter("state", enum=MessageState.values, description="Only this state."),
        ],
        summary="Mails and what became of them, newest first; without addresses and texts",
    )
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state")
        if state is not None and state not in MessageState.values:
            raise Unprocessable("state", ", ".join(MessageState.values))
        rows = OutboxMessage.objects.filter(state=state) if state else OutboxMessage.objects.all()
        page = paging.page(request, rows.defer("text", "html"), of=f"mails:{state or ''}")
        found = [{"id": mail.public_id, **{name: getattr(mail, name) for name in _MAIL_FIELDS}} for mail in page.rows]
        return Response(shapes.MailPage({"items": found, "next_cursor": page.next_cursor}).data)


_MAIL_FIELDS = ("purpose", "state", "attempts", "created_at", "due_at", "sent_at", "delivered_at", "bounced_at")


def _members_of(events: Sequence[Event]) -> dict[int, Any]:
    """Return the public ids of the members who acted, by their user's id. One query."""
    users = {event.actor_id for event in events if event.actor_kind == "user" and event.actor_id}
    return dict(Membership.objects.filter(user_id__in=users).values_list("user_id", "public_id")) if users else {}


def _event_row(event: Event, members: dict[int, Any]) -> dict[str, Any]:
    member = members.get(event.actor_id or 0) if event.actor_kind == "user" else None
    organisation_id = tenancy.required()
    subject = references.reference(event.subject_kind, organisation_id, event.subject_id)
    return {
        "id": references.reference("event", organisation_id, event.pk),
        "kind": event.kind,
        "at": event.at,
        "actor": {"kind": event.actor_kind, "member": member},
        "subject": {"kind": event.subject_kind, "reference": subject},
        "facts": references.facts(event.kind, event.data),
    }
