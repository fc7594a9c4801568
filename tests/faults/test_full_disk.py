"""A disk that is really full: a file system of half a megabyte under the files."""

from __future__ import annotations

import os
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recruit_platform.core import clock, jobs, tenancy
from recruit_platform.core.jobs import runner
from recruit_platform.core.models import FileKey, JobState, LongJob, OrganisationSettings, StoredFile
from tests.core.files import uploads
from tests.support.builders import World

LOGO = "/o/acme/instellingen/huisstijl/logo/"


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Files go to a file system of 512 kB, of which ``fill`` leaves nothing."""
    if os.geteuid() != 0:
        pytest.skip("Only root can mount a small file system; tests/core/files/test_shelf.py plays a full one.")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", tmp_path], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        pytest.skip(f"This machine mounts nothing: {done.stderr.strip()}")
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing goes on it any more."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as target:
        try:
            while True:
                target.write(b"x" * 4096)
        except OSError:
            return filler


def _picture() -> SimpleUploadedFile:
    """A PNG with 100 kB of remarks that do not compress."""
    small, remarks = uploads.png(), b"tEXt" + os.urandom(100_000)
    chunk = struct.pack(">I", len(remarks) - 4) + remarks + struct.pack(">I", zlib.crc32(remarks))
    after_head = 33
    whole = small[:after_head] + chunk + small[after_head:]
    return SimpleUploadedFile("logo.png", whole, content_type="image/png")


@pytest.mark.django_db
def test_an_upload_to_a_full_disk_is_503_keeps_nothing_and_works_once_there_is_room(
    acme: World, disk: Path, client: Client
) -> None:
    client.force_login(acme.admin)
    filler = fill(disk)
    answer = client.post(LOGO, {"logo": _picture()})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "niets half opgeslagen" in answer.content.decode()
    with tenancy.scope(acme.id):
        assert (StoredFile.objects.count(), FileKey.objects.count()) == (0, 0)
        assert OrganisationSettings.objects.get().logo_id is None
    assert [path for path in disk.rglob("*") if path.is_file()] == [filler]
    filler.unlink()
    assert client.post(LOGO, {"logo": _picture()}).status_code == 302
    with tenancy.scope(acme.id):
        stored = OrganisationSettings.objects.get().logo
        assert stored is not None
        assert stored.size > 100_000


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_result_finds_no_room_ends_in_words_without_half_a_file(acme: World, disk: Path) -> None:
    with tenancy.scope(acme.id):
        job = jobs.start("core.audit_export", input={}, by=acme.admin, at=clock.now())
    filler = fill(disk)
    runner.run(acme.id, job.pk)
    with tenancy.scope(acme.id):
        ended = LongJob.objects.get(pk=job.pk)
        assert (ended.state, ended.result_file_id, StoredFile.objects.count()) == (JobState.FAILED, None, 0)
        assert "geen ruimte" in str(ended.failure)
    assert [path for path in disk.rglob("*") if path.is_file()] == [filler]
