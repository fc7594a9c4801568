"""Endpoints that misbehave, beside the real ones."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from recruit_platform.core import clock
from recruit_platform.core.api.base import OrganisationView
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import DayOff
from recruit_platform.core.refusals import Refusal


class Input(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    days = serializers.ListField(child=serializers.DateField())


class Write(OrganisationView):
    """Saves first, and fails afterwards as asked."""

    scope = Scope.ORGANISATION_READ

    def post(self, request: Request, how: str) -> Response:
        DayOff.objects.create(day="2026-12-24", name="Kerstavond")
        if how == "twice":
            DayOff.objects.create(day="2026-12-24", name="Kerstavond")
        if how == "refused":
            raise Refusal("Vandaag niet.")
        if how == "invalid":
            Input(data=request.data).is_valid(raise_exception=True)
        if how == "crash":
            raise ZeroDivisionError
        return Response({"echo": request.data, "at": clock.now()})


urlpatterns: list[Any] = [path("api/v1/write/<str:how>", Write.as_view())]
handler500 = "recruit_platform.core.views.errors.server_error"
