"""What the log can say about campaigns, their money, links and reports: ids and facts only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.models import Autonomy, Campaign, Cause, ChannelAccount, ExchangeRate, Persona, ReportFile, TrackedLink
from recruit_platform.core import log
from recruit_platform.core.log.kinds import Fact

log.declare_subject("campaign", names=log.named_by(Campaign, "name"))
log.declare_subject("tracked_link", names=log.named_by(TrackedLink, "label"))
log.declare_subject("report_file", names=log.named_by(ReportFile, "file_name"))
log.declare_subject("persona", names=log.named_by(Persona, "name"))
log.declare_subject("exchange_rate", names=log.named_by(ExchangeRate, "currency"))
log.declare_subject("ad_account", names=log.named_by(ChannelAccount, "name"))

_BUDGET = {"before": log.Amount(), "after": log.Amount()}

log.declare(
    "campaign.drafted",
    _("Campagne ontworpen"),
    subject="campaign",
    facts={"budget": log.Amount(), "first": log.Day(), "last": log.Day()},
)
log.declare("campaign.changed", _("Campagne veranderd"), subject="campaign", facts={"version": log.Whole(at_least=1)})
log.declare("campaign.started", _("Campagne gestart"), subject="campaign")
log.declare("campaign.paused", _("Campagne gepauzeerd"), subject="campaign", facts={"cause": log.OneOf(Cause)})
log.declare("campaign.resumed", _("Campagne hervat"), subject="campaign")
log.declare("campaign.ended", _("Campagne beëindigd"), subject="campaign", facts={"cause": log.OneOf(Cause)})
log.declare("campaign.budget_set", _("Budget van campagne veranderd"), subject="campaign", facts=_BUDGET)
log.declare(
    "campaign.autonomy_set",
    _("Zelfstandigheid van campagne veranderd"),
    subject="campaign",
    facts={"before": log.OneOf(Autonomy), "after": log.OneOf(Autonomy)},
)
log.declare(
    "campaign.briefed",
    _("Briefing van campagne verstuurd"),
    subject="campaign",
    facts={"people": log.Whole(at_least=1)},
)
log.declare(
    "campaign.day_planned", _("Dagbudget bepaald"), subject="campaign", facts={"day": log.Day(), "total": log.Amount()}
)
log.declare(
    "campaign.proposed",
    _("Voorstel voor dagbudget gedaan"),
    subject="campaign",
    facts={"day": log.Day(), "proposal": log.Id()},
)
log.declare(
    "campaign.proposal_accepted",
    _("Voorstel voor dagbudget aangenomen"),
    subject="campaign",
    facts={"day": log.Day(), "proposal": log.Id()},
)
log.declare(
    "campaign.proposal_declined",
    _("Voorstel voor dagbudget afgewezen"),
    subject="campaign",
    facts={"day": log.Day(), "proposal": log.Id()},
)
log.declare(
    "campaign.overspent",
    _("Netwerk gaf meer uit dan gevraagd"),
    subject="campaign",
    facts={"channel": log.Id(), "day": log.Day(), "amount": log.Amount()},
)

_BY_HAND: dict[str, Fact] = {
    "channel": log.Id(),
    "day": log.Day(),
    "amount": log.Amount(),
    "before": log.optional(log.Amount()),
}
log.declare(
    "campaign.budget_set_by_hand",
    _("Dagbudget met de hand ingesteld bij het netwerk"),
    subject="campaign",
    facts=_BY_HAND,
)
log.declare(
    "campaign.hand_setting_taken_back",
    _("Met de hand ingesteld dagbudget teruggenomen"),
    subject="campaign",
    facts=_BY_HAND,
)

log.declare(
    "tracked_link.made", _("Meetlink gemaakt"), subject="tracked_link", facts={"campaign": log.optional(log.Id())}
)
log.declare("tracked_link.switched", _("Meetlink aan- of uitgezet"), subject="tracked_link", facts={"on": log.Flag()})

log.declare(
    "report_file.applied",
    _("Rapport ingelezen"),
    subject="report_file",
    facts={"new": log.Whole(), "corrected": log.Whole()},
)
log.declare(
    "report_file.undone", _("Inlezen van rapport ongedaan gemaakt"), subject="report_file", facts={"rows": log.Whole()}
)

log.declare("persona.made", _("Persona gemaakt"), subject="persona")
log.declare("ad_account.added", _("Advertentieaccount toegevoegd"), subject="ad_account")
log.declare(
    "ad_account.changed",
    _("Advertentieaccount veranderd"),
    subject="ad_account",
    facts={"fields": log.Several(log.OneOf("name", "time_zone", "currency"))},
)
log.declare("ad_account.retired", _("Advertentieaccount uit gebruik genomen"), subject="ad_account")
log.declare("ad_account.taken_up", _("Advertentieaccount weer in gebruik genomen"), subject="ad_account")

log.declare("exchange_rate.entered", _("Wisselkoers ingevoerd"), subject="exchange_rate", facts={"day": log.Day()})
log.declare("exchange_rate.corrected", _("Wisselkoers verbeterd"), subject="exchange_rate", facts={"day": log.Day()})
log.declare("exchange_rate.removed", _("Wisselkoers weggehaald"), subject="exchange_rate", facts={"day": log.Day()})
