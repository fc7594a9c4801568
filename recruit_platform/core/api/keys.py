"""Keys of the API: made, listed and revoked for the active organisation; recognised by their hash on each request."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recruit_platform.core import log, tenancy
from recruit_platform.core.models import ApiKey, OrganisationSettings, User
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib.text import clean_line

from .scopes import Scope

PREFIX = "rp_"
MOST_KEYS = 50
USE_IS_NOTED_EVERY = timedelta(minutes=1)
_SHAPE = re.compile(r"rp_[A-Za-z0-9_-]{43}")


class KeyRefused(Refusal):
    """A key cannot be made like this."""


@dataclass(frozen=True)
class MadeKey:
    """``secret`` is in no table: this is the only time it can be shown."""

    key: ApiKey
    secret: str


@dataclass(frozen=True)
class ActiveKey:
    """The key that a request came with."""

    id: int
    organisation_id: int
    scopes: frozenset[str]


def create(*, name: str, scopes: Sequence[str], by: User, at: datetime, expires_at: datetime | None = None) -> MadeKey:
    """Make a key with 256 random bits and keep its SHA-256. Raises KeyRefused, also for a second key in use of one name.

    Two clicks so make one key: whose secret was shown is known, and no key is in use that nobody ever saw.
    """
    tidy = clean_line(name)
    wanted = sorted(set(scopes))
    if not 1 <= len(tidy) <= 100:
        raise KeyRefused(_("Geef de sleutel een naam van hooguit 100 tekens."))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise KeyRefused(_("Kies waar de sleutel voor is."))
    if expires_at is not None and expires_at <= at:
        raise KeyRefused(_("Kies een einddatum in de toekomst."))
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        OrganisationSettings.objects.select_for_update().get()  # one at a time, or two clicks would each see no key yet
        in_use = ApiKey.objects.filter(revoked_at=None)
        if in_use.filter(name=tidy).exists():
            raise KeyRefused(_("Er is al een sleutel met deze naam. Kies een andere naam, of trek die sleutel in."))
        if in_use.count() >= MOST_KEYS:
            raise KeyRefused(_("Er zijn al %(most)s sleutels. Trek er eerst een in.") % {"most": MOST_KEYS})
        key = ApiKey.objects.create(
            name=tidy,
            hint=secret[:8],
            secret_hash=hash_of(secret),
            scopes=wanted,
            created_by=by,
            created_at=at,
            expires_at=expires_at,
        )
        log.append(
            "api_key.created",
            subject=log.Subject("api_key", key.pk),
            actor=log.Actor.user(by),
            at=at,
            data={"scopes": wanted},
        )
    return MadeKey(key, secret)


def revoke(key: ApiKey, *, by: User, at: datetime) -> None:
    """End a key: the next request with it is refused. Repeatable."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
            log.append("api_key.revoked", subject=log.Subject("api_key", key.pk), actor=log.Actor.user(by), at=at)


def listed() -> list[ApiKey]:
    """Return the organisation's keys, those in use first, newest first. One query, at most 200 rows."""
    return list(ApiKey.objects.select_related("created_by").order_by("-revoked_at", "-id")[:200])


def recognise(header: str | None, *, at: datetime) -> ActiveKey | None:
    """Return the key of an Authorization header, or None. Costs two statements; once a minute two more to note the use."""
    scheme, _space, secret = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not _SHAPE.fullmatch(secret):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, id FROM app.api_key_by_hash(%s)", [hash_of(secret)])
        found = cursor.fetchone()
    if found is None:
        return None
    organisation_id, key_id = found
    with tenancy.active(organisation_id):
        key = _in_use(at).filter(pk=key_id).first()
        if key is None:
            return None
        _note_use(key, at=at)
    return ActiveKey(key.pk, organisation_id, frozenset(key.scopes))


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _in_use(at: datetime) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)


def _note_use(key: ApiKey, *, at: datetime) -> None:
    """At most once a minute, and never waiting: a request beside this one that holds the row notes it as well as we do."""
    if key.last_used_at is not None and at - key.last_used_at < USE_IS_NOTED_EVERY:
        return
    if ApiKey.objects.select_for_update(skip_locked=True).filter(pk=key.pk).exists():
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
