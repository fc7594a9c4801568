"""Sessions in PostgreSQL of which the table holds nothing to log in with: no keys, no readable contents.

``django_session`` belongs to no organisation, so no row-level security stands around it. Whoever reads it, finds

* instead of the key in the browser's cookie its **name**: a hash of it. Keys have 165 random bits, so nobody finds a key by
  guessing at its name and a fast hash without salt is right (a slow one is for passwords, which people choose);
* contents under a key made of SECRET_KEY and the name: unreadable, and of use in no other row. Somebody who could also write
  would otherwise copy a person's signed contents to a row under a key of their own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from typing import Any

from allauth.usersessions.models import UserSession
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.contrib.sessions.serializers import JSONSerializer
from django.db import IntegrityError, transaction

from recruit_platform.core import clock

Contents = dict[str, Any]

_NAME_LENGTH = 40  # what the columns hold: 240 of SHA-256's bits
_NONCE = 12


def name_of(key: str) -> str:
    """Return what a session is called in the database. Cookies hold keys, tables hold names; a name opens nothing."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest())[
        :_NAME_LENGTH
    ].decode()


def contents(names: Sequence[str]) -> dict[str, Contents]:
    """Return what stands in the sessions of these names that are alive. One statement."""
    rows = Session.objects.filter(session_key__in=names, expire_date__gt=clock.now())
    found = {name: _opened(data, name=name) for name, data in rows.values_list("session_key", "session_data")}
    return {name: held for name, held in found.items() if held is not None}


@transaction.atomic
def end(names: Sequence[str]) -> None:
    """End sessions by name and take them off the list of browsers. Names of sessions that are gone do no harm."""
    Session.objects.filter(session_key__in=names).delete()
    UserSession.objects.filter(session_key__in=names).delete()


class SessionStore(SessionBase):
    """One session, by the key in the cookie. Every way in takes keys: a name read from the table is hashed like any other text.

    A database that is away raises as it is (503). Django's own store would say "deleted meanwhile" (400).
    """

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=name_of(session_key)).exists()

    def load(self) -> Contents:
        """Return the contents; a session that is gone, expired or not ours is empty, and its key is not used again."""
        name = name_of(self.session_key or "")
        held = contents([name]).get(name)
        if held is None:
            self._session_key = None
        return held or {}

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs know nothing private
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError when a new key is in use, UpdateError when the session was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        name = name_of(self.session_key)
        data = _closed(self._get_session(no_load=must_create), name=name)  # type: ignore[attr-defined]
        until = self.get_expiry_date()
        if not must_create:
            if not Session.objects.filter(session_key=name).update(session_data=data, expire_date=until):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                Session.objects.create(session_key=name, session_data=data, expire_date=until)
        except IntegrityError as problem:
            raise CreateError from problem
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            end([name_of(key)])

    def cycle_key(self) -> None:
        """Take a new key (at login, after a new password); the browser stays in its person's list."""
        held, old = self._session, self.session_key  # type: ignore[attr-defined]
        self.create()
        self._session_cache = held
        if old:
            UserSession.objects.filter(session_key=name_of(old)).update(session_key=name_of(self.session_key or ""))
            self.delete(old)

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what has ended by itself, a thousand at a time, also from the lists of browsers."""
        ended = Session.objects.filter(expire_date__lt=clock.now()).order_by("expire_date", "session_key")
        while names := list(ended.values_list("session_key", flat=True)[:1000]):
            end(names)


def _closed(held: Contents, *, name: str) -> str:
    nonce = os.urandom(_NONCE)
    plain = JSONSerializer().dumps(held)
    return base64.b64encode(nonce + _cipher(name).encrypt(nonce, plain, None)).decode()


def _opened(data: str, *, name: str) -> Contents | None:
    """Return None for what was not closed by us under this name: damaged, copied, or from before a change of SECRET_KEY."""
    try:
        raw = base64.b64decode(data, validate=True)
        plain = _cipher(name).decrypt(raw[:_NONCE], raw[_NONCE:], None)
    except (ValueError, InvalidTag):
        return None
    held: Contents = JSONSerializer().loads(plain)
    return held


def _cipher(name: str) -> AESGCM:
    """A key per session, so that contents belong to one row, and random nonces never run out."""
    master = hashlib.sha256(b"session contents|" + settings.SECRET_KEY.encode()).digest()
    return AESGCM(hmac.digest(master, name.encode(), hashlib.sha256))
