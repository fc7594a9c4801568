"""Leavers per profile and month, as counted or as expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import JobProfile, Outflow, OutflowKind
from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.models import User
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal

MOST_LEAVERS = 9999


class NotACount(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Een aantal vertrekkers is een heel getal van 0 tot en met 9999, in een maand."))


@dataclass(frozen=True)
class Entry:
    """``leavers`` None takes the figure away: not known, which is not zero."""

    profile: JobProfile
    month: date
    leavers: int | None


@transaction.atomic
def record(entries: Sequence[Entry], *, kind: OutflowKind, by: User | Actor, at: datetime) -> int:
    """Set exactly these figures, others stay; returns how many changed. The same again changes nothing. Raises NotACount."""
    if any(one.month.day != 1 or not _is_count(one.leavers) for one in entries):
        raise NotACount
    months = {one.month for one in entries}
    has = {
        (row.profile_id, row.month): row
        for row in Outflow.objects.select_for_update().filter(kind=kind, month__in=months)
    }
    changed: dict[int, int] = {}
    for one in entries:
        if _set(one, has.get((one.profile.pk, one.month)), kind=kind, at=at):
            changed[one.profile.pk] = changed.get(one.profile.pk, 0) + 1
    actor = by if isinstance(by, Actor) else Actor.user(by)
    for pk, n in changed.items():
        data = {"kind": kind, "months": n}
        log.append("outflow.recorded", subject=log.Subject("profile", pk), actor=actor, at=at, data=data)
    if changed:
        versions.touch("today")
    return sum(changed.values())


def _set(one: Entry, row: Outflow | None, *, kind: OutflowKind, at: datetime) -> bool:
    if (row.leavers if row else None) == one.leavers:
        return False
    if one.leavers is None:
        Outflow.objects.filter(profile=one.profile, month=one.month, kind=kind).delete()
        return True
    Outflow.objects.update_or_create(
        profile=one.profile, month=one.month, kind=kind, defaults={"leavers": one.leavers, "changed_at": at}
    )
    return True


def _is_count(leavers: int | None) -> bool:
    return leavers is None or 0 <= leavers <= MOST_LEAVERS
