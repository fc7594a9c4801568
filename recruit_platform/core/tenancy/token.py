"""The signed, short-lived statement "this transaction belongs to organisation N" that PostgreSQL verifies itself."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time

from django.conf import settings

LIFE_SECONDS = 120

_cache = threading.local()


def sign(organisation_id: int, *, expires_at: int) -> str:
    """Return ``kid.organisation.expiry.hexmac`` (HMAC-SHA256), the form that ``app.org()`` checks."""
    key = settings.TENANT_KEY
    body = f"{key.kid}.{organisation_id}.{expires_at}"
    return f"{body}.{hmac.new(key.secret, body.encode(), hashlib.sha256).hexdigest()}"


def fresh(organisation_id: int) -> str:
    """Return a token with at least half its life ahead; signed anew per thread when it has less."""
    now = int(time.time())  # PostgreSQL looks at the real clock, also where ours is held
    key = settings.TENANT_KEY
    cached: dict[tuple[int, int], tuple[int, str]] = _cache.__dict__.setdefault("tokens", {})
    held = cached.get((key.kid, organisation_id))
    if held and now + LIFE_SECONDS // 2 < held[0] <= now + LIFE_SECONDS:
        return held[1]
    if len(cached) > 1000:
        cached.clear()
    expires_at = now + LIFE_SECONDS
    cached[(key.kid, organisation_id)] = (expires_at, sign(organisation_id, expires_at=expires_at))
    return cached[(key.kid, organisation_id)][1]


def pads(secret: bytes) -> tuple[bytes, bytes]:
    """Return HMAC's inner and outer pad (64 bytes each), which is what the database stores instead of the key (RFC 2104)."""
    block = secret.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
