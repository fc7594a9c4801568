"""The words of mails that open something (an account, an organisation), encrypted until they have left."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class Unreadable(Exception):
    """No key that is still known opens it."""


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def seal(words: Words, *, message_id: str) -> bytes:
    return close(json.dumps(asdict(words)).encode(), message_id=message_id)


def unseal(sealed: bytes, *, message_id: str) -> Words:
    """Return the words; raises Unreadable when they belong to another mail or no known key closed them."""
    return Words(**json.loads(reveal(sealed, message_id=message_id)))


def close(plain: bytes, *, message_id: str) -> bytes:
    """Encrypt what belongs to one mail, with the first FILE_KEY."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.FILE_KEYS[0]).encrypt(nonce, plain, message_id.encode())


def reveal(sealed: bytes, *, message_id: str) -> bytes:
    """Undo ``close``; raises Unreadable."""
    for key in settings.FILE_KEYS:
        plain = _opened(sealed, key=key, message_id=message_id)
        if plain is not None:
            return plain
    raise Unreadable("The words of this mail cannot be opened.")


def is_current(sealed: bytes, *, message_id: str) -> bool:
    """Tell whether the first FILE_KEY closed it."""
    return _opened(sealed, key=settings.FILE_KEYS[0], message_id=message_id) is not None


def _opened(sealed: bytes, *, key: bytes, message_id: str) -> bytes | None:
    try:
        return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], message_id.encode())
    except InvalidTag:
        return None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"account mail").derive(key))
