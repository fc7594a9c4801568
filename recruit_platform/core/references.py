"""What stands outside for the number of a row: numbers count the rows of all organisations, so nobody sees one.

A reference says "the same thing" and nothing else; a cursor is one that only we can read back.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

from recruit_platform.core import tenancy
from recruit_platform.core.log import kinds

_CURSOR_LENGTH = 32


def reference(what: str, organisation_id: int, row_id: int) -> str:
    """Return 22 characters that stand for a row: the same each time, and nothing can be read from them."""
    digest = salted_hmac("core.api.reference", f"{organisation_id}.{what}.{row_id}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def facts(kind: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Return an event's facts without row numbers; a kind that is no longer declared tells nothing."""
    try:
        declared = kinds.get(kind).facts
    except kinds.Refused:
        return {}
    return {name: kept[name] for name, fact in declared.items() if name in kept and fact != kinds.Id()}


def cursor(row_id: int, *, of: str) -> str:
    """Return 32 characters that stand for a row in one list of the active organisation; the same each time."""
    sealed = _cipher().encrypt(row_id.to_bytes(8, "big"), _place(of))
    return base64.urlsafe_b64encode(sealed).decode()


def row_of(given: str, *, of: str) -> int | None:
    """Return the row that a cursor of ours stands for in this list; None for anything else."""
    if len(given) != _CURSOR_LENGTH or not given.isascii():
        return None
    try:
        plain = _cipher().decrypt(base64.urlsafe_b64decode(given), _place(of))
    except (InvalidTag, binascii.Error, ValueError):
        return None
    return int.from_bytes(plain, "big")


def _place(of: str) -> list[bytes]:
    return [str(tenancy.required()).encode(), of.encode("utf-8", "surrogatepass")]


def _cipher() -> AESSIV:
    """Deterministic on purpose (RFC 5297): the same page has the same address."""
    return AESSIV(hashlib.sha256(b"cursor|" + settings.SECRET_KEY.encode()).digest())
