"""The career site at an organisation's own host name."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from recruit_platform.core.organisations import directory

Next = Callable[[HttpRequest], HttpResponse]

_OWN = frozenset({urlsplit(settings.PUBLIC_URL).hostname, "127.0.0.1", "localhost", "testserver"})


class CareerHost:
    """Serves the career site, and nothing else, at the host name that an organisation set.

    The host must also be in ALLOWED_HOSTS: pointing a name at this server is the operator's decision. Requests for the product's
    own host cost nothing here; others cost one statement on a unique index.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host, _port = split_domain_port(request.get_host())
        if host not in _OWN:
            found = directory.by_career_host(host)
            if found is not None:
                request.career_organisation = found  # type: ignore[attr-defined]  # policies.visitor reads it
                request.urlconf = "recruit_platform.urls_career"
        return self.get_response(request)
