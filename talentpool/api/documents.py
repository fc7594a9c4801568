"""CVs and other papers over the API: listed, added, and opened with a line in the log about who asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock, files
from recruit_platform.core.api import acting, paging, uploads
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape
from recruit_platform.core.files import kinds, links
from recruit_platform.core.log import Actor
from recruit_platform.core.models import Organisation
from recruit_platform.core.roles import Can
from talentpool.api.people import standing
from talentpool.models import Application, Candidate, CandidateDocument, DocumentKind
from talentpool.services import documents


class DocumentShape(serializers.Serializer):
    id = serializers.UUIDField()
    candidate = serializers.UUIDField()
    application = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(DocumentKind.choices)
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    created_at = serializers.DateTimeField()


class DocumentPage(PageShape):
    items = DocumentShape(many=True)


class NewDocument(serializers.Serializer):
    file = uploads.FileInput(help_text=f"At most {documents.MOST_BYTES} bytes; judged by its content.")
    kind = serializers.ChoiceField(DocumentKind.choices, default=DocumentKind.CV)
    application = serializers.UUIDField(required=False, allow_null=True)


class DocumentLink(serializers.Serializer):
    url = serializers.CharField(help_text="Works for the member that was named, signed in, and for nobody else.")
    lasts_seconds = serializers.IntegerField()


class DocumentsEndpoint(OrganisationView):
    scope = Scope.DOCUMENTS_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="documents",
        responses=DocumentPage,
        parameters=paging.PARAMETERS,
        summary="The papers of somebody, newest first",
    )
    def get(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        rows = CandidateDocument.objects.filter(candidate=found).select_related("file", "application", "candidate")
        page = paging.page(request, rows, of=f"documents:{candidate}")
        told = [_row(one) for one in page.rows]
        return Response(DocumentPage({"items": told, "next_cursor": page.next_cursor}).data)


class AddDocumentEndpoint(OrganisationView):
    scope = Scope.DOCUMENTS_WRITE
    body_most_bytes = uploads.body_for(documents.MOST_BYTES)

    @extend_schema(
        operation_id="add_document",
        request=NewDocument,
        responses={201: DocumentShape},
        summary="Add a paper; it is kept encrypted under the candidate's own key",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = NewDocument(data=request.data)
        shape.is_valid(raise_exception=True)
        given = shape.validated_data
        about = _application(found, given["application"]) if given.get("application") else None
        file = uploads.given(given["file"], at_most=documents.MOST_BYTES)
        try:
            made = documents.add(
                file.stream,
                name=file.name,
                declared=file.declared,
                candidate=found,
                application=about,
                kind=DocumentKind(given["kind"]),
                by=acting.key(request),
                at=clock.now(),
            )
        except kinds.UploadRefused as refusal:
            raise ValidationError({"file": [str(refusal.words)]}) from None
        return Response(DocumentShape(_row(made)).data, status=201)


class DocumentLinkEndpoint(OrganisationView):
    scope = Scope.DOCUMENTS_READ

    @extend_schema(
        operation_id="document_link",
        request=acting.InNameOf,
        responses=DocumentLink,
        summary="A signed link for one member, for five minutes; asking for it is written down as opening",
    )
    def post(self, request: Request, document: UUID) -> Response:
        found = _one(document)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_CANDIDATES, at=at)
        documents.note_opened(found, by=Actor.user(by.user_id), at=at)
        path = files.download_path(found.file, organisation=Organisation.active(), user=by.user)
        told = {"url": settings.PUBLIC_URL + path, "lasts_seconds": int(links.LIFE.total_seconds())}
        return Response(DocumentLink(told).data)


def _row(one: CandidateDocument) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "candidate": one.candidate.public_id,
        "application": one.application.public_id if one.application else None,
        "kind": one.kind,
        "created_at": one.created_at,
        **{name: getattr(one.file, name) for name in ("name", "content_type", "size")},
    }


def _one(public_id: UUID) -> CandidateDocument:
    papers = CandidateDocument.objects.filter(candidate__merged_into=None, candidate__erased_at=None)
    found = papers.select_related("file", "application", "candidate").filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _application(candidate: Candidate, public_id: UUID) -> Application:
    found = Application.objects.filter(candidate=candidate, public_id=public_id).first()  # unique
    if found is None:
        raise ValidationError({"application": ["This candidate has no such application."]})
    return found
