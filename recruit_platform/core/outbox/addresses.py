"""Mail addresses: what may be sent to, and the keyed hash under which a suppressed one is remembered."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import files, tenancy
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text

_OWNER = "addresses"  # of an organisation: whose key among its FileKeys


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


def digest(address: str, *, at: datetime) -> str:
    """The keyed hash to store: without the key nobody can try addresses against it, nor compare two organisations.

    The key is the active organisation's own and random, so it stays when FILE_KEY changes; it is made the first time.
    """
    key = files.secret_of(_OWNER, tenancy.required(), made_at=at)
    if key is None:
        raise LookupError("The key of this organisation's addresses was destroyed.")
    return _digest(key, address)


def digests(of: Iterable[str]) -> dict[str, str]:
    """The hash of each of these addresses to look for; empty while the organisation never stored one. One query."""
    key = files.secret_of(_OWNER, tenancy.required())
    return {} if key is None else {address: _digest(key, address) for address in of}


def _digest(key: bytes, address: str) -> str:
    told = f"suppressed address|{tenancy.required()}|{normalised(address)}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
