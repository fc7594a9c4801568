"""What stands on the screen when something cannot be shown. No database: it may be what is missing."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader

_RETRY_AFTER_SECONDS = "2"


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return _page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return _page(request, HTTPStatus.FORBIDDEN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say so, and how to go on. The reason is for developers, not for this page."""
    return HttpResponse(loader.render_to_string("errors/csrf.html", {}, request), status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Nothing here, or nothing for this person: the same page, byte for byte."""
    return _page(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    response = _page(request, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away is 503 and worth another try in a moment; anything else is our mistake."""
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError):
        connection.close()
        response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = _RETRY_AFTER_SECONDS
        return response
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(loader.render_to_string(f"errors/{status.value}.html", {}), status=status)
