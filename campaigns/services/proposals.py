"""Day budgets that wait for a person: made by the tick, accepted or declined by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Cause, Proposal, ProposalState
from campaigns.pacing import ChannelPlan, DayPlan, Reason, Why
from campaigns.selectors import flights
from campaigns.selectors.flights import Flight
from campaigns.services import ledger, signals
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

# Smaller steps are not worth a person's time, and restart a network's learning for nothing.
_WORTH_PERCENT, _WORTH_MINOR = 4, 50


class NotOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Over dit voorstel is al besloten, of het was voor een andere dag."))


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


@transaction.atomic
def accept(proposal: Proposal, *, by: Membership, at: datetime) -> Proposal:
    """Authorise what was proposed; the networks hear it after the commit. Raises NotOpen, CapReached."""
    flight = _decide(proposal, to=ProposalState.ACCEPTED, by=by, at=at)
    ledger.authorise(flight, _plan(proposal, "after"), cause=Cause.PERSON, by=by, at=at)
    _log("campaign.proposal_accepted", proposal, actor=log.Actor.user(by.user_id), at=at)
    signals.ring_for(flight.campaign)
    return proposal


@transaction.atomic
def decline(proposal: Proposal, *, by: Membership, at: datetime) -> Proposal:
    """Leave everything as it is for today. Raises NotOpen."""
    _decide(proposal, to=ProposalState.DECLINED, by=by, at=at)
    _log("campaign.proposal_declined", proposal, actor=log.Actor.user(by.user_id), at=at)
    signals.touched()
    return proposal


@transaction.atomic
def take_back(proposal: Proposal, *, by: Membership, at: datetime) -> Proposal:
    """Undo a decision of today: what was in force before comes back, and the proposal is open again. Raises NotOpen."""
    flight = flights.flight(ledger.lock(proposal.campaign_id), at=at)
    was_accepted = proposal.state == ProposalState.ACCEPTED
    won = Proposal.objects.filter(
        pk=proposal.pk, state__in=[ProposalState.ACCEPTED, ProposalState.DECLINED], day=flight.state.day
    ).update(state=ProposalState.OPEN, decided_at=None, decided_by=None)
    if not won:
        raise NotOpen
    if was_accepted:
        ledger.authorise(flight, _plan(proposal, "before"), cause=Cause.UNDO, by=by, at=at)
        signals.ring_for(flight.campaign)
    proposal.refresh_from_db()
    return proposal


def _decide(proposal: Proposal, *, to: ProposalState, by: Membership, at: datetime) -> Flight:
    campaign: Campaign = ledger.lock(proposal.campaign_id)
    flight = flights.flight(campaign, at=at)
    won = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN, day=flight.state.day).update(
        state=to, decided_at=at, decided_by=by
    )
    if not won:
        raise NotOpen
    proposal.refresh_from_db()
    return flight


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
