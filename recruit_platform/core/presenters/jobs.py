"""Jobs as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core.models import JobState, LongJob
from recruit_platform.core.ui.parts import Headway, Status, Text, Tone

KINDS: dict[str, Promise] = {"core.audit_export": gettext_lazy("Log als CSV")}
_TONES = {
    JobState.WAITING: Tone.IDLE,
    JobState.RUNNING: Tone.INFO,
    JobState.DONE: Tone.OK,
    JobState.CANCELLED: Tone.IDLE,
    JobState.FAILED: Tone.BAD,
}


@dataclass(frozen=True)
class Line:
    id: UUID
    what: Text
    by: str
    at: datetime
    status: Status
    headway: Headway | None
    problems: int
    failure: str
    can_stop: bool


def lines(found: Iterable[LongJob]) -> list[Line]:
    return [_line(one) for one in found]


def _line(one: LongJob) -> Line:
    state = JobState(one.state)
    going = state in {JobState.WAITING, JobState.RUNNING}
    what = KINDS.get(one.kind, one.kind)
    return Line(
        id=one.public_id,
        what=what,
        by=one.started_by.name if one.started_by else _("automatisch"),
        at=one.created_at,
        status=Status(tone=_TONES[state], word=state.label),
        headway=Headway(label=what, done=one.done, total=one.total) if going else None,
        problems=one.problems,
        failure=one.failure or "",
        can_stop=going and one.cancel_asked_at is None,
    )
