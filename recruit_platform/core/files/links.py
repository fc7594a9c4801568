"""Links to download one file: for one person in one organisation, for five minutes at most."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse

from recruit_platform.core.models import Organisation, StoredFile, User

LIFE = timedelta(minutes=5)
_signer = signing.TimestampSigner(salt="core.files.link")


class LinkRefused(Exception):
    """The link was changed, is another person's, or its five minutes are over."""


def download_path(stored: StoredFile, *, organisation: Organisation, user: User) -> str:
    """Return the path at which this person can fetch this file for the next five minutes.

    The caller has decided that they may: the link carries that decision, and the download is logged.
    """
    place = reverse("file_download", args=[organisation.slug, stored.public_id])
    return f"{place}?s={_signature(organisation.pk, user.pk, stored.public_id)}"


def check(signature: str, *, organisation_id: int, user_id: int, public_id: UUID) -> None:
    """Raise LinkRefused unless this is a signature of ours, fresh, for exactly this organisation, person and file."""
    try:
        _signer.unsign(f"{_value(organisation_id, user_id, public_id)}:{signature}", max_age=LIFE)
    except signing.BadSignature as problem:
        raise LinkRefused from problem


def _signature(organisation_id: int, user_id: int, public_id: UUID) -> str:
    """The moment and the seal alone: what they are of, the one who checks knows, and a link shows no row numbers."""
    value = _value(organisation_id, user_id, public_id)
    return _signer.sign(value).removeprefix(f"{value}:")


def _value(organisation_id: int, user_id: int, public_id: UUID) -> str:
    return f"{organisation_id}.{user_id}.{public_id}"
