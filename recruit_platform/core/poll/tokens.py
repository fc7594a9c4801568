"""Tokens that let a poll be answered without its session: sealed, a minute long, worth nothing with another cookie or path."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
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
    sealed = _cipher(settings.SECRET_KEY).encrypt(body.encode(), _of(path, session))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(token: str, *, path: str, session: str, now: float) -> Ticket | None:
    """Return what a token says if it is ours, of this path and session cookie, and not expired."""
    if not session:
        return None
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        body = _cipher(settings.SECRET_KEY).decrypt(sealed, _of(path, session)).decode()
    except (InvalidTag, ValueError):  # also what is not base64
        return None
    organisation_id, slug, time_zone, user_id, expires_at, panel, language, variant = body.split(".")
    if int(expires_at) <= now:
        return None
    return Ticket(int(organisation_id), slug, time_zone, int(user_id), panel, language, int(expires_at), variant)


def _of(path: str, session: str) -> list[bytes]:
    return [path.encode("utf-8", "surrogatepass"), session.encode("utf-8", "surrogatepass")]


@lru_cache(maxsize=2)
def _cipher(secret: str) -> AESSIV:
    """RFC 5297: sealed rather than signed, because a token holds numbers of rows, which nobody sees."""
    return AESSIV(hashlib.sha256(b"live poll|" + secret.encode()).digest())
