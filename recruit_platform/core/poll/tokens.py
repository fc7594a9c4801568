"""Tokens that let a poll be answered without its session: signed, a minute long, worth nothing with another cookie or path."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

LIFE_SECONDS = 60


@dataclass(frozen=True)
class Ticket:
    """Who may see which panel of which organisation in which language, until when (epoch seconds).

    With the slug and the time zone of the organisation and the panel's variant, so that the panel can be rendered from the
    ticket alone.
    """

    organisation_id: int
    slug: str
    time_zone: str
    user_id: int
    panel: str
    language: str
    expires_at: int
    variant: str = ""


def issue(ticket: Ticket, *, path: str, session: str) -> str:
    parts = (ticket.organisation_id, ticket.slug, ticket.time_zone, ticket.user_id, ticket.expires_at)
    body = ".".join(map(str, (*parts, ticket.panel, ticket.language, ticket.variant)))
    return f"{body}.{_mac(body, path, session)}"


def read(token: str, *, path: str, session: str, now: float) -> Ticket | None:
    """Return what a token says if it is ours, of this path and session cookie, and not expired."""
    body, _, mac = token.rpartition(".")
    if not session or not hmac.compare_digest(mac.encode(), _mac(body, path, session).encode()):
        return None
    organisation_id, slug, time_zone, user_id, expires_at, panel, language, variant = body.split(".")
    if int(expires_at) <= now:
        return None
    return Ticket(int(organisation_id), slug, time_zone, int(user_id), panel, language, int(expires_at), variant)


def _mac(body: str, path: str, session: str) -> str:
    told = "\n".join((body, path, session)).encode("utf-8", "surrogatepass")
    return hmac.new(_key(settings.SECRET_KEY), told, hashlib.sha256).hexdigest()


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"live poll|" + secret.encode()).digest()
