"""What the log can say about automation, and what it listens to. Loaded at start."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from automation.models import MailTemplate, Sequence, StoppedBecause
from recruit_platform.core import log

log.declare_subject("template", names=log.named_by(MailTemplate, "name"))
log.declare_subject("sequence", names=log.named_by(Sequence, "name"))

_VERSION = {"version": log.Whole(at_least=1)}
log.declare("template.made", _("Sjabloon gemaakt"), subject="template", facts=_VERSION)
log.declare("template.changed", _("Sjabloon veranderd"), subject="template", facts=_VERSION)
log.declare("template.put_aside", _("Sjabloon weggelegd"), subject="template", facts=_VERSION)
log.declare("template.taken_back", _("Sjabloon teruggehaald"), subject="template", facts=_VERSION)

log.declare(
    "first_reply.chosen",
    _("Eerste antwoord gekozen"),
    subject=["vacancy", "organisation"],
    facts={"choice": log.OneOf("template", "none", "default")},
)
log.declare(
    "first_reply.sent_to_outbox",
    _("Eerste antwoord klaargezet"),
    subject="application",
    facts={"message": log.Id(), "template": log.Id(), **_VERSION},
)
log.declare(
    "first_reply.not_sent",
    _("Geen eerste antwoord verstuurd"),
    subject="application",
    facts={"reason": log.OneOf("explicitly_none", "no_address", "ended", "erased")},
)

_STEPS = {"steps": log.Whole(at_least=0)}
log.declare("sequence.made", _("Reeks gemaakt"), subject="sequence", facts=_STEPS)
log.declare("sequence.changed", _("Reeks veranderd"), subject="sequence", facts=_STEPS)
log.declare("sequence.switched_on", _("Reeks aangezet"), subject="sequence")
log.declare("sequence.switched_off", _("Reeks uitgezet"), subject="sequence")
_WHERE = {"enrolment": log.Id(), "sequence": log.Id()}
log.declare("sequence.started", _("Reeks begonnen bij kandidaat"), subject="candidate", facts=_WHERE)
log.declare(
    "sequence.stopped",
    _("Reeks gestopt bij kandidaat"),
    subject="candidate",
    facts={**_WHERE, "because": log.OneOf(StoppedBecause)},
)
log.declare(
    "sequence.step_sent_to_outbox",
    _("Mail uit reeks klaargezet"),
    subject="candidate",
    facts={"enrolment": log.Id(), "position": log.Whole(at_least=1), "message": log.Id()},
)

from automation import hearing, rechecks  # noqa: E402, F401  they name the kinds declared above
