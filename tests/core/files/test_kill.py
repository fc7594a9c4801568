"""kill -9 in the middle of storing: every committed row has its whole file; what has no row is swept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection

from recruit_platform.core import clock, files, tenancy
from recruit_platform.core.files import shelf
from recruit_platform.core.models import StoredFile
from tests.support import builders

ROOT = Path(__file__).resolve().parents[3]
KILLS = 6
STORE_FOR_EVER = """
import io, itertools, sys
import django
django.setup()
from recruit_platform.core import clock, files, tenancy
print("started", flush=True)
for n in itertools.count():
    with tenancy.scope(int(sys.argv[1])):
        plain = io.BytesIO(bytes([n % 251]) * 400_000)
        files.store(plain, owner_kind="job", owner_id=n % 3 + 1, name="x", purpose="x", at=clock.now())
"""


@pytest.mark.django_db(transaction=True)
def test_rows_and_files_agree_after_kills(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    organisation = builders.make_organisation("acme")
    here = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + quote(connection.settings_dict["NAME"])).geturl()
    environment = os.environ | {
        "DATABASE_URL": here, "RECRUIT_FILES": str(tmp_path), "DJANGO_SETTINGS_MODULE": "recruit_platform.settings",
    }  # fmt: skip
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", STORE_FOR_EVER, str(organisation.pk)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
        )
        with process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"started\n"
            time.sleep(0.15 + kill * 0.037)
            process.send_signal(signal.SIGKILL)
    with tenancy.scope(organisation.pk):
        rows = list(StoredFile.objects.select_related("key"))
        assert len(rows) >= KILLS
        for row in rows:
            plain = files.open(row).read()
            assert (len(plain), len(set(plain))) == (400_000, 1)
        for path in tmp_path.rglob("*"):
            os.utime(path, (0, 0))
        files.sweep_orphans(at=clock.now() + shelf.ORPHAN_AGE + timedelta(hours=1))
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        str(row.public_id) for row in rows
    )
