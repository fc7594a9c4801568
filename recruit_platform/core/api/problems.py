"""Every refusal of the API as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from recruit_platform.core.errors import PROBLEM
from recruit_platform.core.refusals import Refusal


class Unprocessable(exceptions.APIException):
    """A parameter outside its bounds; ``parameter`` is its name in the query string."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


def handle(problem: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. What is handled here is rolled back; what is not crashes, is logged, and becomes a 500."""
    if isinstance(problem, Http404):
        problem = exceptions.NotFound()
    elif isinstance(problem, PermissionDenied):
        problem = exceptions.PermissionDenied()
    if isinstance(problem, exceptions.APIException):
        response = _of_api_exception(problem)
    elif isinstance(problem, Refusal):
        needs = {"needs": "is_meant"} if problem.needs_yes else {}
        response = details(HTTPStatus.CONFLICT, str(problem.words), **needs)
    elif isinstance(problem, IntegrityError):
        response = _of_integrity(problem)
    else:
        return None
    set_rollback()
    return response


def details(status: int, detail: str, **more: Any) -> Response:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail, **more}
    return Response(body, status=int(status), content_type=PROBLEM)


def _of_api_exception(problem: exceptions.APIException) -> Response:
    if isinstance(problem, exceptions.ValidationError):
        words = _("Niet alles is goed ingevuld.")
        response = details(HTTPStatus.UNPROCESSABLE_ENTITY, words, errors=list(_pointed(problem.detail, "#")))
    elif isinstance(problem, Unprocessable):
        found = [{"parameter": problem.parameter, "detail": str(problem.detail)}]
        response = details(HTTPStatus.UNPROCESSABLE_ENTITY, str(problem.detail), errors=found)
    else:
        response = details(problem.status_code, str(problem.detail))
    wait = getattr(problem, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(int(wait))
    challenge = getattr(problem, "auth_header", None)
    if challenge:
        response["WWW-Authenticate"] = challenge
    return response


def _pointed(found: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Yield one entry per message, with a JSON pointer (RFC 6901) to the value that it is about."""
    if isinstance(found, Mapping):
        for name, inner in found.items():
            step = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _pointed(inner, pointer + step)
    elif isinstance(found, list):
        for place, inner in enumerate(found):
            nested = isinstance(inner, Mapping | list)
            yield from _pointed(inner, f"{pointer}/{place}" if nested else pointer)
    else:
        yield {"pointer": pointer, "detail": str(found)}


def _of_integrity(problem: IntegrityError) -> Response:
    """A rule of the database that the service did not foresee: said by its name, never by the values that broke it."""
    diag = getattr(problem.__cause__, "diag", None)
    rule = getattr(diag, "constraint_name", None)
    words = _("Dit past niet bij wat er al is.")
    return details(HTTPStatus.CONFLICT, words, **({"rule": rule} if rule else {}))
