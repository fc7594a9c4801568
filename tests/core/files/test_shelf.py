from __future__ import annotations

import errno
import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from recruit_platform.core import files, tasks, tenancy
from recruit_platform.core.files import shelf as shelves
from recruit_platform.core.files import vault
from recruit_platform.core.models import FileKey, StoredFile
from recruit_platform.lib.ids import uuid7
from tests.support.builders import NOON, World


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def keep(plain: bytes = b"a cv", *, owner_id: int = 5, name: str = "cv.pdf", **more: Any) -> StoredFile:
    return files.store(
        io.BytesIO(plain), owner_kind="candidate", owner_id=owner_id, name=name, purpose="cv", at=NOON, **more
    )


def on_disk(shelf: Path) -> list[Path]:
    return sorted(path for path in shelf.rglob("*") if path.is_file())


def test_stored_bytes_come_back_and_are_unreadable_on_disk(acme: World, shelf: Path) -> None:
    with tenancy.scope(acme.id):
        stored = keep(b"very personal " * 9000)
        assert files.open(StoredFile.objects.get(pk=stored.pk)).read() == b"very personal " * 9000
    (path,) = on_disk(shelf)
    assert b"personal" not in path.read_bytes()
    assert path.relative_to(shelf).as_posix() == f"{acme.id}/{stored.public_id.hex[-2:]}/{stored.public_id}"
    assert (path.stat().st_mode & 0o777, stored.size, stored.name) == (0o600, 126000, "cv.pdf")


def test_who_asks_for_an_erased_or_damaged_file_is_told_in_plain_words(acme: World, shelf: Path) -> None:
    with tenancy.scope(acme.id):
        gone, damaged = keep(), keep()
        assert files.read(gone) == b"a cv"
        path = next(path for path in on_disk(shelf) if path.name == str(damaged.public_id))
        kept = path.read_bytes()
        path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        shelves.path_of(acme.id, gone.public_id).unlink()
        for stored in (gone, damaged):
            with pytest.raises(files.Unreadable, match="er niet meer, of het is beschadigd"):
                files.read(stored)


def test_hostile_names_stay_names(acme: World, shelf: Path) -> None:
    with tenancy.scope(acme.id):
        stored = keep(name="../../etc/\x00cv\u202efdp.exe\r\nSet-Cookie: x" + "a" * 400)
    assert len(stored.name) == 255
    assert not set("\x00\u202e\r\n") & set(stored.name)
    assert [path.name for path in on_disk(shelf)] == [str(stored.public_id)]


def test_the_other_organisation_cannot_open_it_even_with_the_row_and_bytes_moved(
    acme: World, zed: World, shelf: Path
) -> None:
    with tenancy.scope(acme.id):
        stored = keep()
    with tenancy.scope(zed.id):
        assert not StoredFile.objects.filter(public_id=stored.public_id).exists()
        theirs = keep(b"z")
        path = shelves.path_of(zed.id, theirs.public_id)
        path.write_bytes(shelves.path_of(acme.id, stored.public_id).read_bytes())
        with pytest.raises(files.Tampered):
            files.open(theirs)


@pytest.mark.parametrize("position", [0, 10, vault.HEADER, -1])
def test_a_changed_byte_on_disk_is_refused(acme: World, position: int) -> None:
    with tenancy.scope(acme.id):
        stored = keep()
        path = shelves.path_of(acme.id, stored.public_id)
        data = bytearray(path.read_bytes())
        data[position] ^= 1
        path.write_bytes(data)
        with pytest.raises(files.Tampered):
            files.open(stored).read()


def test_erasing_an_owner_makes_their_files_unreadable_and_leaves_others(
    acme: World, shelf: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with tenancy.scope(acme.id):
        gone, also_gone, stays = keep(b"1"), keep(b"2"), keep(b"3", owner_id=6)
        with django_capture_on_commit_callbacks(execute=True):
            assert files.erase_owner("candidate", 5, at=NOON) == 2
            assert files.erase_owner("candidate", 5, at=NOON) == 0
        for stored in (gone, also_gone):
            stored.refresh_from_db()
            assert (stored.name, stored.sha256, stored.key.wrapped) == ("", "", None)
            with pytest.raises(files.FileGone):
                files.open(stored)
        assert files.open(stays).read() == b"3"
        with pytest.raises(files.OwnerErased):
            keep(b"4")
    assert [path.name for path in on_disk(shelf)] == [str(stays.public_id)]


def test_an_owner_without_files_can_be_erased_beforehand(acme: World) -> None:
    with tenancy.scope(acme.id):
        assert files.erase_owner("candidate", 99, at=NOON) == 0
        with pytest.raises(files.OwnerErased):
            keep(owner_id=99)


def test_a_full_disk_keeps_nothing_and_says_so(acme: World, shelf: Path) -> None:
    class Full(io.BytesIO):
        """A stream at whose second chunk the disk turns out to be full."""

        def read(self, size: int = -1) -> bytes:
            if self.tell():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().read(size)

    with tenancy.scope(acme.id):
        with pytest.raises(files.StorageFull):
            files.store(Full(b"x" * 200_000), owner_kind="job", owner_id=1, name="a", purpose="x", at=NOON)
        assert StoredFile.objects.count() == 0
    assert on_disk(shelf) == []


def test_too_large_is_refused_without_keeping_anything(acme: World, shelf: Path) -> None:
    with tenancy.scope(acme.id):
        assert keep(b"x" * 100, at_most=100).size == 100
        with pytest.raises(files.TooLarge):
            keep(b"x" * 101, at_most=100)
        assert StoredFile.objects.count() == 1
    assert len(on_disk(shelf)) == 1


def test_bytes_without_a_row_are_swept_after_a_day_and_nothing_else(acme: World, zed: World, shelf: Path) -> None:
    later = NOON + shelves.ORPHAN_AGE + timedelta(minutes=1)
    with tenancy.scope(zed.id):
        theirs = keep()
    with tenancy.scope(acme.id):
        stays = keep()
        with transaction.atomic():
            lost = keep(b"never committed")
            transaction.set_rollback(True)
        young = keep(b"young")
        StoredFile.objects.filter(pk=young.pk).delete()
        part = shelves.path_of(acme.id, lost.public_id).with_suffix(".part")
        part.write_bytes(b"killed while writing")
        for path in on_disk(shelf):
            os.utime(path, (NOON.timestamp(),) * 2)
        os.utime(shelves.path_of(acme.id, young.public_id), (later.timestamp() - 60,) * 2)
        assert files.sweep_orphans(at=later) == 2
        assert files.sweep_orphans(at=later) == 0
    assert {path.name for path in on_disk(shelf)} == {str(one.public_id) for one in (stays, young, theirs)}


def test_keys_are_closed_anew_under_a_new_master_and_the_old_one_can_go(acme: World, settings: Any) -> None:
    old = settings.FILE_KEYS
    with tenancy.scope(acme.id):
        stored = keep(b"kept")
        files.erase_owner("candidate", 77, at=NOON)
        settings.FILE_KEYS = (b"n" * 32, *old)
        assert files.open(stored).read() == b"kept"
        assert (files.rewrap_keys(), files.rewrap_keys()) == (1, 0)
        settings.FILE_KEYS = (b"n" * 32,)
        assert files.open(StoredFile.objects.get(pk=stored.pk)).read() == b"kept"
        settings.FILE_KEYS = old
        with pytest.raises(files.Tampered):
            files.open(StoredFile.objects.get(pk=stored.pk))


def test_removing_one_file_leaves_the_owners_key(
    acme: World, shelf: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with tenancy.scope(acme.id):
        one, other = keep(b"1"), keep(b"2")
        with django_capture_on_commit_callbacks(execute=True):
            files.remove(one)
        assert files.open(other).read() == b"2"
        assert FileKey.objects.count() == 1
    assert [path.name for path in on_disk(shelf)] == [str(other.public_id)]


def test_the_nightly_sweep_and_the_command_visit_every_organisation(acme: World, zed: World, settings: Any) -> None:
    for world in (acme, zed):
        with tenancy.scope(world.id):
            keep()
    orphans = [shelves.path_of(world.id, uuid7()) for world in (acme, zed)]
    for path in orphans:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (NOON.timestamp() - 10**7,) * 2)
    tasks.sweep_files()
    assert [path.exists() for path in orphans] == [False, False]
    settings.FILE_KEYS = (b"n" * 32, *settings.FILE_KEYS)
    said = io.StringIO()
    call_command("file_keys", "rewrap", stdout=said)
    assert said.getvalue() == "Closed anew: 2 keys, 0 second-step secrets, 0 mails.\n"
