"""What the log can say about long jobs."""

from __future__ import annotations

from recruit_platform.core import log
from recruit_platform.core.models import JobState

from . import kinds

log.declare_subject("job")
_KIND = log.OneOf(kinds.names)

log.declare("job.started", subject="job", facts={"kind": _KIND})
log.declare("job.stop_asked", subject="job", facts={"kind": log.optional(_KIND)})
log.declare("job.ended", subject="job", facts={"kind": log.optional(_KIND), "state": log.OneOf(JobState)})
