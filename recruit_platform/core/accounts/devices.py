"""A browser that logged in before is known by a signed cookie.

Guesses from elsewhere are counted apart from it: an attacker who uses up the limit for an address does not lock out the person
who logs in from a browser of their own (OWASP, "Slow down online guessing attacks with device cookies").
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from recruit_platform.core.models import User

COOKIE = f"{'__Host-' if settings.SERVED_OVER_TLS else ''}device"
_SALT = "recruit_platform.core.accounts.devices"
_YEAR_SECONDS = 365 * 24 * 3600


def remember(response: HttpResponse, user: User) -> None:
    """Set the cookie for this person's browser. It holds no address: only a keyed hash of it, and a random name."""
    value = signing.dumps({"who": _who(user.email), "name": secrets.token_urlsafe(12)}, salt=_SALT)
    response.set_cookie(
        COOKIE, value, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.SERVED_OVER_TLS
    )


def of(request: HttpRequest, address: str) -> str | None:
    """Return the name of a browser that logged in as this address before, or None."""
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR_SECONDS)
    except signing.BadSignature:
        return None
    return held["name"] if held.get("who") == _who(address) else None


def _who(address: str) -> str:
    return salted_hmac(_SALT, address.lower(), algorithm="sha256").hexdigest()[:32]
