"""Jobs as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from recruit_platform.core import files
from recruit_platform.core.jobs import kinds
from recruit_platform.core.models import JobState, LongJob, Role, StoredFile
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.ui.parts import Headway, Status, Text, Tone

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
    result_url: str
    problem_url: str


def lines(found: Iterable[LongJob], *, request: OrganisationRequest) -> list[Line]:
    return [_line(one, request=request) for one in found]


def _line(one: LongJob, *, request: OrganisationRequest) -> Line:
    state = JobState(one.state)
    going = state in {JobState.WAITING, JobState.RUNNING}
    what = kinds.title(one.kind)
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
        result_url=_link(one, one.result_file, request=request),
        problem_url=_link(one, one.problem_file, request=request),
    )


def _link(job: LongJob, stored: StoredFile | None, *, request: OrganisationRequest) -> str:
    """A link for who started the job, and for admins: what it holds may be more than others may see. Good for five minutes."""
    is_theirs = job.started_by_id == request.user.pk or request.membership.role == Role.ADMIN
    if stored is None or not is_theirs:
        return ""
    return files.download_path(stored, organisation=request.organisation, user=request.user)
