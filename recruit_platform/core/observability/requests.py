"""One log line and one count per request: the route, never the address that was typed."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from . import context, metrics

logger = structlog.get_logger("request")
_QUIET = {"livez", "readyz", "metrics"}
HEADER = "X-Request-ID"


class RequestLog:
    """Outermost: gives the request its id, and says afterwards what became of it and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.request_id = context.request_id(request.headers.get(HEADER))  # type: ignore[attr-defined]
        remembered = context.remember(request)
        try:
            with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
                response = self.get_response(request)
                seconds = time.perf_counter() - started
                _tell(request, response, seconds)
        finally:
            context.forget(remembered)
        response[HEADER] = request.request_id  # type: ignore[attr-defined]
        return response


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    name = (match.view_name or "unnamed") if match else "static" if response.get("Content-Disposition") else "none"
    metrics.count_request(name, method=request.method or "", status=response.status_code, seconds=seconds)
    if name in _QUIET and response.status_code < 400:
        return
    tell = logger.error if response.status_code >= 500 and response.status_code != 503 else logger.info
    # The route, not the path: links in mail carry their secret in the path.
    tell(
        "request",
        method=request.method if request.method in metrics.METHODS else "OTHER",
        route=match.route if match else None,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
