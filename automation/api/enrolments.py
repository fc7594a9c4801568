"""Who is in a sequence over the API: what was sent to them, let in, and taken out."""

from __future__ import annotations

from collections.abc import Sequence as Several
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from automation.api.first_replies import mail_row
from automation.api.sequences import one_of
from automation.models import DeliveryState, Enrolment, EnrolmentState, SequenceKind, StepDelivery, StoppedBecause
from automation.selectors import people
from automation.services import enrolments
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.problems import Unprocessable
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import MailShape, PageShape
from recruit_platform.core.log import Actor
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from talentpool.models import Application, Candidate, ConsentPurpose
from talentpool.services import consent


class NotStarted(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Dit begint niet: er staat zo geen reeks aan, de kandidaat zit al in een reeks of heeft geen e-mailadres, "
                "of een antwoord, gesprek, afmelding of ontbrekende toestemming houdt het tegen."
            )
        )


class DeliveryShape(serializers.Serializer):
    position = serializers.IntegerField()
    state = serializers.ChoiceField(DeliveryState.choices)
    reason = serializers.CharField(help_text="Why it was skipped: late, no_address; else empty.")
    at = serializers.DateTimeField()
    mail = MailShape(allow_null=True, help_text="null: skipped, or cleared away since.")


class EnrolmentShape(serializers.Serializer):
    id = serializers.UUIDField()
    sequence = serializers.UUIDField()
    candidate = serializers.UUIDField()
    application = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(EnrolmentState.choices)
    stopped_because = serializers.CharField(help_text=", ".join(StoppedBecause.values))
    next_position = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    deliveries = DeliveryShape(many=True)


class EnrolmentPage(PageShape):
    items = EnrolmentShape(many=True)


class NewEnrolment(acting.InNameOf):
    """Of the kind that is on. For ``after_applying`` the newest running application counts, unless another is named."""

    candidate = serializers.UUIDField()
    kind = serializers.ChoiceField(SequenceKind.choices)
    application = serializers.UUIDField(required=False)


class EnrolmentsEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ
    parameters = paging.NAMES | {"state"}

    @extend_schema(
        operation_id="enrolments",
        responses=EnrolmentPage,
        parameters=[*paging.PARAMETERS, OpenApiParameter("state", enum=EnrolmentState.values)],
        summary="Who is or was in a sequence, newest first, with what was sent; without names",
    )
    def get(self, request: Request, sequence: UUID) -> Response:
        found = one_of(sequence)
        state = request.query_params.get("state")
        if state is not None and state not in EnrolmentState.values:
            raise Unprocessable("state", ", ".join(EnrolmentState.values))
        rows = Enrolment.objects.filter(sequence=found).select_related("sequence", "candidate", "application")
        of = f"enrolments:{sequence}:{state or ''}"
        page = paging.page(request, rows.filter(state=state) if state else rows, of=of)
        return Response(EnrolmentPage({"items": _rows(page.rows), "next_cursor": page.next_cursor}).data)


class EnrolmentEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_READ

    @extend_schema(operation_id="enrolment", responses=EnrolmentShape, summary="One of them")
    def get(self, request: Request, enrolment: UUID) -> Response:
        return _answer(enrolment)


class BeginEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="begin_enrolment",
        request=NewEnrolment,
        responses={201: EnrolmentShape},
        summary="Let somebody into the sequence of a kind, by the rules that let people in by themselves",
    )
    def post(self, request: Request) -> Response:
        shape = NewEnrolment(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        acting.member(request, given["by"], can=Can.MANAGE_AUTOMATION, at=at)
        candidate = _candidate(given["candidate"])
        kind = SequenceKind(given["kind"])
        about, since = _about(candidate, kind, given.get("application"), at=at)
        made = enrolments.begin(candidate, kind=kind, application=about, since=since, at=at)
        if made is None:
            raise NotStarted
        return _answer(made.public_id, status=201)


class StopEndpoint(OrganisationView):
    scope = Scope.AUTOMATION_WRITE

    @extend_schema(
        operation_id="stop_enrolment",
        request=acting.InNameOf,
        responses=EnrolmentShape,
        summary="Take one person out, with what is on its way; again changes nothing",
    )
    def post(self, request: Request, enrolment: UUID) -> Response:
        found = _one(enrolment)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_AUTOMATION, at=at)
        enrolments.stop(found, because=StoppedBecause.PERSON, by=Actor.user(by.user_id), at=at)
        return _answer(enrolment)


_PLAIN = ("state", "stopped_because", "next_position", "due_at", "started_at", "ended_at")


def _answer(public_id: UUID, *, status: int = 200) -> Response:
    return Response(EnrolmentShape(_rows([_one(public_id)])[0]).data, status=status)


def _rows(found: Several[Enrolment]) -> list[dict[str, Any]]:
    deliveries = people.deliveries_of([one.pk for one in found])
    return [
        {
            "id": one.public_id,
            "sequence": one.sequence.public_id,
            "candidate": one.candidate.public_id,
            "application": one.application.public_id if one.application else None,
            **{name: getattr(one, name) for name in _PLAIN},
            "deliveries": [_delivery(step) for step in deliveries.get(one.pk, [])],
        }
        for one in found
    ]


def _delivery(one: StepDelivery) -> dict[str, Any]:
    mail = mail_row(one.message) if one.message is not None else None
    return {**{name: getattr(one, name) for name in ("position", "state", "reason", "at")}, "mail": mail}


def _one(public_id: UUID) -> Enrolment:
    rows = Enrolment.objects.select_related("sequence", "candidate", "application")
    found = rows.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _candidate(public_id: UUID) -> Candidate:
    found = Candidate.objects.filter(public_id=public_id, merged_into=None, erased_at=None).first()  # unique
    if found is None:
        raise ValidationError({"candidate": ["There is no such candidate."]})
    return found


def _about(
    candidate: Candidate, kind: SequenceKind, public_id: UUID | None, *, at: datetime
) -> tuple[Application | None, datetime]:
    """Return what it is about and since when answers count: since they applied, or since they agreed."""
    if kind == SequenceKind.KEEP_WARM:
        agreed = consent.standing(candidate, ConsentPurpose.POOL, at=at)
        if agreed is None:
            raise NotStarted
        return None, agreed.given_at
    own = Application.objects.filter(candidate=candidate).select_related("candidate", "vacancy__recruiter__user")
    asked = own.filter(public_id=public_id) if public_id else own.filter(ended_at=None)
    about = asked.order_by("-id").first()
    if about is None:
        raise ValidationError({"application": ["This candidate has no such application."]})
    return about, about.submitted_at
