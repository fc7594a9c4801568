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
    route = match.route if match else None
    tell(name, route=route, method=request.method or "", status=response.status_code, seconds=seconds)


def tell(view: str, *, route: str | None, method: str, status: int, seconds: float) -> None:
    """Count a request and log it. The route, not the path: links in mail carry their secret in the path."""
    metrics.count_request(view, method=method, status=status, seconds=seconds)
    if view in _QUIET and status < 400:
        return
    say = logger.error if status >= 500 and status != 503 else logger.info
    known = method if method in metrics.METHODS else "OTHER"
    say("request", method=known, route=route, status=status, ms=round(seconds * 1000, 1))
