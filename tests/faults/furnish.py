"""In a process of its own, on the database the environment names: people to post as, and afterwards what is there.

`python -m tests.faults.furnish fill | count | applications`; the last two print JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

JOBS = ("Conciërge", "Leerkracht")


def fill() -> None:
    """Two organisations with a person in every role; the first has two open jobs and an admin with a password. Repeatable."""
    from allauth.account.models import EmailAddress

    from recruit_platform.core import tenancy
    from recruit_platform.core.models import Organisation
    from tests.support import builders
    from tests.support.vacancies import make_vacancy

    for slug in ("acme", "zed"):
        if Organisation.objects.filter(slug=slug).exists():
            continue
        world = builders.make_world(slug)
        if slug == "acme":
            world.admin.set_password(builders.PASSWORD)
            world.admin.save(update_fields=["password"])
            EmailAddress.objects.create(user=world.admin, email=world.admin.email, verified=True, primary=True)
            with tenancy.scope(world.id):
                for title in JOBS:
                    make_vacancy(title, opens_on=date(2020, 1, 1))


def count() -> dict[str, dict[str, list[object]]]:
    """What stands in the first organisation.

    ``days``: day → its name and how often the log says it was added; ``invitations``: address → rows, and mails not taken back.
    """
    from recruit_platform.core import tenancy
    from recruit_platform.core.models import DayOff, Event, Invitation, MessageState, Organisation, OutboxMessage

    with tenancy.scope(Organisation.objects.get(slug="acme").pk):
        added = Counter(
            event["day"] for event in Event.objects.filter(kind="day_off.added").values_list("data", flat=True)
        )
        names = {day.isoformat(): name for day, name in DayOff.objects.values_list("day", "name")}
        invited = Counter(Invitation.objects.values_list("email", flat=True))
        live = OutboxMessage.objects.exclude(state=MessageState.CANCELLED)
        mails = Counter(live.values_list("to_address", flat=True))
    return {
        "days": {day: [names.get(day), added[day]] for day in sorted({*names, *added})},
        "invitations": {email: [invited[email], mails[email]] for email in sorted({*invited, *mails})},
    }


def applications() -> dict[str, Any]:
    """What stands of applications in the first organisation, each file read to its end; sweeps what has no row, a day ahead.

    ``applications``: "address job" → its rows; ``people``: address → candidates; ``consents``: address → given, standing;
    ``wrong``: what must be none, each with how many.
    """
    from recruit_platform.core import clock, files, tenancy
    from recruit_platform.core.log import tallies
    from recruit_platform.core.models import Organisation, StoredFile
    from talentpool.models import Application, ApplicationDraft, Candidate, CandidateDocument, Consent
    from talentpool.services import funnel

    with tenancy.scope(Organisation.objects.get(slug="acme").pk):
        cvs, unreadable = _files()
        rows, listeners = _applications(cvs)
        used = {*CandidateDocument.objects.values_list("file", flat=True)}
        used |= {*ApplicationDraft.objects.exclude(cv=None).values_list("cv", flat=True)}
        kept = len(_on_disk())
        stored = StoredFile.objects.count()
        swept = files.sweep_orphans(at=clock.now() + timedelta(hours=25))
        started = tallies.total(funnel.STARTED, first=date.min, until=date.max)
        consents = Consent.objects.values_list("candidate__email", "withdrawn_at")
        given, standing = (
            Counter(email for email, _at in consents),
            Counter(email for email, at in consents if at is None),
        )
        return {
            "applications": rows,
            "listeners": listeners,
            "people": Counter(Candidate.objects.values_list("email", flat=True)),
            "consents": {email: [given[email], standing[email]] for email in given},
            "left_for_sweeper": kept - stored,
            "wrong": {
                "rows without their file, or unreadable": unreadable,
                "files of nobody": len({*StoredFile.objects.values_list("pk", flat=True)} - used),
                "files without a row, after the sweep": kept - swept - stored,
                "funnel counts that a recount finds wrong": len(tallies.differences(funnel.APPLIED)),
                "begun, counted otherwise": abs(started - ApplicationDraft.objects.count()),
                "sent forms that still hold details or a CV": sum(
                    cv is not None or set(data) > {"consent"}
                    for cv, data in ApplicationDraft.objects.exclude(application=None).values_list("cv", "data")
                ),
                "people without an application": Candidate.objects.exclude(
                    pk__in=Application.objects.values("candidate")
                ).count(),
            },
        }


def _applications(cvs: Mapping[int, list[str]]) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """The rows per person and job, and how many subscribers hear of each."""
    from recruit_platform.core.models import Event, PendingEvent
    from talentpool.models import Application, CallBack, StageChange

    received = Event.objects.filter(kind="application.received")
    told, heard = (
        Counter(received.values_list("subject_id", flat=True)),
        PendingEvent.objects.filter(event__in=received),
    )
    news = Counter(heard.values_list("event__subject_id", flat=True))
    stages = Counter(StageChange.objects.values_list("application", flat=True))
    call_backs = Counter(CallBack.objects.values_list("application", flat=True))
    found: dict[str, list[dict[str, Any]]] = {}
    rows = Application.objects.values_list("pk", "reference", "candidate__email", "vacancy__title").order_by("pk")
    for pk, reference, email, title in rows:
        found.setdefault(f"{email} {JOBS.index(title)}", []).append(
            {
                "reference": reference,
                "received": told[pk],
                "news": news[pk],
                "stages": stages[pk],
                "call_backs": call_backs[pk],
                "cvs": cvs.get(pk, []),
            }
        )
    return found, heard.values("subscriber").distinct().count()


def _files() -> tuple[dict[int, list[str]], int]:
    """The sums of each application's documents, and how many stored files cannot be read."""
    from recruit_platform.core import files
    from recruit_platform.core.models import StoredFile
    from talentpool.models import CandidateDocument

    sums: dict[int, str] = {}
    stored = StoredFile.objects.select_related("key")
    for row in stored.iterator(chunk_size=500):
        with suppress(files.FileGone, files.Tampered), files.open(row) as plain:
            sums[row.pk] = hashlib.sha256(plain.read()).hexdigest()
    cvs: dict[int, list[str]] = {}
    for application, file in CandidateDocument.objects.values_list("application", "file"):
        cvs.setdefault(application, []).append(sums.get(file, ""))
    return cvs, stored.count() - len(sums)


def _on_disk() -> list[Path]:
    from django.conf import settings

    from recruit_platform.core import tenancy

    return [path for path in (Path(settings.MEDIA_ROOT) / str(tenancy.required())).rglob("*") if path.is_file()]


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill()
    else:
        sys.stdout.write(json.dumps(applications() if sys.argv[1] == "applications" else count()))
