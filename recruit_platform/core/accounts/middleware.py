"""Limits of a session, the language of the person, and the right status for a form that was refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from recruit_platform.core import clock
from recruit_platform.core.accounts import browsers

Next = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN, PROVED = "started_at", "seen_at", "proved_at"
_LIVE = re.compile(r"/o/[^/]+/live/.+")
_NOTE_EVERY_SECONDS = 60  # the moment of last use is written once a minute, not on every request


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session at its login."""
    now = int(clock.now().timestamp())
    request.session[STARTED] = request.session[SEEN] = request.session[PROVED] = now


class SessionLimits:
    """Ends a session that was unused for SESSION_IDLE_SECONDS or is older than SESSION_COOKIE_AGE, however busy it is.

    A poll by the page itself (``/o/<organisation>/live/<panel>``) is no use by a person: it does not keep a session alive.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._hold_to_limits(request)
        return self.get_response(request)

    def _hold_to_limits(self, request: HttpRequest) -> None:
        now = int(clock.now().timestamp())
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, started)
        if now - started >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_SECONDS:
            logout(request)
        elif (now - seen >= _NOTE_EVERY_SECONDS or SEEN not in request.session) and not _is_poll(request):
            request.session[SEEN] = now
            browsers.seen(request, at=clock.now())


def _is_poll(request: HttpRequest) -> bool:
    return _LIVE.fullmatch(request.path_info) is not None


class PreferredLanguage:
    """A person's own language goes before the browser's; the language cookie holds for those who are not logged in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language != translation.get_language():
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class InvalidFormsAre422:
    """The login package answers 200 with the form; a refused form is 422 here, so that htmx and the tests see it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        form = (response.context_data or {}).get("form")
        refused = request.method == "POST" and bool(getattr(form, "errors", None))
        if refused and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response
