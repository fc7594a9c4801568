"""What the log can say about automation, and what it listens to. Loaded at start."""

from __future__ import annotations

from automation.models import StoppedBecause
from recruit_platform.core import log

log.declare_subject("template", "sequence")

_VERSION = {"version": log.Whole(at_least=1)}
for _kind in ("template.made", "template.changed", "template.put_aside", "template.taken_back"):
    log.declare(_kind, subject="template", facts=_VERSION)

log.declare(
    "first_reply.chosen",
    subject=["vacancy", "organisation"],
    facts={"choice": log.OneOf("template", "none", "default")},
)
log.declare(
    "first_reply.sent_to_outbox",
    subject="application",
    facts={"message": log.Id(), "template": log.Id(), **_VERSION},
)
log.declare(
    "first_reply.not_sent",
    subject="application",
    facts={"reason": log.OneOf("explicitly_none", "no_address", "ended", "erased")},
)

_STEPS = {"steps": log.Whole(at_least=0)}
log.declare("sequence.made", subject="sequence", facts=_STEPS)
log.declare("sequence.changed", subject="sequence", facts=_STEPS)
log.declare("sequence.switched_on", subject="sequence")
log.declare("sequence.switched_off", subject="sequence")
_WHERE = {"enrolment": log.Id(), "sequence": log.Id()}
log.declare("sequence.started", subject="candidate", facts=_WHERE)
log.declare("sequence.stopped", subject="candidate", facts={**_WHERE, "because": log.OneOf(StoppedBecause)})
log.declare(
    "sequence.step_sent_to_outbox",
    subject="candidate",
    facts={"enrolment": log.Id(), "position": log.Whole(at_least=1), "message": log.Id()},
)

from automation import hearing, rechecks  # noqa: E402, F401  they name the kinds declared above
