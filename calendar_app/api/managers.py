"""Which hiring managers look along with a vacancy, over the API: it opens its candidates to them, so a member answers for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from calendar_app.models import Vacancy
from calendar_app.services import vacancies
from recruit_platform.core import clock
from recruit_platform.core.api import acting
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership, Role, VacancyAccess
from recruit_platform.core.roles import Can

_MOST = 200


class LookingAlong(serializers.Serializer):
    managers = serializers.ListField(child=serializers.UUIDField(), help_text="Members; other roles see every vacancy.")


class LookAlong(acting.InNameOf):
    managers = serializers.ListField(
        child=serializers.UUIDField(), max_length=_MOST, help_text="All of them: who is left out no longer sees it."
    )


class ManagersEndpoint(OrganisationView):
    scope = Scope.VACANCIES_READ

    @extend_schema(
        operation_id="vacancy_managers", responses=LookingAlong, summary="Hiring managers who look along with a vacancy"
    )
    def get(self, request: Request, vacancy: UUID) -> Response:
        return _answer(_one(vacancy))


class SetManagersEndpoint(OrganisationView):
    scope = Scope.VACANCIES_MANAGERS

    @extend_schema(
        operation_id="set_vacancy_managers",
        request=LookAlong,
        responses=LookingAlong,
        summary="Set exactly which hiring managers see a vacancy and its candidates",
    )
    def post(self, request: Request, vacancy: UUID) -> Response:
        found = _one(vacancy)
        shape = LookAlong(data=request.data)
        shape.is_valid(raise_exception=True)
        given, at = shape.validated_data, clock.now()
        by = acting.member(request, given["by"], can=Can.MANAGE_VACANCIES, at=at)
        vacancies.set_managers(found, managers=_chosen(given["managers"]), by=by.user, at=at)
        return _answer(found)


def _chosen(public_ids: list[UUID]) -> list[Membership]:
    rows = Membership.objects.filter(role=Role.HIRING_MANAGER, is_active=True, public_id__in=public_ids)
    known: dict[Any, Membership] = {one.public_id: one for one in rows}
    missing = next((one for one in public_ids if one not in known), None)
    if missing is not None:
        raise ValidationError({"managers": [f"{missing} is no active hiring manager here."]})
    return list(known.values())


def _one(public_id: UUID) -> Vacancy:
    found = Vacancy.objects.filter(public_id=public_id).first()  # unique
    if found is None:
        raise Http404
    return found


def _answer(vacancy: Vacancy) -> Response:
    seen = VacancyAccess.objects.filter(vacancy_public_id=vacancy.public_id).order_by("pk")
    return Response(LookingAlong({"managers": seen.values_list("membership__public_id", flat=True)}).data)
