"""Answers when something cannot be done: a page for people, problem details (RFC 9457) for the API.

None needs the database; on a career site a page asks it for whose site this is, unless the database may be what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

PROBLEM = "application/problem+json"
DATABASE_RETRY_SECONDS = 2
DISK_RETRY_SECONDS = 60


def database_unavailable(request: HttpRequest) -> HttpResponse:
    """503 while PostgreSQL restarts or is away; asks to come back in two seconds."""
    return answer(
        request,
        status=503,
        title=_("Even niet bereikbaar"),
        detail=_("De database is even niet bereikbaar. Er is niets half opgeslagen. Probeer het zo nog eens."),
        retry_after=DATABASE_RETRY_SECONDS,
    )


def storage_full(request: HttpRequest) -> HttpResponse:
    """503 while the disk is full: nothing of the file was kept."""
    return answer(
        request,
        status=503,
        title=_("Bestand niet bewaard"),
        detail=_(
            "Er is nu geen ruimte om bestanden te bewaren. Er is niets half opgeslagen. Probeer het later nog eens."
        ),
        retry_after=DISK_RETRY_SECONDS,
    )


def conflict(request: HttpRequest, *, rule: str) -> HttpResponse:
    """409 when the commit itself was refused: what was referred to went away meanwhile. ``rule`` is for programs, not people."""
    return answer(
        request,
        status=409,
        title=_("Dit past niet meer"),
        detail=_(
            "Terwijl jij bezig was, veranderde er iets waar dit bij hoort. Er is niets opgeslagen, ook niet half. "
            "Laad de pagina opnieuw en probeer het nog eens."
        ),
        more={"rule": rule} if rule else {},
    )


def too_large(request: HttpRequest, *, at_most: int) -> HttpResponse:
    """413 without having read the body."""
    size = f"{at_most // (1024 * 1024)} MB" if at_most >= 1024 * 1024 else f"{at_most // 1024} kB"
    return answer(
        request,
        status=413,
        title=_("Te groot"),
        detail=_("Wat je verstuurt is te groot. Het mag samen %(size)s zijn. Kies een kleiner bestand of minder tekst.")
        % {"size": size},
    )


def not_understood(request: HttpRequest) -> HttpResponse:
    """400 for a request that no browser makes: control characters in a path or header, a broken form."""
    return answer(
        request,
        status=400,
        title=_("Niet begrepen"),
        detail=_("Dit verzoek klopt niet. Ga terug, laad de pagina opnieuw en probeer het nog eens."),
    )


def answer(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    detail: str,
    retry_after: int | None = None,
    page: str = "",
    more: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """Return the refusal in the form that the asker reads: problem details under /api/, else a page.

    The page is that of the status, unless ``page`` names one that knows better what happened. ``more`` is for programs.
    """
    if request.path_info.startswith("/api/"):
        response = problem(status=status, title=title, detail=detail, **more)
    else:
        response = HttpResponse(_page(request, status, title, detail, page or str(status)), status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    response["Cache-Control"] = "no-store"
    return response


def problem(*, status: int, title: str, detail: str, **more: object) -> HttpResponse:
    """Return problem details; ``type`` is about:blank, so the status says what it is and ``title`` says it in words."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM)


def _page(request: HttpRequest, status: int, title: str, detail: str, name: str) -> str:
    from recruit_platform.core.organisations import (
        house,
    )  # not when this module loads: middleware needs it before the models

    names = [f"errors/{name}.html", "errors/said.html"]
    whose = house.of(request, may_ask=status < HTTPStatus.INTERNAL_SERVER_ERROR)
    base = "errors/public.html" if whose else "base_plain.html"
    return render_to_string(names, {"title": title, "detail": detail, "status": status, "house": whose, "base": base})
