"""The log of an organisation as CSV, for whoever must keep it elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.utils.translation import gettext_lazy as _

from recruit_platform.core.log import Cursor, newest
from recruit_platform.core.models import Event

from .kinds import Produced, Result, kind
from .runner import JobHandle

PART = 1000
COLUMNS = [
    "id",
    "at",
    "kind",
    "actor_kind",
    "actor_id",
    "subject_kind",
    "subject_id",
    "rule_version",
    "request_id",
    "data",
]


@kind("core.audit_export", title=_("Logboek exporteren"))
def export(job: JobHandle) -> Result:
    """Newest first, in parts of a thousand; what is written while it runs is left out."""
    with job.scope():
        total = Event.objects.count()
    spool = cast("IO[bytes]", SpooledTemporaryFile(max_size=1024 * 1024))  # noqa: SIM115  closed with the result
    text = io.TextIOWrapper(spool, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, delimiter=";")  # what Dutch Excel opens by itself
    lines.writerow(COLUMNS)
    done, after = 0, None
    while True:
        with job.scope():
            part = newest(after=after, at_most=PART)
        lines.writerows(_line(event) for event in part)
        done += len(part)
        job.progress(done, total=max(total, done))
        if len(part) < PART:
            break
        after = Cursor(part[-1].pk)
    text.flush()
    text.detach()
    spool.seek(0)
    return Result(facts={"events": done}, file=Produced("logboek.csv", "text/csv", cast("io.BytesIO", spool)))


def _line(event: Event) -> Iterable[str]:
    cells = [
        event.pk,
        event.at.isoformat(),
        event.kind,
        event.actor_kind,
        event.actor_id,
        event.subject_kind,
        event.subject_id,
        event.rule_version,
        event.request_id,
        json.dumps(event.data, sort_keys=True),
    ]
    return [_cell("" if cell is None else str(cell)) for cell in cells]


def _cell(text: str) -> str:
    """No cell that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
