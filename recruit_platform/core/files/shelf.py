"""Keeping files: the bytes first, complete and on disk, then the row; what never got its row is swept.

All functions work on the active organisation.
"""

from __future__ import annotations

import builtins
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import tenancy
from recruit_platform.core.models import FileKey, StoredFile
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import ids
from recruit_platform.lib.text import clean_line

from . import vault

ORPHAN_AGE = timedelta(hours=24)  # longer than any transaction lives between writing a file and its row
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageFull(Exception):
    """The disk is full; nothing was kept. Answered as 503: it passes."""


class OwnerErased(Exception):
    """The owner's key was destroyed; no file can be kept for them any more."""


class FileGone(Exception):
    """The file was erased, or its bytes are not on this disk."""


class Unreadable(Refusal):
    """The file was erased or damaged, in words for who asked for it."""


class TooLarge(Exception):
    """The stream went over the limit that the caller set; nothing was kept."""


def store(
    stream: BinaryIO,
    *,
    owner_kind: str,
    owner_id: int,
    name: str,
    purpose: str,
    at: datetime,
    content_type: str = "application/octet-stream",
    at_most: int | None = None,
) -> StoredFile:
    """Encrypt a stream to disk and record it; the row is visible when the caller's transaction commits.

    The bytes are on disk (fsync) before the row exists, so no committed row is without its file. If the transaction fails
    later, the file stays behind without a row until ``sweep_orphans``. Raises StorageFull, OwnerErased, TooLarge.
    """
    owner = vault.Owner(tenancy.required(), owner_kind, owner_id)
    key_row = _key_of(owner, at=at)
    if key_row.wrapped is None:
        raise OwnerErased(f"{owner_kind} {owner_id} was erased.")
    key = vault.unwrap(bytes(key_row.wrapped), owner=owner, masters=settings.FILE_KEYS)
    public_id = ids.uuid7()
    source = stream if at_most is None else _Limited(stream, at_most)
    size, sha256 = _write(source, public_id, key=key, organisation_id=owner.organisation_id)  # type: ignore[arg-type]
    return StoredFile.objects.create(
        public_id=public_id,
        key=key_row,
        purpose=purpose,
        name=clean_line(name)[-255:] or "bestand",
        content_type=content_type,
        size=size,
        sha256=sha256,
        created_at=at,
    )


def open(stored: StoredFile) -> vault.SealedReader:  # noqa: A001
    """Return the plain bytes as a readable, seekable binary stream; needs no scope once returned.

    Costs one query unless ``stored.key`` is loaded. Raises FileGone, and Tampered (also while reading).
    """
    if stored.key.wrapped is None:
        raise FileGone("This file was erased.")
    owner = _owner_of(stored.key)
    key = vault.unwrap(bytes(stored.key.wrapped), owner=owner, masters=settings.FILE_KEYS)
    try:
        source: BinaryIO = builtins.open(path_of(owner.organisation_id, stored.public_id), "rb")  # noqa: SIM115, PTH123
    except FileNotFoundError as problem:
        raise FileGone("The bytes of this file are not on this disk.") from problem
    try:
        return vault.SealedReader(source, key=key, label=_label(owner.organisation_id, stored.public_id))
    except BaseException:
        source.close()
        raise


def read(stored: StoredFile) -> bytes:
    """Return all plain bytes of a file that somebody just asked to work with. Raises Unreadable."""
    try:
        with open(stored) as stream:
            return stream.read()
    except (FileGone, vault.Tampered) as problem:
        raise Unreadable(_("Dit bestand is er niet meer, of het is beschadigd. Upload het opnieuw.")) from problem


def erase_owner(owner_kind: str, owner_id: int, *, at: datetime) -> int:
    """Destroy an owner's key for good and blank what their rows said; the bytes follow at commit. Repeatable.

    Returns how many files became unreadable. An owner who never had files gets a destroyed key, so none can be added later.
    """
    owner = vault.Owner(tenancy.required(), owner_kind, owner_id)
    with transaction.atomic():
        row = _key_of(owner, at=at)
        FileKey.objects.filter(pk=row.pk, destroyed_at=None).update(wrapped=None, destroyed_at=at)
        files = StoredFile.objects.filter(key=row)
        gone = [path_of(owner.organisation_id, public_id) for public_id in files.values_list("public_id", flat=True)]
        count = files.exclude(name="", sha256="").update(name="", sha256="")
    transaction.on_commit(lambda: _unlink(gone))
    return count


def count_of(owner_kind: str, owner_id: int) -> int:
    """Return how many readable files an owner has. One statement."""
    mine = StoredFile.objects.filter(key__owner_kind=owner_kind, key__owner_id=owner_id)
    return mine.filter(key__destroyed_at=None).count()


def remove(stored: StoredFile) -> None:
    """Delete one file and its row (an old export, a replaced logo); its owner's other files stay."""
    path = path_of(tenancy.required(), stored.public_id)
    stored.delete()
    transaction.on_commit(lambda: _unlink([path]))


def secret_of(owner_kind: str, owner_id: int, *, made_at: datetime | None = None) -> bytes | None:
    """Return the key of an owner itself, for what is no file; it stays the same when FILE_KEY changes.

    Made when it is not there and ``made_at`` is given, else None. One query once it exists.
    """
    owner = vault.Owner(tenancy.required(), owner_kind, owner_id)
    row = FileKey.objects.filter(owner_kind=owner_kind, owner_id=owner_id).first()  # unique per owner
    if row is None and made_at is not None:
        row = _key_of(owner, at=made_at)
    if row is None or row.wrapped is None:
        return None
    return vault.unwrap(bytes(row.wrapped), owner=owner, masters=settings.FILE_KEYS)


def rewrap_keys() -> int:
    """Close every owner's key of this organisation anew with the newest FILE_KEY; return how many. Repeatable."""
    changed = 0
    for row in FileKey.objects.exclude(wrapped=None).order_by("id").iterator(chunk_size=500):
        held = bytes(row.wrapped or b"")
        if vault.is_current(held, masters=settings.FILE_KEYS):
            continue
        owner = _owner_of(row)
        key = vault.unwrap(held, owner=owner, masters=settings.FILE_KEYS)
        anew = vault.wrap(key, owner=owner, masters=settings.FILE_KEYS)
        changed += FileKey.objects.filter(pk=row.pk, wrapped=held).update(wrapped=anew)
    return changed


def sweep_orphans(*, at: datetime) -> int:
    """Delete bytes of this organisation without a row, or with a destroyed key, once a day old; return how many."""
    folder = Path(settings.MEDIA_ROOT) / str(tenancy.required())
    oldest = (at - ORPHAN_AGE).timestamp()
    swept = 0
    for shelf in sorted(folder.iterdir()) if folder.is_dir() else []:
        paths = [path for path in shelf.iterdir() if path.stat().st_mtime < oldest]
        kept = set(
            StoredFile.objects.filter(
                public_id__in=[UUID(path.name) for path in paths if _is_id(path.name)], key__destroyed_at=None
            ).values_list("public_id", flat=True)
        )
        orphans = [path for path in paths if not _is_id(path.name) or UUID(path.name) not in kept]
        _unlink(orphans)
        swept += len(orphans)
    return swept


def path_of(organisation_id: int, public_id: UUID) -> Path:
    """Return where a file's bytes are: the organisation's folder, a shelf by the id's last byte, the id. Never a name."""
    return Path(settings.MEDIA_ROOT) / str(int(organisation_id)) / public_id.hex[-2:] / str(public_id)


class _Limited:
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: BinaryIO, at_most: int) -> None:
        self._stream, self._left = stream, at_most

    def read(self, size: int) -> bytes:
        part = self._stream.read(min(size, self._left + 1))
        self._left -= len(part)
        if self._left < 0:
            raise TooLarge("The file is larger than allowed.")
        return part


def _owner_of(key: FileKey) -> vault.Owner:
    return vault.Owner(cast(int, key.organisation_id), key.owner_kind, key.owner_id)


def _key_of(owner: vault.Owner, *, at: datetime) -> FileKey:
    """Return the owner's key row, made if need be, and locked: storing and erasing for one owner wait for each other."""
    mine = FileKey.objects.filter(owner_kind=owner.kind, owner_id=owner.id)
    found = mine.select_for_update().first()  # unique per owner
    if found is None:
        wrapped = vault.wrap(vault.new_key(), owner=owner, masters=settings.FILE_KEYS)
        row = FileKey(owner_kind=owner.kind, owner_id=owner.id, wrapped=wrapped, created_at=at)
        FileKey.objects.bulk_create([row], ignore_conflicts=True)
        found = mine.select_for_update().get()
    return found


def _write(source: BinaryIO, public_id: UUID, *, key: bytes, organisation_id: int) -> tuple[int, str]:
    path = path_of(organisation_id, public_id)
    part = path.with_suffix(".part")
    with _disk_words(part):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with builtins.open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:  # noqa: PTH123
            written = vault.seal(source, target, key=key, label=_label(organisation_id, public_id))
            target.flush()
            os.fsync(target.fileno())
        part.rename(path)
        _sync_folders(path.parent)
    return written


@contextmanager
def _disk_words(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as problem:
        with suppress(OSError):
            part.unlink()
        if isinstance(problem, OSError) and problem.errno in _FULL:
            raise StorageFull("The disk is full.") from problem
        raise


def _sync_folders(shelf: Path) -> None:
    """Make the file's name as durable as its bytes: a rename lives in its folder, a new folder in its parent."""
    for folder in (shelf, shelf.parent, shelf.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()


def _label(organisation_id: int, public_id: UUID) -> bytes:
    return f"{organisation_id}|{public_id}".encode()


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
