"""Which ad brought somebody: the codes of the first and the last link they followed.

Carried in the address (``?l=code``), so that it works without cookies, and in one first-party cookie that holds nothing but link
codes for a week: no number, nothing that tells two visitors apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from campaigns.models import TrackedLink

PARAMETER = "l"
COOKIE = "herkomst"
_LIFE_SECONDS = 7 * 24 * 3600
_CODES = re.compile(r"[a-z0-9]{4,12}(\.[a-z0-9]{4,12})?")


@dataclass(frozen=True)
class Origin:
    first: str = ""
    last: str = ""

    @property
    def query(self) -> str:
        """What links on the page carry on, such as ``?l=f7k2mn9q``."""
        return f"?{PARAMETER}={self.last}" if self.last else ""


def of(request: HttpRequest) -> Origin:
    """Return the first and the last touch that this visitor's address and cookie tell. No statement."""
    kept = request.COOKIES.get(COOKIE, "")
    first, _dot, last = kept.partition(".") if _CODES.fullmatch(kept) else ("", "", "")
    asked = request.GET.get(PARAMETER, "")
    if not _CODES.fullmatch(asked) or "." in asked:
        return Origin(first, last or first)
    return Origin(first or asked, asked)


def links(origin: Origin) -> tuple[TrackedLink | None, TrackedLink | None]:
    """Return the links behind the codes, where they exist. One statement, none without codes."""
    if not origin.last:
        return None, None
    found = {link.code: link for link in TrackedLink.objects.filter(code__in={origin.first, origin.last})}
    return found.get(origin.first), found.get(origin.last)


def remember(response: HttpResponse, origin: Origin, *, path: str) -> HttpResponse:
    """Keep the codes on this organisation's own pages for a week."""
    response.set_cookie(
        COOKIE,
        f"{origin.first}.{origin.last}",
        max_age=_LIFE_SECONDS,
        path=path,
        secure=settings.SERVED_OVER_TLS,
        httponly=True,
        samesite="Lax",
    )
    return response
