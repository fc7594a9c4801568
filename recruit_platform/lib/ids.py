"""Ids that may be shown outside: time-ordered UUIDs (RFC 9562, version 7) and unguessable tokens."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a new version 7 UUID: 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def token() -> str:
    """Return 22 URL-safe characters with 128 random bits, for links that are their own key."""
    return secrets.token_urlsafe(16)
