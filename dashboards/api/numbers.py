"""Counts of the dashboard: funnel, called in time, schedule, mails, and what each of them means."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dashboards.api.asking import DAYS, VACANCY, ShareShape, SpanShape, asked, share
from dashboards.planned_line import Standing
from dashboards.presenters import words
from dashboards.selectors import calls, funnel, rows, schedule
from dashboards.selectors.funnel import Step
from dashboards.selectors.schedule import Line
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.log import tallies

_OF_VACANCY = frozenset({"days", "vacancy"})


class FreshShape(serializers.Serializer):
    as_of = serializers.DateTimeField(help_text="The moment of counting: nothing is kept from before.")
    definition = serializers.CharField(help_text="In the words of the screen, in the language of Accept-Language.")


class FunnelStepShape(serializers.Serializer):
    step = serializers.CharField(help_text=", ".join(Step))
    count = serializers.IntegerField(allow_null=True, help_text="null: not known, such as reach per vacancy.")
    before = serializers.IntegerField(allow_null=True, help_text="In as many days before.")
    share = ShareShape(allow_null=True, help_text="Of the step before it, in the same days.")
    share_before = ShareShape(allow_null=True)
    median_days = serializers.FloatField(allow_null=True, help_text="That the newest waited in the step before.")
    definition = serializers.CharField()


class FunnelShape(serializers.Serializer):
    as_of = serializers.DateTimeField()
    days = SpanShape()
    steps = FunnelStepShape(many=True)
    weakest = serializers.CharField(allow_null=True, help_text="The step whose share fell most, where that is clear.")


class CallsShape(FreshShape):
    days = SpanShape()
    in_time = ShareShape(allow_null=True, help_text="Promises to call that a person kept in time.")
    overdue = serializers.IntegerField(help_text=f"Late now, whatever the days; counted up to {calls.MOST_COUNTED}.")


class LineShape(serializers.Serializer):
    vacancy = serializers.UUIDField()
    title = serializers.CharField()
    standing = serializers.CharField(help_text=", ".join(Standing))
    days = serializers.IntegerField(help_text="Ahead of the planned line, or (below zero) behind it.")
    progress_share = serializers.FloatField(help_text="How much of the way is done, 0..1.")
    planned_share = serializers.FloatField(help_text="What the line asks for today, 0..1.")
    quiet_days = serializers.IntegerField()
    hired = serializers.IntegerField()
    positions = serializers.IntegerField()


class ScheduleShape(FreshShape):
    items = LineShape(many=True)


class MailDayShape(serializers.Serializer):
    day = serializers.DateField()
    sent = serializers.IntegerField()
    delivered = serializers.IntegerField()


class MailNumbersShape(FreshShape):
    days = SpanShape()
    sent = serializers.IntegerField()
    delivered = serializers.IntegerField(help_text="Of which the server of the addressee said so.")
    per_day = MailDayShape(many=True)


class DefinitionShape(serializers.Serializer):
    name = serializers.CharField()
    definition = serializers.CharField()


class DefinitionList(serializers.Serializer):
    items = DefinitionShape(many=True)


class FunnelEndpoint(OrganisationView):
    scope = Scope.NUMBERS_READ
    parameters = _OF_VACANCY

    @extend_schema(
        operation_id="numbers_funnel",
        responses=FunnelShape,
        parameters=[DAYS, VACANCY],
        summary="From reach to hire: counts, shares with their intervals, median days",
    )
    def get(self, request: Request) -> Response:
        about = asked(request)
        found = funnel.of(about.reader, span=about.span)
        weakest = found.weakest
        told = {
            "as_of": about.at,
            "days": about.days,
            "steps": [_step_row(row) for row in found.rows],
            "weakest": weakest.step if weakest else None,
        }
        return Response(FunnelShape(told).data)


class CallsEndpoint(OrganisationView):
    scope = Scope.NUMBERS_READ
    parameters = _OF_VACANCY

    @extend_schema(
        operation_id="numbers_calls",
        responses=CallsShape,
        parameters=[DAYS, VACANCY],
        summary="Called back in time, and late now",
    )
    def get(self, request: Request) -> Response:
        about = asked(request)
        told = {
            "as_of": about.at,
            "days": about.days,
            "in_time": share(calls.in_time(about.reader, span=about.span)),
            "overdue": calls.overdue_count(about.reader, at=about.at),
            "definition": words.DEFINITIONS["in_time"],
        }
        return Response(CallsShape(told).data)


class ScheduleEndpoint(OrganisationView):
    scope = Scope.NUMBERS_READ
    parameters = frozenset({"vacancy"})

    @extend_schema(
        operation_id="numbers_schedule",
        responses=ScheduleShape,
        parameters=[VACANCY],
        summary="Open vacancies against their planned line, the furthest behind first",
    )
    def get(self, request: Request) -> Response:
        about = asked(request)
        lines = schedule.lines(about.reader, today=about.today)
        told = {
            "as_of": about.at,
            "definition": words.DEFINITIONS["schedule"],
            "items": [_line_row(one) for one in lines],
        }
        return Response(ScheduleShape(told).data)


class MailsEndpoint(OrganisationView):
    scope = Scope.NUMBERS_READ
    parameters = frozenset({"days"})

    @extend_schema(
        operation_id="numbers_mails", responses=MailNumbersShape, parameters=[DAYS], summary="Mails sent and delivered"
    )
    def get(self, request: Request) -> Response:
        about = asked(request)
        counted = tallies.totals(("mail.sent", "mail.delivered"), first=about.span.first, until=about.span.until)
        told = {
            "as_of": about.at,
            "days": about.days,
            "sent": counted["mail.sent"],
            "delivered": counted["mail.delivered"],
            "per_day": [vars(one) for one in rows.mails(span=about.span)],
            "definition": words.DEFINITIONS["mails"],
        }
        return Response(MailNumbersShape(told).data)


class DefinitionsEndpoint(OrganisationView):
    scope = Scope.NUMBERS_READ

    @extend_schema(
        operation_id="numbers_definitions", responses=DefinitionList, summary="What each number means, as on the screen"
    )
    def get(self, request: Request) -> Response:
        found = [{"name": str(name), "definition": means} for name, means in words.DEFINITIONS.items()]
        return Response(DefinitionList({"items": found}).data)


def _step_row(row: funnel.Row) -> dict[str, Any]:
    return {
        "step": row.step,
        "count": row.count,
        "before": row.before,
        "share": share(row.share),
        "share_before": share(row.share_before),
        "median_days": row.median_days,
        "definition": words.DEFINITIONS[row.step],
    }


def _line_row(line: Line) -> dict[str, Any]:
    judged = line.schedule
    return {
        "vacancy": line.vacancy.public_id,
        "title": line.vacancy.title,
        "standing": judged.standing,
        "days": judged.days,
        "progress_share": judged.progress,
        "planned_share": judged.planned,
        "quiet_days": line.quiet_days,
        "hired": line.vacancy.hired,
        "positions": line.vacancy.positions,
    }
