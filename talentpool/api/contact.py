"""What people of the team did to reach somebody: calls, the call list, notes.

Only people stop the clock. So each of these says which member did it, and the log says that a key wrote it down.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.roles import Can
from talentpool.api.people import CandidateShape, person_row, standing
from talentpool.models import Application, Call, CallOutcome, Candidate, Note
from talentpool.services import calls, notes, replies


class CallShape(serializers.Serializer):
    id = serializers.UUIDField()
    candidate = serializers.UUIDField()
    application = serializers.UUIDField(allow_null=True)
    outcome = serializers.ChoiceField(CallOutcome.choices)
    note = serializers.CharField()
    by = serializers.UUIDField(help_text="The member who called.")
    at = serializers.DateTimeField()


class NoteShape(serializers.Serializer):
    id = serializers.UUIDField()
    application = serializers.UUIDField(allow_null=True)
    text = serializers.CharField()
    by = serializers.UUIDField()
    at = serializers.DateTimeField()


class CallPage(PageShape):
    items = CallShape(many=True)


class NotePage(PageShape):
    items = NoteShape(many=True)


class NewOutcome(acting.InNameOf):
    outcome = serializers.ChoiceField(CallOutcome.choices)
    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class NewCall(NewOutcome):
    application = serializers.UUIDField(
        required=False, help_text="Which one it was about; without it the newest that runs, as on the screen."
    )


class NewNote(acting.InNameOf):
    text = serializers.CharField(max_length=5000)


class CallsEndpoint(OrganisationView):
    scope = Scope.CONTACT_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="calls",
        responses=CallPage,
        parameters=paging.PARAMETERS,
        summary="Attempts to reach somebody, newest first",
    )
    def get(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        rows = Call.objects.filter(candidate=found).select_related("candidate", "application", "by")
        page = paging.page(request, rows, of=f"calls:{candidate}")
        return Response(CallPage({"items": [call_row(one) for one in page.rows], "next_cursor": page.next_cursor}).data)


class LogCallEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="log_call",
        request=NewCall,
        responses={201: CallShape},
        summary="Keep an attempt of a member; a word with the candidate stops the clock, a voicemail does not",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = NewCall(data=request.data)
        shape.is_valid(raise_exception=True)
        about = _about(found, shape.validated_data.get("application"))
        return logged(request, found, about, shape.validated_data)


class NotesEndpoint(OrganisationView):
    scope = Scope.CONTACT_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="notes",
        responses=NotePage,
        parameters=paging.PARAMETERS,
        summary="What colleagues wrote about somebody, newest first",
    )
    def get(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        rows = Note.objects.filter(candidate=found).select_related("application", "by")
        page = paging.page(request, rows, of=f"notes:{candidate}")
        told = [_note_row(one) for one in page.rows]
        return Response(NotePage({"items": told, "next_cursor": page.next_cursor}).data)


class AddNoteEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="add_note", request=NewNote, responses={201: NoteShape}, summary="Keep a note of a member"
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = NewNote(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
        made = notes.add(found, text=given["text"], by=by, at=at)
        return Response(NoteShape(_note_row(made)).data, status=201)


class RepliedEndpoint(OrganisationView):
    scope = Scope.CONTACT_WRITE

    @extend_schema(
        operation_id="candidate_replied",
        request=acting.InNameOf,
        responses=CandidateShape,
        summary="A member heard from the candidate, on whatever channel: what ran by itself stops",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        acting.member(request, shape.validated_data["by"], can=Can.MANAGE_CANDIDATES, at=at)
        replies.record(found, at=at)
        return Response(CandidateShape(person_row(standing(candidate))).data)


def logged(request: Request, candidate: Candidate, about: Application | None, given: dict[str, Any]) -> Response:
    """Keep an attempt in the name of the member who made it."""
    at = clock.now()
    by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
    outcome = CallOutcome(given["outcome"])
    made = calls.log(candidate, application=about, outcome=outcome, note=given["note"], by=by, at=at)
    return Response(CallShape(call_row(made)).data, status=201)


def call_row(one: Call) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "candidate": one.candidate.public_id,
        "application": one.application.public_id if one.application else None,
        "by": one.by.public_id,
        **{name: getattr(one, name) for name in ("outcome", "note", "at")},
    }


def _note_row(one: Note) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "application": one.application.public_id if one.application else None,
        "by": one.by.public_id,
        "text": one.text,
        "at": one.at,
    }


def _about(candidate: Candidate, public_id: UUID | None) -> Application | None:
    own = Application.objects.filter(candidate=candidate).select_related("candidate", "vacancy", "stage")
    if public_id is None:
        return own.filter(ended_at=None).order_by("-id").first()
    found = own.filter(public_id=public_id).first()  # unique
    if found is None:
        raise ValidationError({"application": ["This candidate has no such application."]})
    return found
