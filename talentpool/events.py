"""What the log can say about candidates and their applications: ids and facts only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.log import Happened
from recruit_platform.core.log.kinds import Fact
from talentpool.models import (
    Application,
    CallOutcome,
    ConsentPurpose,
    DocumentKind,
    EndedBy,
    EndReason,
    InterviewState,
    Stage,
    StageKind,
)
from talentpool.services import stages

log.declare_subject("candidate")  # directors read the log, and see no candidate's name
log.declare_subject("application", names=log.named_by(Application, "reference"))
log.declare_subject("stage", names=log.named_by(Stage, "name"))
log.declare_subject("career_site")

_WHOSE: dict[str, Fact] = {"candidate": log.Id(), "vacancy": log.optional(log.Id())}
_STAGES: dict[str, Fact] = {
    "from_stage": log.Id(),
    "to_stage": log.Id(),
    "from": log.OneOf(StageKind),
    "to": log.OneOf(StageKind),
}

log.declare(
    "application.received",
    _("Sollicitatie binnengekomen"),
    subject="application",
    facts={**_WHOSE, "link": log.optional(log.Id())},
)
log.declare("application.repeated", _("Formulier nog eens verstuurd"), subject="application", facts=_WHOSE)
log.declare("application.moved", _("Sollicitatie verplaatst"), subject="application", facts={**_WHOSE, **_STAGES})
log.declare(
    "application.move_undone", _("Verplaatsing ongedaan gemaakt"), subject="application", facts={**_WHOSE, **_STAGES}
)
log.declare(
    "application.ended",
    _("Sollicitatie gestopt"),
    subject="application",
    facts={**_WHOSE, "from": log.OneOf(StageKind), "ended_by": log.OneOf(EndedBy), "reason": log.OneOf(EndReason)},
)
log.declare(
    "application.qualified",
    _("Sollicitatie beoordeeld"),
    subject="application",
    facts={**_WHOSE, "qualified": log.Flag()},
)

log.declare(
    "call.logged",
    _("Gebeld"),
    subject="candidate",
    facts={
        "call": log.Id(),
        "application": log.optional(log.Id()),
        "vacancy": log.optional(log.Id()),
        "outcome": log.OneOf(CallOutcome),
    },
)
log.declare(
    "call.assigned",
    _("Bellen overgedragen"),
    subject="candidate",
    facts={"application": log.Id(), "member": log.optional(log.Id())},
)
log.declare(
    "call.waits",
    _("Belklok stilgezet of hervat"),
    subject="candidate",
    facts={"application": log.Id(), "waits": log.Flag()},
)

log.declare("candidate.added", _("Kandidaat in de pool gekomen"), subject="candidate")
log.declare(
    "candidate.changed",
    _("Gegevens van kandidaat veranderd"),
    subject="candidate",
    facts={"fields": log.Several(log.OneOf("name", "email", "phone", "city", "availability", "language"))},
)
log.declare(
    "candidate.replied", _("Kandidaat antwoordde"), subject="candidate", facts={"application": log.optional(log.Id())}
)
log.declare("candidate.opted_out", _("Kandidaat meldde zich af voor mail"), subject="candidate")
log.declare(
    "candidate.merged", _("Kandidaten samengevoegd"), subject="candidate", facts={"merged": log.Id(), "merge": log.Id()}
)
log.declare(
    "candidate.merge_undone",
    _("Samenvoegen ongedaan gemaakt"),
    subject="candidate",
    facts={"merged": log.Id(), "merge": log.Id()},
)
log.declare(
    "candidate.signed_up",
    _("Ingeschreven voor de talentpool"),
    subject="candidate",
    facts={"signup": log.Id(), "link": log.optional(log.Id()), "profiles": log.Several(log.Id())},
)
log.declare("candidate.data_copied", _("Eigen gegevens gedownload"), subject="candidate")
log.declare("candidate.erasure_asked", _("Vroeg om verwijdering van gegevens"), subject="candidate")
log.declare("candidate.erased", _("Gegevens verwijderd"), subject="candidate")
log.declare("candidate.noted", _("Notitie geschreven"), subject="candidate", facts={"note": log.Id()})
log.declare(
    "candidate.document_added",
    _("Document toegevoegd"),
    subject="candidate",
    facts={"document": log.Id(), "kind": log.OneOf(DocumentKind)},
)
log.declare(
    "candidate.document_missing",
    _("Cv niet goed aangekomen, gevraagd om het opnieuw te sturen"),
    subject="candidate",
    facts={"application": log.Id()},
)
log.declare("candidate.document_opened", _("Document bekeken"), subject="candidate", facts={"document": log.Id()})
log.declare(
    "consent.given",
    _("Toestemming gegeven"),
    subject="candidate",
    facts={"purpose": log.OneOf(ConsentPurpose), "text": log.Id()},
)
log.declare(
    "consent.withdrawn", _("Toestemming ingetrokken"), subject="candidate", facts={"purpose": log.OneOf(ConsentPurpose)}
)

_INTERVIEW: dict[str, Fact] = {**_WHOSE, "interview": log.Id()}
log.declare(
    "interview.offered",
    _("Momenten voor gesprek aangeboden"),
    subject="application",
    facts={**_INTERVIEW, "slots": log.Whole(at_least=1)},
)
log.declare(
    "interview.planned", _("Gesprek gepland"), subject="application", facts={**_INTERVIEW, "starts_at": log.Instant()}
)
log.declare("interview.cancelled", _("Gesprek afgezegd"), subject="application", facts=_INTERVIEW)
log.declare(
    "interview.ended",
    _("Gesprek afgerond"),
    subject="application",
    facts={**_INTERVIEW, "state": log.OneOf(InterviewState)},
)

log.declare("stage.changed", _("Fase veranderd"), subject="stage", facts={"kind": log.OneOf(StageKind)})
log.declare("career_site.changed", _("Werkbij-site veranderd"), subject="career_site")


@log.subscriber("talentpool.ready_stages", kinds=["organisation.created"])
def make_ready_stages(event: Happened) -> None:
    stages.ensure()
