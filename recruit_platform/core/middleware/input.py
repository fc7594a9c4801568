"""What comes in: not too much, and clean before any view, form or query sees it. docs/security.md lists each case."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from recruit_platform.core import errors
from recruit_platform.core.tenancy import integrity
from recruit_platform.lib.text import clean, clean_line

logger = structlog.get_logger(__name__)
View = Callable[..., Any]
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST_HEADER_BYTES = 32 * 1024


def takes_body(*, up_to: int) -> Callable[[View], View]:
    """Let a view take a larger (or only a smaller) body than settings.BODY_MOST_BYTES; ``up_to`` is in bytes."""

    def decorate(view: View) -> View:
        view.body_most_bytes = up_to  # type: ignore[attr-defined]
        return view

    return decorate


class InputLimits:
    """Refuses what no browser sends and what is too large, before the body is read, and cleans the rest.

    Paths and headers with control characters are refused (400): nothing honest has them, and cleaning would open another
    address than was asked. Query strings, forms, file names and cookies are cleaned: people paste. JSON is the API's work.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        headers = [value for name, value in request.META.items() if name.startswith("HTTP_") and isinstance(value, str)]
        if _CONTROL.search(request.path_info) or any(_CONTROL.search(value) for value in headers):
            return errors.not_understood(request)
        if sum(len(value) for value in headers) > _MOST_HEADER_BYTES or not re.fullmatch(
            "[0-9]{1,15}", _length(request)
        ):
            return errors.not_understood(request)
        try:
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        except TooManyFieldsSent:
            return errors.not_understood(request)
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if clean(name + value) == name + value
        }
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        at_most = getattr(view, "body_most_bytes", settings.BODY_MOST_BYTES)
        if int(_length(request)) > at_most:
            return errors.too_large(request, at_most=at_most)
        if request.content_type not in _FORMS or request.path_info.startswith("/api/"):
            return None
        try:
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]
        except RequestDataTooBig:
            return errors.too_large(request, at_most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE or at_most)
        except (TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError):
            return errors.not_understood(request)
        for files in request.FILES.lists():
            for file in files[1]:
                file.name = clean_line(file.name or "") or "bestand"
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        from recruit_platform.core.files import StorageFull

        if isinstance(problem, integrity.BrokenAtCommit):
            return _refused_at_commit(request, problem)
        return errors.storage_full(request) if isinstance(problem, StorageFull) else None


def _refused_at_commit(request: HttpRequest, problem: integrity.BrokenAtCommit) -> HttpResponse:
    rule = integrity.rule_of(problem)
    logger.warning("commit.refused", rule=rule)
    list(messages.get_messages(request))  # "saved" was said before it was known: reading it forgets it
    return errors.conflict(request, rule=rule)


def _cleaned(fields: QueryDict) -> QueryDict:
    """Return the same fields, cleaned; the very same object when there was nothing to clean."""
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    tidy = [(clean(name), clean(value)) for name, value in pairs]
    if tidy == pairs:
        return fields
    result = QueryDict(mutable=True, encoding=fields.encoding)
    for name, value in tidy:
        result.appendlist(name, value)
    result._mutable = False
    return result


def _length(request: HttpRequest) -> str:
    return request.META.get("CONTENT_LENGTH") or "0"
