"""What the log can say about mail, and how the count of sent mail is proved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.log import tallies
from recruit_platform.core.log.kinds import ANY

from . import marks, rechecks

log.declare_subject("message")
_MESSAGE = {"message": log.Id()}

log.declare("mail.sent", _("Mail verstuurd"), subject=ANY, facts={**_MESSAGE, "day": log.Day()})
log.declare("mail.confirmed", _("Mail bevestigd als verstuurd"), subject=ANY, facts={**_MESSAGE, "day": log.Day()})
log.declare("mail.sent_again", _("Mail opnieuw verstuurd"), subject=ANY, facts=_MESSAGE)
log.declare("mail.unsure", _("Onzeker of mail aankwam"), subject=ANY, facts=_MESSAGE)
log.declare(
    "mail.cancelled", _("Mail niet verstuurd"), subject=ANY, facts={**_MESSAGE, "reason": log.OneOf(rechecks.reasons)}
)
log.declare("mail.bounced", _("Mail kwam terug"), subject=ANY, facts={**_MESSAGE, "permanent": log.Flag()})
log.declare(
    "mail.failed",
    _("Mail mislukt"),
    subject=ANY,
    facts={
        **_MESSAGE,
        "reason": log.OneOf("no_mailbox", "refused", "gave_up"),
        "code": log.optional(log.Whole(at_least=0, at_most=999)),
    },
)

tallies.prove_by(
    marks.SENT,
    sql="SELECT 0::bigint AS subject_id, (data->>'day')::date AS day, count(*) AS n FROM core_event "
    "WHERE kind IN ('mail.sent', 'mail.confirmed') GROUP BY 2",
)
