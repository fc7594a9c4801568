"""What the log can say about long jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.models import JobState

from . import kinds

log.declare_subject("job")
_KIND = log.OneOf(kinds.names)

log.declare("job.started", _("Taak begonnen"), subject="job", facts={"kind": _KIND})
log.declare("job.stop_asked", _("Taak laten stoppen"), subject="job", facts={"kind": log.optional(_KIND)})
log.declare(
    "job.ended", _("Taak klaar"), subject="job", facts={"kind": log.optional(_KIND), "state": log.OneOf(JobState)}
)
