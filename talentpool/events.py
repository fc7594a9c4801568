"""What the log can say about candidates and their applications: ids and facts only."""

from __future__ import annotations

from recruit_platform.core import log
from recruit_platform.core.log import Happened
from recruit_platform.core.log.kinds import Fact
from talentpool.models import CallOutcome, ConsentPurpose, DocumentKind, EndedBy, EndReason, InterviewState, StageKind
from talentpool.services import stages

log.declare_subject("candidate", "application", "stage", "career_site")

_WHOSE: dict[str, Fact] = {"candidate": log.Id(), "vacancy": log.optional(log.Id())}
_STAGES: dict[str, Fact] = {
    "from_stage": log.Id(),
    "to_stage": log.Id(),
    "from": log.OneOf(StageKind),
    "to": log.OneOf(StageKind),
}

log.declare("application.received", subject="application", facts={**_WHOSE, "link": log.optional(log.Id())})
log.declare("application.repeated", subject="application", facts=_WHOSE)
log.declare("application.moved", subject="application", facts={**_WHOSE, **_STAGES})
log.declare("application.move_undone", subject="application", facts={**_WHOSE, **_STAGES})
log.declare(
    "application.ended",
    subject="application",
    facts={**_WHOSE, "from": log.OneOf(StageKind), "ended_by": log.OneOf(EndedBy), "reason": log.OneOf(EndReason)},
)
log.declare("application.qualified", subject="application", facts={**_WHOSE, "qualified": log.Flag()})

log.declare(
    "call.logged",
    subject="candidate",
    facts={
        "call": log.Id(),
        "application": log.optional(log.Id()),
        "vacancy": log.optional(log.Id()),
        "outcome": log.OneOf(CallOutcome),
    },
)
log.declare("call.assigned", subject="candidate", facts={"application": log.Id(), "member": log.optional(log.Id())})
log.declare("call.waits", subject="candidate", facts={"application": log.Id(), "waits": log.Flag()})

log.declare("candidate.added", subject="candidate")
log.declare(
    "candidate.changed",
    subject="candidate",
    facts={"fields": log.Several(log.OneOf("name", "email", "phone", "city", "availability", "language"))},
)
log.declare("candidate.replied", subject="candidate", facts={"application": log.optional(log.Id())})
log.declare("candidate.opted_out", subject="candidate")
log.declare("candidate.merged", subject="candidate", facts={"merged": log.Id(), "merge": log.Id()})
log.declare("candidate.merge_undone", subject="candidate", facts={"merged": log.Id(), "merge": log.Id()})
log.declare("candidate.noted", subject="candidate", facts={"note": log.Id()})
log.declare(
    "candidate.document_added", subject="candidate", facts={"document": log.Id(), "kind": log.OneOf(DocumentKind)}
)
log.declare("candidate.document_opened", subject="candidate", facts={"document": log.Id()})
log.declare("consent.given", subject="candidate", facts={"purpose": log.OneOf(ConsentPurpose), "text": log.Id()})
log.declare("consent.withdrawn", subject="candidate", facts={"purpose": log.OneOf(ConsentPurpose)})

_INTERVIEW: dict[str, Fact] = {**_WHOSE, "interview": log.Id()}
log.declare("interview.offered", subject="application", facts={**_INTERVIEW, "slots": log.Whole(at_least=1)})
log.declare("interview.planned", subject="application", facts={**_INTERVIEW, "starts_at": log.Instant()})
log.declare("interview.cancelled", subject="application", facts=_INTERVIEW)
log.declare("interview.ended", subject="application", facts={**_INTERVIEW, "state": log.OneOf(InterviewState)})

log.declare("stage.changed", subject="stage", facts={"kind": log.OneOf(StageKind)})
log.declare("career_site.changed", subject="career_site")


@log.subscriber("talentpool.ready_stages", kinds=["organisation.created"])
def make_ready_stages(event: Happened) -> None:
    stages.ensure()
