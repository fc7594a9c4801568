"""The log of an organisation as CSV, for whoever must keep it elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import tenancy
from recruit_platform.core.log import Cursor, newest
from recruit_platform.core.models import Event
from recruit_platform.core.references import facts, reference

from .kinds import Produced, Result, kind
from .runner import JobHandle

PART = 1000
COLUMNS = [
    "event",
    "at",
    "kind",
    "actor_kind",
    "actor",
    "subject_kind",
    "subject",
    "rule_version",
    "request_id",
    "data",
]

_ACTOR_AS = {"user": "person"}  # who does something is called as who it is about


@kind("core.audit_export", title=_("Logboek exporteren"))
def export(job: JobHandle) -> Result:
    """Newest first, in parts of a thousand; what is written while it runs is left out."""
    with job.scope():
        total, organisation_id = Event.objects.count(), tenancy.required()
    spool = cast("IO[bytes]", SpooledTemporaryFile(max_size=1024 * 1024))  # noqa: SIM115  closed with the result
    text = io.TextIOWrapper(spool, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, delimiter=";")  # what Dutch Excel opens by itself
    lines.writerow(COLUMNS)
    done, after = 0, None
    while True:
        with job.scope():
            part = newest(after=after, at_most=PART)
        lines.writerows(_line(event, organisation_id=organisation_id) for event in part)
        done += len(part)
        job.progress(done, total=max(total, done))
        if len(part) < PART:
            break
        after = Cursor(part[-1].pk)
    text.flush()
    text.detach()
    spool.seek(0)
    return Result(facts={"events": done}, file=Produced("logboek.csv", "text/csv", cast("io.BytesIO", spool)))


def _line(event: Event, *, organisation_id: int) -> Iterable[str]:
    """References instead of row numbers: the same thing has the same one on every line, in every export, and in the API."""
    refer = partial(reference, organisation_id=organisation_id)
    cells = [
        refer("event", row_id=event.pk),
        event.at.isoformat(),
        event.kind,
        event.actor_kind,
        None
        if event.actor_id is None
        else refer(_ACTOR_AS.get(event.actor_kind, event.actor_kind), row_id=event.actor_id),
        event.subject_kind,
        refer(event.subject_kind, row_id=event.subject_id),
        event.rule_version,
        event.request_id,
        json.dumps(facts(event.kind, event.data), sort_keys=True),
    ]
    return [_cell("" if cell is None else str(cell)) for cell in cells]


def _cell(text: str) -> str:
    """No cell that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
