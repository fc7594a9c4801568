"""Mail addresses: what may be sent to, and the keyed hash under which a suppressed one is remembered."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text


class AddressRefused(Refusal):
    """Not an address that mail can be sent to."""


def checked(address: str) -> str:
    """Return a cleaned single address, its domain in lower case; raise AddressRefused for anything else."""
    cleaned = text.clean_line(address)
    try:
        validate_email(cleaned)
    except ValidationError:
        raise AddressRefused(_("Dit is geen geldig e-mailadres.")) from None
    local, _at, domain = cleaned.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        raise AddressRefused(_("Dit is geen geldig e-mailadres.")) from None


def normalised(address: str) -> str:
    """The form in which two spellings of one mailbox are equal: lower case."""
    return text.clean_line(address).lower()


def digest(address: str, *, organisation_id: int) -> str:
    """The keyed hash to store: without the key nobody can try addresses against it, nor compare two organisations."""
    return _digest(_keys()[0], address, organisation_id)


def digests(address: str, *, organisation_id: int) -> list[str]:
    """The hashes to look for: one per key that is still known, so that changing FILE_KEY forgets nobody."""
    return [_digest(key, address, organisation_id) for key in _keys()]


def _digest(key: bytes, address: str, organisation_id: int) -> str:
    told = f"suppressed address|{organisation_id}|{normalised(address)}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def _keys() -> Sequence[bytes]:
    found: Sequence[bytes] = settings.FILE_KEYS
    return found
