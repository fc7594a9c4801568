"""The first reply to an application over the API: which text for which vacancy, or explicitly none; and what was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from automation.models import FirstReply, MailTemplate, TemplateKind
from automation.selectors import people, rules
from automation.services import first_replies
from calendar_app.models import Vacancy, VacancyState
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import MailShape, PageShape
from recruit_platform.core.models import OrganisationSettings, OutboxMessage
from recruit_platform.core.roles import Can

_SENT = "first_replies"


class ChoiceShape(serializers.Serializer):
    vacancy = serializers.UUIDField(allow_null=True, help_text="null: all vacancies without a choice of their own.")
    template = serializers.UUIDField(allow_null=True, help_text="The text; null: explicitly none.")
    none_because = serializers.CharField()
    changed_by = serializers.UUIDField(allow_null=True)
    changed_at = serializers.DateTimeField()


class ChoicesShape(serializers.Serializer):
    sent_in_seven_days = serializers.IntegerField(help_text="Today included.")
    items = ChoiceShape(many=True)


class SentShape(serializers.Serializer):
    application = serializers.UUIDField()
    mail = MailShape()


class SentPage(PageShape):
    items = SentShape(many=True)


class Choice(acting.InNameOf):
    """A text, or ``because``: why there is none."""

    vacancy = serializers.UUIDField(allow_null=True, help_text="null: for all others.")
    template = serializers.UUIDField(allow_null=True)
    because = serializers.CharField(max_length=200, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["template"] is not None and attrs["because"]:
            raise ValidationError({"because": ["A text needs no reason; leave one of the two out."]})
        return attrs


class ChoicesEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="first_replies", responses=ChoicesShape, summary="Which first reply for which vacancy")
    def get(self, request: Request) -> Response:
        return _choices()


class SentEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="first_replies_sent",
        responses=SentPage,
        parameters=paging.PARAMETERS,
        summary="First replies and what became of them, newest first; without names and texts",
    )
    def get(self, request: Request) -> Response:
        limit, after = paging.asked(request, of=_SENT)
        found = people.first_replies(before_event_id=after, at_most=limit + 1)
        rows = [{"application": one.application.public_id, "mail": mail_row(one.message)} for one in found[:limit]]
        further = paging.cursor_after(found[limit - 1].event_id, of=_SENT) if len(found) > limit else None
        return Response(SentPage({"items": rows, "next_cursor": further}).data)


class ChooseEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="choose_first_reply",
        request=Choice,
        responses=ChoicesShape,
        summary="Choose a text for a vacancy or for all others, or explicitly none",
    )
    def post(self, request: Request) -> Response:
        shape = Choice(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        vacancy = _vacancy(given["vacancy"]) if given["vacancy"] else None
        if given["template"] is not None:
            first_replies.choose(vacancy, template=_template(given["template"]), by=by, at=at)
        else:
            first_replies.choose_none(vacancy, because=given["because"], by=by, at=at)
        return _choices()


class FollowTheRestEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="follow_the_rest",
        request=acting.InNameOf,
        responses=ChoicesShape,
        summary="Drop a vacancy's own choice; again changes nothing",
    )
    def post(self, request: Request, vacancy: UUID) -> Response:
        found = Vacancy.objects.filter(public_id=vacancy).first()  # unique
        if found is None:
            raise Http404
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
        first_replies.follow_the_rest(found, by=by, at=at)
        return _choices()


def mail_row(message: OutboxMessage) -> dict[str, Any]:
    names = ("purpose", "state", "attempts", "created_at", "due_at", "sent_at", "delivered_at", "bounced_at")
    return {"id": message.public_id, **{name: getattr(message, name) for name in names}}


def _choices() -> Response:
    today = clock.local_date(clock.now(), zone=OrganisationSettings.active().time_zone)
    told = {
        "sent_in_seven_days": rules.first_replies_sent(today=today),
        "items": [_row(one) for one in rules.first_reply_choices()],
    }
    return Response(ChoicesShape(told).data)


def _row(one: FirstReply) -> dict[str, Any]:
    return {
        "vacancy": one.vacancy.public_id if one.vacancy else None,
        "template": one.template.public_id if one.template else None,
        "none_because": one.none_because,
        "changed_by": one.changed_by.public_id if one.changed_by else None,
        "changed_at": one.changed_at,
    }


def _vacancy(public_id: UUID) -> Vacancy:
    found = Vacancy.objects.exclude(state=VacancyState.CLOSED).filter(public_id=public_id).first()  # unique
    if found is None:
        raise ValidationError({"vacancy": ["There is no such vacancy, or it is closed."]})
    return found


def _template(public_id: UUID) -> MailTemplate:
    found = MailTemplate.objects.filter(public_id=public_id, kind=TemplateKind.FIRST_REPLY).first()  # unique
    if found is None:
        raise ValidationError({"template": ["There is no such text for a first reply."]})
    return found
