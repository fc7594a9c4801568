"""Answers polls before Django does: one look at a signed token and one round trip to Redis.

A version that nobody rendered yet is rendered here too: the token stands for the session, the person and the permission.
Whatever does not fit — no token, an old one, another cookie, no Redis, a database in trouble — goes on to the ordinary view.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from recruit_platform.core.early import Answer, Application, Environ, StartResponse, tidy_connections

from . import fragments, panels, tokens


def answering_polls(application: Application) -> Application:
    """Wrap a WSGI application."""

    def early(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if "/live/" in environ.get("PATH_INFO", "") and environ.get("REQUEST_METHOD") == "GET":
            answer = _answer(environ)
            if answer is not None:
                status, headers, body = answer
                start_response(status, headers)
                return [body]
        return application(environ, start_response)

    return early


def _answer(environ: Environ) -> Answer | None:
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), max_num_fields=10))
    path = environ["PATH_INFO"]
    token = query.get("t", "")
    ticket = tokens.read(token, path=path, session=_session(environ), now=time.time())
    if ticket is None:
        return None
    seen = fragments.look(panels.shelf_of(ticket))
    if seen is None or seen.version is None:
        return None
    fragment = seen.current or _rendered(ticket, seen)
    if fragment is None:
        return None
    if environ.get("HTTP_IF_NONE_MATCH") == f'"{fragment.etag}"':
        return "304 Not Modified", _headers(fragment.etag), b""
    if query.get("v") == fragment.etag:
        return "204 No Content", _headers(fragment.etag), b""
    return _whole(fragment.addressed(path=path, token=token), fragment.etag)


def _whole(body: bytes, etag: str) -> Answer:
    about = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    return "200 OK", [*_headers(etag), *about], body


def _rendered(ticket: tokens.Ticket, seen: fragments.Seen) -> fragments.Fragment | None:
    tidy_connections()
    try:
        return panels.fragment_for(ticket, seen)
    except (KeyError, DatabaseError, InterfaceError):
        return None  # the ordinary view meets the same trouble and has the words for it
    finally:
        tidy_connections()


def _session(environ: Environ) -> str:
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == settings.SESSION_COOKIE_NAME:
            return str(value)
    return ""


def _headers(etag: str) -> list[tuple[str, str]]:
    """What the middleware would have added to a fragment."""
    headers = [
        ("ETag", f'"{etag}"'),
        ("Cache-Control", "private, no-cache"),
        ("Vary", "Cookie"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ]
    if settings.SECURE_HSTS_SECONDS:
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"))
    return headers
