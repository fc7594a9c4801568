"""Day budgets that wait for a person: made by the tick, accepted or declined by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns import amounts
from campaigns.models import Autonomy, Campaign, CampaignState, Cause, Proposal, ProposalState
from campaigns.pacing import ChannelPlan, DayPlan, Reason, Why
from campaigns.selectors import flights
from campaigns.selectors.flights import Flight
from campaigns.services import ledger, signals
from campaigns.services.who import Who, actor, member
from recruit_platform.core import log
from recruit_platform.core.refusals import Refusal

# Smaller steps are not worth a person's time, and restart a network's learning for nothing.
_WORTH_PERCENT, _WORTH_MINOR = 4, 50


class NotOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Over dit voorstel is al besloten, of het was voor een andere dag."))


class NoLonger(Refusal):
    """What was true when it was proposed no longer is; the proposal has lapsed, or its decision stands."""


def is_worth_it(plan: DayPlan, *, in_force: Mapping[int, int]) -> bool:
    """Tell whether a plan differs enough from what is in force to ask for it."""
    for one in plan.channels:
        before = in_force.get(one.channel_id, 0)
        step = abs(one.amount_minor - before)
        if step and (
            0 in (before, one.amount_minor) or (step >= _WORTH_MINOR and step * 100 > before * _WORTH_PERCENT)
        ):
            return True
    return False


def make(flight: Flight, plan: DayPlan, *, in_force: Mapping[int, int], at: datetime) -> Proposal | None:
    """Ask a person for today's plan; once a day. Proposals of earlier days lapse. The campaign must be locked."""
    campaign = flight.campaign
    Proposal.objects.filter(campaign=campaign, state=ProposalState.OPEN, day__lt=plan.day).update(
        state=ProposalState.LAPSED, decided_at=at
    )
    if plan.total_minor == 0:
        lapse(campaign, at=at)  # the plan itself stops, so nobody has to agree
        return None
    if not is_worth_it(plan, in_force=in_force) or Proposal.objects.filter(campaign=campaign, day=plan.day).exists():
        return None
    lines = [
        {
            "channel": one.channel_id,
            "before": in_force.get(one.channel_id, 0),
            "after": one.amount_minor,
            "reasons": [{"why": reason.why.value, **reason.terms} for reason in one.reasons],
        }
        for one in plan.channels
    ]
    proposal = Proposal.objects.create(campaign=campaign, day=plan.day, lines=lines, made_at=at)
    _log("campaign.proposed", proposal, actor=log.Actor.system(), at=at)
    signals.touched()
    return proposal


def lapse(campaign: Campaign, *, at: datetime) -> int:
    """Let what waits for a person go, because the plan stops or changes; returns how many. The campaign must be locked."""
    lapsed = Proposal.objects.filter(campaign=campaign, state=ProposalState.OPEN).update(
        state=ProposalState.LAPSED, decided_at=at
    )
    if lapsed:
        signals.touched()
    return lapsed


def accept(proposal: Proposal, *, by: Who, at: datetime) -> Proposal:
    """Authorise what was proposed; the networks hear it after the commit. Raises NotOpen, CapReached.

    Looks again at the campaign first: what cannot be spent now raises NoLonger, and the proposal has lapsed. That is kept, so a
    caller whose transaction is undone by the refusal must let it stand.
    """
    with transaction.atomic():
        flight = _decide(proposal, to=ProposalState.ACCEPTED, by=by, at=at)
        why_not = _why_not(flight, proposal, "after")
        if why_not is None:
            ledger.authorise(flight, _plan(proposal, "after"), cause=Cause.PERSON, by=member(by), at=at)
            _log("campaign.proposal_accepted", proposal, actor=actor(by), at=at)
            signals.ring_for(flight.campaign)
            return proposal
        Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.LAPSED, decided_by=None)
        signals.touched()
    proposal.refresh_from_db()
    raise NoLonger(why_not)


@transaction.atomic
def decline(proposal: Proposal, *, by: Who, at: datetime) -> Proposal:
    """Leave everything as it is for today. Raises NotOpen."""
    _decide(proposal, to=ProposalState.DECLINED, by=by, at=at)
    _log("campaign.proposal_declined", proposal, actor=actor(by), at=at)
    signals.touched()
    return proposal


@transaction.atomic
def take_back(proposal: Proposal, *, by: Who, at: datetime) -> Proposal:
    """Undo a decision of today: what was in force before comes back, and the proposal is open again.

    Raises NotOpen, and NoLonger when what was in force before cannot be spent any more: the decision then stands.
    """
    flight = flights.flight(ledger.lock(proposal.campaign_id), at=at)
    was_accepted = proposal.state == ProposalState.ACCEPTED
    won = Proposal.objects.filter(
        pk=proposal.pk, state__in=[ProposalState.ACCEPTED, ProposalState.DECLINED], day=flight.state.day
    ).update(state=ProposalState.OPEN, decided_at=None, decided_by=None)
    if not won:
        raise NotOpen
    why_not = _why_not(flight, proposal, "before")
    if why_not is not None:
        raise NoLonger(why_not)
    if was_accepted:
        ledger.authorise(flight, _plan(proposal, "before"), cause=Cause.UNDO, by=member(by), at=at)
        signals.ring_for(flight.campaign)
    proposal.refresh_from_db()
    return proposal


def _decide(proposal: Proposal, *, to: ProposalState, by: Who, at: datetime) -> Flight:
    campaign: Campaign = ledger.lock(proposal.campaign_id)
    flight = flights.flight(campaign, at=at)
    won = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN, day=flight.state.day).update(
        state=to, decided_at=at, decided_by=member(by)
    )
    if not won:
        raise NotOpen
    proposal.refresh_from_db()
    return flight


def _why_not(flight: Flight, proposal: Proposal, which: str) -> Any:
    """Why these day budgets cannot be authorised now, in words; None when they can. No statement."""
    campaign, state = flight.campaign, flight.state
    wanted = {line["channel"]: line[which] for line in proposal.lines if line[which]}
    runs = {one.id for one in state.channels if one.is_on}
    rests = {"money": amounts.said(state.remaining_minor, campaign.currency)}
    reasons = (
        (campaign.state != CampaignState.RUNNING, _("De campagne loopt niet meer, dus dit voorstel is vervallen.")),
        (campaign.autonomy == Autonomy.OBSERVE, _("De campagne kijkt alleen mee, dus dit voorstel is vervallen.")),
        (
            not state.starts_on <= state.day <= state.ends_on,
            _("Vandaag valt buiten de periode van de campagne, dus dit voorstel is vervallen."),
        ),
        (
            bool(wanted) and not state.has_open_vacancy,
            _("Er staat geen vacature meer open, dus dit voorstel is vervallen."),
        ),
        (
            not runs.issuperset(wanted),
            _("Een van de kanalen staat uit of is uit gebruik, dus dit voorstel is vervallen."),
        ),
        (
            sum(wanted.values()) > state.remaining_minor,
            _("Er rest nog %(money)s, minder dan dit voorstel vraagt; het is vervallen.") % rests,
        ),
    )
    return next((words for holds, words in reasons if holds), None)


def _plan(proposal: Proposal, which: str) -> DayPlan:
    lines: list[dict[str, Any]] = proposal.lines
    return DayPlan(
        proposal.day,
        tuple(ChannelPlan(line["channel"], line[which], (Reason(Why.PERSON),)) for line in lines),
    )


def _log(kind: str, proposal: Proposal, *, actor: log.Actor, at: datetime) -> None:
    log.append(
        kind,
        subject=log.Subject("campaign", proposal.campaign_id),
        actor=actor,
        at=at,
        data={"day": proposal.day, "proposal": proposal.pk},
    )
