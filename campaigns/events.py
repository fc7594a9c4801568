"""What the log can say about campaigns, their money, links and reports: ids and facts only."""

from __future__ import annotations

from campaigns.models import Autonomy, Cause
from recruit_platform.core import log

log.declare_subject("campaign", "tracked_link", "report_file", "persona", "ad_account")

_BUDGET = {"before": log.Amount(), "after": log.Amount()}

log.declare(
    "campaign.drafted", subject="campaign", facts={"budget": log.Amount(), "first": log.Day(), "last": log.Day()}
)
log.declare("campaign.changed", subject="campaign", facts={"version": log.Whole(at_least=1)})
log.declare("campaign.started", subject="campaign")
log.declare("campaign.paused", subject="campaign", facts={"cause": log.OneOf(Cause)})
log.declare("campaign.resumed", subject="campaign")
log.declare("campaign.ended", subject="campaign", facts={"cause": log.OneOf(Cause)})
log.declare("campaign.budget_set", subject="campaign", facts=_BUDGET)
log.declare(
    "campaign.autonomy_set", subject="campaign", facts={"before": log.OneOf(Autonomy), "after": log.OneOf(Autonomy)}
)
log.declare("campaign.briefed", subject="campaign", facts={"people": log.Whole(at_least=1)})
log.declare("campaign.day_planned", subject="campaign", facts={"day": log.Day(), "total": log.Amount()})
log.declare("campaign.proposed", subject="campaign", facts={"day": log.Day(), "proposal": log.Id()})
log.declare("campaign.proposal_accepted", subject="campaign", facts={"day": log.Day(), "proposal": log.Id()})
log.declare("campaign.proposal_declined", subject="campaign", facts={"day": log.Day(), "proposal": log.Id()})
log.declare(
    "campaign.overspent", subject="campaign", facts={"channel": log.Id(), "day": log.Day(), "amount": log.Amount()}
)

log.declare("tracked_link.made", subject="tracked_link", facts={"campaign": log.optional(log.Id())})
log.declare("tracked_link.switched", subject="tracked_link", facts={"on": log.Flag()})

log.declare("report_file.applied", subject="report_file", facts={"new": log.Whole(), "corrected": log.Whole()})
log.declare("report_file.undone", subject="report_file", facts={"rows": log.Whole()})

log.declare("persona.made", subject="persona")
log.declare("ad_account.added", subject="ad_account")
