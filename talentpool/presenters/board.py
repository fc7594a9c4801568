"""The board: columns with counts, cards with their time in stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_app.working_time import WorkingTime
from recruit_platform.core.ui.parts import Tone
from talentpool.models import Application, Stage
from talentpool.presenters import urgency
from talentpool.presenters.pool import name_of
from talentpool.selectors.board import Column

_LONGEST_COUNTED = timedelta(days=40)  # working hours are counted day by day; who waits longer than this is late anyway


@dataclass(frozen=True)
class Card:
    id: UUID
    name: str
    url: str
    job: str
    since: str
    tone: Tone
    says: str
    version: int


@dataclass(frozen=True)
class Lane:
    id: UUID
    name: str
    total: int
    cards: Sequence[Card]
    hidden: int
    limits: str


def lanes(columns: Sequence[Column], *, slug: str, hours: WorkingTime, at: datetime, with_job: bool) -> list[Lane]:
    return [
        Lane(
            id=column.stage.public_id,
            name=column.stage.name,
            total=column.total,
            cards=[_card(one, column.stage, slug=slug, hours=hours, at=at, with_job=with_job) for one in column.cards],
            hidden=column.total - len(column.cards),
            limits=_limits(column.stage),
        )
        for column in columns
    ]


def _card(one: Application, stage: Stage, *, slug: str, hours: WorkingTime, at: datetime, with_job: bool) -> Card:
    tone = _tone(one, stage, hours=hours, at=at)
    says = {Tone.BAD: _("te lang in deze fase"), Tone.WARN: _("tijd voor de volgende stap")}.get(tone, "")
    return Card(
        id=one.public_id,
        name=name_of(one.candidate),
        url=reverse("candidate", args=[slug, one.candidate.public_id]),
        job=one.vacancy.title if with_job and one.vacancy else "",
        since=urgency.days(at - one.stage_since),
        tone=tone,
        says=says,
        version=one.version,
    )


def _tone(one: Application, stage: Stage, *, hours: WorkingTime, at: datetime) -> Tone:
    if stage.at_most_hours is None and stage.ideal_hours is None:
        return Tone.PLAIN
    gone = at - one.stage_since
    waited = float("inf") if gone > _LONGEST_COUNTED else hours.hours_between(one.stage_since, at)
    if stage.at_most_hours is not None and waited > stage.at_most_hours:
        return Tone.BAD
    return Tone.WARN if stage.ideal_hours is not None and waited > stage.ideal_hours else Tone.PLAIN


def _limits(stage: Stage) -> str:
    if stage.at_most_hours is None:
        return ""
    days = f"{stage.at_most_hours / 8:g}".replace(".", ",")
    return _("hooguit %(days)s werkdagen") % {"days": days}
