"""Candidates over the API: read, added, corrected, opted out, and two that prove to be one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
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
from recruit_platform.core.models import Language
from recruit_platform.core.outbox import AddressRefused, addresses
from recruit_platform.core.roles import Can
from recruit_platform.lib import phone as numbers
from talentpool.models import Candidate, ConsentPurpose
from talentpool.selectors import pool
from talentpool.services import candidates, consent, erasure, merging
from talentpool.services.candidates import Person


class CandidateShape(serializers.Serializer):
    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    city = serializers.CharField()
    availability = serializers.CharField()
    language = serializers.ChoiceField(Language.choices)
    created_at = serializers.DateTimeField()
    last_human_contact_at = serializers.DateTimeField(allow_null=True)
    last_reply_at = serializers.DateTimeField(allow_null=True)
    opted_out_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class CandidatePage(PageShape):
    items = CandidateShape(many=True)


class CandidateList(serializers.Serializer):
    items = CandidateShape(many=True)


class CandidateChange(serializers.Serializer):
    """Only what is given changes. ``version`` is the one you read: a newer one is a conflict."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    first_name = serializers.CharField(max_length=100, required=False)
    last_name = serializers.CharField(max_length=120, required=False)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)
    availability = serializers.CharField(max_length=120, required=False, allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=False)

    def validate_email(self, email: str) -> str:
        try:
            return addresses.checked(email) if email else ""
        except AddressRefused as refusal:
            raise ValidationError(str(refusal.words)) from None

    def validate_phone(self, phone: str) -> str:
        number = numbers.e164(phone) if phone else None
        if phone and number is None:
            raise ValidationError("A telephone number that can exist, such as +31612345678.")
        return numbers.shown(number) if number else ""


class NewCandidate(CandidateChange):
    version = None  # type: ignore[assignment]  # there is none yet
    availability = None  # type: ignore[assignment]  # told later, as on the screen
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=120)


class Merging(acting.InNameOf):
    other = serializers.UUIDField(help_text="Everything of this one moves to the one in the address.")


class Erasing(acting.InNameOf):
    sure = serializers.BooleanField(help_text="True: nothing brings these data back.")
    kept_elsewhere = serializers.BooleanField(
        default=False, help_text="Asked of somebody who was hired: what the employment needs is kept in another place."
    )

    def validate_sure(self, sure: bool) -> bool:
        if not sure:
            raise ValidationError("Only what is meant is erased: send true.")
        return sure


class ErasedShape(serializers.Serializer):
    id = serializers.UUIDField()
    erased_at = serializers.DateTimeField()


class CandidatesEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="candidates", responses=CandidatePage, parameters=paging.PARAMETERS, summary="People, newest first"
    )
    def get(self, request: Request) -> Response:
        standing = Candidate.objects.filter(merged_into=None, erased_at=None)
        page = paging.page(request, standing, of="candidates")
        rows = [person_row(one) for one in page.rows]
        return Response(CandidatePage({"items": rows, "next_cursor": page.next_cursor}).data)


class CandidateEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(operation_id="candidate", responses=CandidateShape, summary="One person")
    def get(self, request: Request, candidate: UUID) -> Response:
        return Response(CandidateShape(person_row(standing(candidate))).data)


class NewCandidateEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="add_candidate",
        request=NewCandidate,
        responses={200: CandidateShape, 201: CandidateShape},
        summary="Add somebody; who is known already is given back",
    )
    def post(self, request: Request) -> Response:
        shape = NewCandidate(data=request.data)
        shape.is_valid(raise_exception=True)
        found = candidates.find_or_add(Person(**shape.validated_data), by=acting.key(request), at=clock.now())
        return Response(CandidateShape(person_row(found.candidate)).data, status=201 if found.is_new else 200)


class ChangeCandidateEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="change_candidate",
        request=CandidateChange,
        responses=CandidateShape,
        summary="Correct what is given",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = standing(candidate)
        shape = CandidateChange(data=request.data)
        shape.is_valid(raise_exception=True)
        values = dict(shape.validated_data)
        version = values.pop("version", None)
        if not values.get("email", found.email) and not values.get("phone", found.phone):
            raise ValidationError({"email": ["An address or a telephone number stays needed."]})
        candidates.change(found, values=values, by=acting.key(request), at=clock.now(), version=version)
        return Response(CandidateShape(person_row(standing(candidate))).data)


class OptOutEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="opt_out_candidate",
        request=None,
        responses=CandidateShape,
        summary="No more mail about other work; again changes nothing",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found, by, at = standing(candidate), acting.key(request), clock.now()
        candidates.opt_out(found, by=by, at=at)
        consent.withdraw(found, purpose=ConsentPurpose.POOL, by=by, at=at)
        return Response(CandidateShape(person_row(standing(candidate))).data)


class EraseEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="erase_candidate",
        request=Erasing,
        responses=ErasedShape,
        summary="Erase a person for good; again answers as the first time",
        description="Every detail, document, note and mail goes; numbers stay. Refused (409) while an application runs.",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        found = Candidate.objects.filter(public_id=candidate, merged_into=None).first()  # unique
        if found is None:
            raise Http404
        shape = Erasing(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
        erasure.erase(found, by=by, at=at, is_kept_elsewhere=given["kept_elsewhere"])
        found.refresh_from_db()
        return Response(ErasedShape({"id": found.public_id, "erased_at": found.erased_at}).data)


class DoublesEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_READ

    @extend_schema(
        operation_id="candidate_doubles",
        responses=CandidateList,
        summary="Others with the same number or name, who may be the same person",
    )
    def get(self, request: Request, candidate: UUID) -> Response:
        rows = [person_row(one) for one in pool.doubles_of(standing(candidate))]
        return Response(CandidateList({"items": rows}).data)


class MergeEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="merge_candidate", request=Merging, responses=CandidateShape, summary="Make two people one"
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        kept = standing(candidate)
        shape = Merging(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_CANDIDATES, at=at)
        other = _standing().filter(public_id=given["other"]).first()  # unique
        if other is None:
            raise ValidationError({"other": ["There is no such candidate."]})
        merging.merge(kept, other, by=by, at=at)
        return Response(CandidateShape(person_row(standing(candidate))).data)


class UndoMergeEndpoint(OrganisationView):
    scope = Scope.CANDIDATES_MANAGE

    @extend_schema(
        operation_id="undo_merge_candidate",
        request=acting.InNameOf,
        responses=CandidateShape,
        summary="Make the last merge into this person undone: two people again",
    )
    def post(self, request: Request, candidate: UUID) -> Response:
        kept = standing(candidate)
        shape = acting.InNameOf(data=request.data)
        shape.is_valid(raise_exception=True)
        at = clock.now()
        by = acting.member(request, shape.validated_data["by"], can=Can.MANAGE_CANDIDATES, at=at)
        last = merging.last_of(kept)
        if last is None:
            raise Http404
        merging.undo(last, by=by, at=at)
        return Response(CandidateShape(person_row(standing(candidate))).data)


def standing(public_id: UUID) -> Candidate:
    """Return somebody who is not merged into another nor erased. Raises Http404."""
    found = _standing().filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _standing() -> QuerySet[Candidate]:
    return Candidate.objects.filter(merged_into=None, erased_at=None)


_PERSON = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "city",
    "availability",
    "language",
    "created_at",
    "last_human_contact_at",
    "last_reply_at",
    "opted_out_at",
    "version",
)


def person_row(one: Candidate) -> dict[str, Any]:
    return {"id": one.public_id, **{name: getattr(one, name) for name in _PERSON}}
