"""The call list: who, how late, the last attempt, and a button per outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from talentpool.models import Call, CallBack, CallOutcome
from talentpool.presenters import urgency
from talentpool.presenters.pool import name_of
from talentpool.presenters.urgency import Due

QUICK = (CallOutcome.SPOKE, CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL)


@dataclass(frozen=True)
class Waiting:
    id: UUID
    name: str
    url: str
    job: str
    phone: str
    phone_key: str
    due: Due
    attempts: str
    assigned: str
    next_try: str


def rows(found: Sequence[CallBack], attempts: Mapping[int, Call], *, slug: str, at: datetime) -> list[Waiting]:
    return [_row(one, attempts.get(one.application_id), slug=slug, at=at) for one in found]


def _row(one: CallBack, last: Call | None, *, slug: str, at: datetime) -> Waiting:
    application = one.application
    candidate = application.candidate
    phone = application.answers.get("phone", "") if isinstance(application.answers, dict) else ""
    later = one.next_try_at is not None and one.next_try_at > at
    return Waiting(
        id=one.public_id,
        name=name_of(candidate),
        url=reverse("candidate", args=[slug, candidate.public_id]),
        job=application.vacancy.title if application.vacancy else _("Open sollicitatie"),
        phone=str(phone or candidate.phone),
        phone_key=candidate.phone_key if not phone else str(phone),
        due=urgency.of_call(one, at=at),
        attempts=_attempts(one, last, at=at),
        assigned=one.assigned_to.user.name if one.assigned_to else "",
        next_try=urgency.moment(one.next_try_at, at=at) if later and one.next_try_at else "",
    )


def _attempts(one: CallBack, last: Call | None, *, at: datetime) -> str:
    if last is None:
        return _("nog niet geprobeerd")
    words = {
        "label": CallOutcome(last.outcome).label,
        "when": urgency.moment(last.at, at=at),
        "name": last.by.user.name,
    }
    return _("%(label)s, %(when)s (%(name)s)") % words
