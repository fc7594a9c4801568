"""Pages of the career site that are the same for everybody: made once, kept for seconds, answered before Django is asked.

A page is kept in Redis under the version of what visitors of its organisation read: that version lives for seconds and is
replaced by each commit that changes it (poll.versions). Each process holds a page for one second more, so that a rush costs no
round trips. Two forms of a page are kept: for visitors who came by an ad, whose code is put in as the page is handed out, and
for those who did not.

Whoever is logged in, filters the list, asks for anything else or comes while Redis is away gets the ordinary view.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import translation

from recruit_platform.core import clock, tenancy
from recruit_platform.core.early import Answer, Application, Environ, StartResponse, tidy_connections
from recruit_platform.core.observability import context, metrics, requests
from recruit_platform.core.policies import VisitorRequest
from recruit_platform.core.poll import fragments, versions
from recruit_platform.core.poll.fragments import Shelf
from talentpool.careers import filters, origin, visits

PANEL = "careers"
NEAR_SECONDS = 1.0
_NEAR_PAGES, _KNOWN_SITES = 200, 2000
# Stands in a kept page where the code of each visitor's own ad comes: as a code it could be read, but none is that long.
_CODE = "zzzzzzzzzzzz"
_PAGE = re.compile(r"(?P<root>/werkbij/[^/]+/|/)(?:vacatures/(?:[0-9a-f-]{36}/)?)?")
_ALLOWED = "careers.allowed"
_LONGEST_QUERY = 2000
# Cookies of people who work here, and may see a page in another way.
_MAKES_A_PAGE_ONES_OWN = frozenset({settings.SESSION_COOKIE_NAME, "messages", "theme"})
_OWN_TO_A_VISITOR = ("HTTP_COOKIE", "HTTP_REFERER", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_MADE_ANEW = frozenset({"content-length", requests.HEADER.lower()})

versions.follow(PANEL, panels=["organisation", "vacancies"])


@dataclass(frozen=True)
class Allowed:
    """What a view says of a page that may be kept. ``visit_of`` is the vacancy that reading it is a visit of."""

    organisation_id: int
    zone: str
    view: str
    visit_of: int | None


@dataclass(frozen=True)
class Page:
    """A page as Django answered it, without what is made anew for each visitor."""

    allowed: Allowed
    headers: list[tuple[str, str]]
    body: bytes

    def packed(self) -> bytes:
        return json.dumps([astuple(self.allowed), self.headers]).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, kept: bytes) -> Page:
        about, body = kept.split(b"\n", 1)
        allowed, headers = json.loads(about)
        return cls(Allowed(*allowed), [(name, value) for name, value in headers], body)


@dataclass(frozen=True)
class Asked:
    """A request that a kept page may answer. ``site`` is what the pages of one organisation share: scheme, host, path."""

    request: WSGIRequest
    site: tuple[str, str, str]
    language: str
    code: str

    def shelf(self, organisation_id: int) -> Shelf:
        scheme, host, _root = self.site
        place = f"{scheme}://{host}{self.request.path_info}"
        return Shelf(organisation_id, PANEL, self.language, f"{place}{'+ad' if self.code else ''}")

    def own(self, body: bytes) -> bytes:
        """The page for this visitor, with the code of their ad in its links."""
        return body.replace(_CODE.encode(), self.code.encode()) if self.code else body

    def of_nobody(self) -> Environ:
        """The same request from nobody in particular."""
        environ = {name: value for name, value in self.request.environ.items() if name not in _OWN_TO_A_VISITOR}
        environ["QUERY_STRING"] = f"{origin.PARAMETER}={_CODE}" if self.code else ""
        environ["HTTP_COOKIE"] = f"{settings.LANGUAGE_COOKIE_NAME}={self.language}"
        return environ


class Memory:
    """What one process remembers: whose pages are where, and for a second the pages themselves."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str, str], int] = {}
        self._pages: dict[str, tuple[float, Page]] = {}

    def owner(self, site: tuple[str, str, str]) -> int | None:
        return self._owners.get(site)

    def learn(self, site: tuple[str, str, str], allowed: Allowed | None) -> None:
        if allowed is not None:
            if len(self._owners) >= _KNOWN_SITES:
                self._owners.clear()
            self._owners[site] = allowed.organisation_id

    def page(self, shelf: Shelf) -> Page | None:
        until, page = self._pages.get(shelf.key, (0.0, None))
        return page if time.monotonic() < until else None

    def hold(self, shelf: Shelf, page: Page) -> None:
        if len(self._pages) >= _NEAR_PAGES:
            self._pages.clear()
        self._pages[shelf.key] = (time.monotonic() + NEAR_SECONDS, page)


def allow(request: VisitorRequest, *, visit_of: int | None = None) -> None:
    """Say, in a view, that its answer is the same for everybody and may be kept."""
    match = request.resolver_match
    if match is not None:
        request.META[_ALLOWED] = Allowed(request.organisation.pk, request.settings.time_zone, match.view_name, visit_of)


def keeping_pages(application: Application) -> Application:
    """Wrap a WSGI application."""
    memory = Memory()

    def early(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started = time.perf_counter()
        asked = _asked(environ)
        if asked is None:
            return application(environ, start_response)
        owner = memory.owner(asked.site)
        if owner is None:
            return _ordinary(application, asked, start_response, memory)
        shelf = asked.shelf(owner)
        page = memory.page(shelf)
        if page is None:
            seen = fragments.look_or_begin(shelf)
            if seen is not None and seen.version is not None and seen.current is None and seen.is_mine:
                status, headers, body = _made(application, asked, shelf, seen.version, memory)
                start_response(status, headers)
                return [body]
            if seen is None or seen.current is None:
                return _ordinary(application, asked, start_response, memory)
            page = Page.unpacked(seen.current.body)
            memory.hold(shelf, page)
        if not _visited(asked, page.allowed):
            return _ordinary(application, asked, start_response, memory)
        status, headers, body = _handed_out(asked, page, started=started)
        start_response(status, headers)
        return [body]

    return early


def _asked(environ: Environ) -> Asked | None:
    """Return what is asked for when a kept page may answer it."""
    found = _PAGE.fullmatch(environ.get("PATH_INFO", ""))
    query = environ.get("QUERY_STRING", "")
    if found is None or environ.get("REQUEST_METHOD") != "GET" or len(query) > _LONGEST_QUERY:
        return None
    request = WSGIRequest(environ)
    try:
        if _MAKES_A_PAGE_ONES_OWN & request.COOKIES.keys() or filters.NAMES & request.GET.keys():
            return None
        site = (request.scheme or "", request.get_host(), found["root"])
    except SuspiciousOperation:
        return None  # the ordinary view refuses it
    language = translation.get_language_from_request(request)
    return Asked(request, site, language, origin.of(request).last)


def _ordinary(application: Application, asked: Asked, start_response: StartResponse, memory: Memory) -> Iterable[bytes]:
    """Django's own answer, and from it whose pages these are."""
    parts = application(asked.request.environ, start_response)
    memory.learn(asked.site, asked.request.environ.get(_ALLOWED))
    return parts


def _made(application: Application, asked: Asked, shelf: Shelf, version: bytes, memory: Memory) -> Answer:
    """Have Django make the page, and keep it where its view allows that."""
    environ = asked.of_nobody()
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def listen(status: str, headers: list[tuple[str, str]], *_problem: object) -> None:
        said[:] = [(status, headers)]

    parts = application(environ, listen)
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    ((status, headers),) = said
    allowed = environ.get(_ALLOWED)
    memory.learn(asked.site, allowed)
    names = {name.lower() for name, _value in headers}
    is_for_everybody = status.startswith("200 ") and "set-cookie" not in names
    if is_for_everybody and allowed is not None and allowed.organisation_id == shelf.organisation_id:
        page = Page(allowed, [(name, value) for name, value in headers if name.lower() not in _MADE_ANEW], body)
        fragments.keep(shelf, fragments.named(version, page.packed()))
        memory.hold(shelf, page)
    return status, *_sized(asked, headers, body)


def _visited(asked: Asked, allowed: Allowed) -> bool:
    """Count the visit that reading the page is; False when the database is in trouble, which the ordinary view says."""
    if allowed.visit_of is None:
        return True
    tidy_connections()
    try:
        with tenancy.active(allowed.organisation_id), transaction.atomic():
            today = clock.local_date(clock.now(), zone=allowed.zone)
            visits.note(asked.request, vacancy_id=allowed.visit_of, day=today)
    except (DatabaseError, InterfaceError):
        return False
    finally:
        tidy_connections()
    return True


def _handed_out(asked: Asked, page: Page, *, started: float) -> Answer:
    """Counted as a request, but not logged: the line would cost twice what the rest does."""
    metrics.count_request(page.allowed.view, method="GET", status=200, seconds=time.perf_counter() - started)
    headers, body = _sized(asked, page.headers, page.body)
    return "200 OK", [*headers, (requests.HEADER, context.request_id(None))], body


def _sized(asked: Asked, headers: list[tuple[str, str]], body: bytes) -> tuple[list[tuple[str, str]], bytes]:
    own = asked.own(body)
    lasting = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return [*lasting, ("Content-Length", str(len(own)))], own
