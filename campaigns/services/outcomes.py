"""What became of applications, told by the floor above: append-only, one row per application and kind."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from calendar_app.models import Vacancy
from calendar_app.selectors import days
from campaigns.models import Outcome, OutcomeKind, TrackedLink


@transaction.atomic
def record(
    *,
    application_id: int,
    kind: OutcomeKind,
    first_link: TrackedLink | None,
    last_link: TrackedLink | None,
    vacancy: Vacancy | None,
    applied_on: date,
    at: datetime,
) -> bool:
    """Keep that an application reached this; True when that is new. The first telling stays, a second changes nothing."""
    outcome = Outcome(
        application_id=application_id,
        kind=kind,
        first_link=first_link,
        last_link=last_link,
        vacancy=vacancy,
        applied_on=applied_on,
        day=days.today(at),
        at=at,
    )
    try:
        with transaction.atomic():
            outcome.save(force_insert=True)
    except IntegrityError:
        if not Outcome.objects.filter(application_id=application_id, kind=kind).exists():
            raise
        return False  # it was told before
    return True
