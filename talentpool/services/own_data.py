"""What candidates ask about their own data: a copy of it, and that it goes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from recruit_platform.core import clock, log
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.poll import versions
from recruit_platform.lib import periods
from talentpool.models import RUNNING, Application, Candidate, ConsentPurpose, EndedBy, EndReason
from talentpool.people import Doer, actor_of
from talentpool.services import applications, candidates, consent

MONTHS_TO_ERASE = 1  # the legal term: GDPR art. 12(3), without undue delay and within one month


@transaction.atomic
def note_copy(candidate: Candidate, *, by: Doer, at: datetime) -> None:
    """Write down that somebody took a copy of all that is held about this person."""
    log.append("candidate.data_copied", subject=_subject(candidate), actor=actor_of(by), at=at)


@transaction.atomic
def ask_erasure(candidate: Candidate, *, by: Doer, at: datetime) -> bool:
    """Keep the request for a person to carry out, and stop at once what can stop: running applications, mail, keeping longer.

    False when it was asked before: then nothing changes.
    """
    asked = Candidate.objects.filter(pk=candidate.pk, erasure_asked_at=None, erased_at=None).update(erasure_asked_at=at)
    if not asked:
        return False
    for application in Application.objects.filter(RUNNING, candidate=candidate).order_by("id"):
        applications.end(application, ended_by=EndedBy.CANDIDATE, reason=EndReason.NO_LONGER_INTERESTED, by=by, at=at)
    candidates.opt_out(candidate, by=by, at=at)
    for purpose in ConsentPurpose:
        consent.withdraw(candidate, purpose=purpose, by=by, at=at)
    candidate.refresh_from_db()
    log.append("candidate.erasure_asked", subject=_subject(candidate), actor=actor_of(by), at=at)
    versions.touch("today")
    return True


def erase_by(candidate: Candidate) -> date | None:
    """Return the last day on which the data of somebody who asked must be gone; None when nobody asked."""
    if candidate.erasure_asked_at is None:
        return None
    asked_on = clock.local_date(candidate.erasure_asked_at, zone=OrganisationSettings.active().time_zone)
    return periods.add_months(asked_on, MONTHS_TO_ERASE)


def _subject(candidate: Candidate) -> log.Subject:
    return log.Subject("candidate", candidate.pk)
