"""The encryption of files: pure functions and two streams, no database.

Three layers. The installation's key (FILE_KEY) and the organisation's id give the organisation's key (HKDF, RFC 5869). It wraps
one random key per owner (a candidate, a job): destroying that one erases the owner's files. Each file has a key of its own out
of its owner's key and a random salt, so chunk numbers can be nonces. Chunks follow STREAM (Hoang, Reyhanitabar, Rogaway and
Vizár, CRYPTO 2015): the nonce holds the chunk's number and whether it is the last; cut, swapped or repeated chunks are refused.

On disk: ``RPF1`` · 32 bytes of salt · chunks of 64 KiB, each with its 16-byte tag.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"RPF1"
SALT = 32
CHUNK = 64 * 1024
TAG = 16
HEADER = len(MAGIC) + SALT
_KID = 4
_NONCE = 12


class Tampered(Exception):
    """A file or a wrapped key is not what was written: changed, cut, moved to another place, or closed with another key."""


@dataclass(frozen=True)
class Owner:
    """Whose files: the organisation and the row they belong to. Part of what is authenticated."""

    organisation_id: int
    kind: str
    id: int

    def label(self) -> bytes:
        return f"{self.organisation_id}|{self.kind}|{self.id}".encode()


def new_key() -> bytes:
    return os.urandom(32)


def kid(master: bytes) -> bytes:
    """Return the short name under which wrapped keys remember which FILE_KEY closed them."""
    return hashlib.sha256(b"recruit file key id|" + master).digest()[:_KID]


def wrap(key: bytes, *, owner: Owner, masters: Sequence[bytes]) -> bytes:
    """Close an owner's key with the newest master key."""
    nonce = os.urandom(_NONCE)
    closed = AESGCM(_organisation_key(masters[0], owner.organisation_id)).encrypt(nonce, key, owner.label())
    return kid(masters[0]) + nonce + closed


def unwrap(wrapped: bytes, *, owner: Owner, masters: Sequence[bytes]) -> bytes:
    """Open an owner's key with the master key it names; raises Tampered."""
    named = [master for master in masters if kid(master) == wrapped[:_KID]]
    if not named:
        raise Tampered("The key that closed this is not among FILE_KEY.")
    nonce, closed = wrapped[_KID : _KID + _NONCE], wrapped[_KID + _NONCE :]
    try:
        return AESGCM(_organisation_key(named[0], owner.organisation_id)).decrypt(nonce, closed, owner.label())
    except InvalidTag as problem:
        raise Tampered("The wrapped key is not what was written.") from problem


def is_current(wrapped: bytes, *, masters: Sequence[bytes]) -> bool:
    return wrapped[:_KID] == kid(masters[0])


def seal(source: BinaryIO, target: BinaryIO, *, key: bytes, label: bytes) -> tuple[int, str]:
    """Encrypt a stream chunk by chunk; return the plain size in bytes and its SHA-256. Holds two chunks in memory."""
    salt = os.urandom(SALT)
    cipher = AESGCM(_file_key(key, salt, label))
    target.write(MAGIC + salt)
    size, digest, number = 0, hashlib.sha256(), 0
    chunk = _read_full(source, CHUNK)
    while True:
        following = _read_full(source, CHUNK)
        target.write(cipher.encrypt(_nonce(number, last=not following), chunk, label))
        digest.update(chunk)
        size, number = size + len(chunk), number + 1
        if not following:
            return size, digest.hexdigest()
        chunk = following


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed file, with seek. Raises Tampered at the first chunk that is not what was written."""

    def __init__(self, source: BinaryIO, *, key: bytes, label: bytes) -> None:
        super().__init__()
        self._source, self._label = source, label
        header = source.read(HEADER)
        if len(header) != HEADER or header[: len(MAGIC)] != MAGIC:
            raise Tampered("This is not a sealed file.")
        self._cipher = AESGCM(_file_key(key, header[len(MAGIC) :], label))
        sealed = source.seek(0, io.SEEK_END) - HEADER
        self._chunks = -(-sealed // (CHUNK + TAG))
        if self._chunks < 1 or sealed - (self._chunks - 1) * (CHUNK + TAG) < TAG:
            raise Tampered("The file was cut short.")
        self.size = sealed - self._chunks * TAG
        self._position, self._held = 0, (-1, b"")
        self._chunk(self._chunks - 1)  # the last chunk proves the length before the first byte leaves

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("Before the start of the file.")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self.size:
            return 0
        number, within = divmod(self._position, CHUNK)
        piece = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(HEADER + number * (CHUNK + TAG))
            closed = self._source.read(CHUNK + TAG)
            try:
                plain = self._cipher.decrypt(_nonce(number, last=number == self._chunks - 1), closed, self._label)
            except InvalidTag as problem:
                raise Tampered(f"Chunk {number} is not what was written.") from problem
            self._held = (number, plain)
        return self._held[1]


def _organisation_key(master: bytes, organisation_id: int) -> bytes:
    info = f"recruit files of organisation {organisation_id}".encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(master)


def _file_key(key: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=salt, info=b"recruit file|" + label).derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + (b"\x01" if last else b"\x00")


def _read_full(source: BinaryIO, size: int) -> bytes:
    """Read exactly so many bytes unless the stream ends; sockets and pipes hand over less at a time."""
    parts, wanted = [], size
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)
