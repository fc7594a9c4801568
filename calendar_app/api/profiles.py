"""Job profiles over the API: made, renamed, put away, taken up again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import JobProfile
from calendar_app.services import profiles
from recruit_platform.core import clock
from recruit_platform.core.api import acting, paging
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.api.shapes import PageShape


class ProfileShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    family = serializers.CharField()
    is_active = serializers.BooleanField()


class ProfilePage(PageShape):
    items = ProfileShape(many=True)


class NewProfile(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    family = serializers.CharField(max_length=60, allow_blank=True, default="")


class Standing(serializers.Serializer):
    is_active = serializers.BooleanField(
        help_text="false puts it away: it stays with its vacancies and is not offered."
    )


class ProfilesEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ
    parameters = paging.NAMES

    @extend_schema(
        operation_id="profiles",
        responses=ProfilePage,
        parameters=paging.PARAMETERS,
        summary="Job profiles, newest first",
    )
    def get(self, request: Request) -> Response:
        page = paging.page(request, JobProfile.objects.all(), of="profiles")
        rows = [_profile_row(one) for one in page.rows]
        return Response(ProfilePage({"items": rows, "next_cursor": page.next_cursor}).data)


class NewProfileEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="create_profile", request=NewProfile, responses={201: ProfileShape}, summary="Make a job profile"
    )
    def post(self, request: Request) -> Response:
        shape = NewProfile(data=request.data)
        shape.is_valid(raise_exception=True)
        made = profiles.create(**shape.validated_data, by=acting.key(request), at=clock.now())
        return Response(ProfileShape(_profile_row(made)).data, status=201)


class ChangeProfileEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="change_profile", request=NewProfile, responses=ProfileShape, summary="Rename a job profile"
    )
    def post(self, request: Request, profile: UUID) -> Response:
        found = _one(profile)
        shape = NewProfile(data=request.data)
        shape.is_valid(raise_exception=True)
        changed = profiles.change(found, **shape.validated_data, by=acting.key(request), at=clock.now())
        return Response(ProfileShape(_profile_row(changed)).data)


class SetProfileEndpoint(OrganisationView):
    scope = Scope.VACANCIES_WRITE

    @extend_schema(
        operation_id="set_profile",
        request=Standing,
        responses=ProfileShape,
        summary="Put a job profile away, or take it up again",
    )
    def post(self, request: Request, profile: UUID) -> Response:
        found = _one(profile)
        shape = Standing(data=request.data)
        shape.is_valid(raise_exception=True)
        to = shape.validated_data["is_active"]
        changed = profiles.set_active(found, to=to, by=acting.key(request), at=clock.now())
        return Response(ProfileShape(_profile_row(changed)).data)


def _profile_row(one: JobProfile) -> dict[str, Any]:
    return {"id": one.public_id, "name": one.name, "family": one.family, "is_active": one.is_active}


def _one(public_id: UUID) -> JobProfile:
    found = JobProfile.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found
