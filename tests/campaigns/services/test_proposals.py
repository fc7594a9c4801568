from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from calendar_app.models import Vacancy
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    Cause,
    ChannelAccount,
    LedgerEntry,
    Proposal,
    ProposalState,
)
from campaigns.pacing import ChannelPlan, DayPlan
from campaigns.selectors import flights
from campaigns.services import campaigns, proposals
from campaigns.services.proposals import NoLonger
from recruit_platform.core import tenancy
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)


def a_campaign(**fields: Any) -> Campaign:
    """A running campaign of 30 days with € 30 authorised for today."""
    campaign = make_campaign(
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=29),
        vacancies=[make_vacancy()],
        accounts=[make_account()],
        **fields,
    )
    return campaigns.start(campaign, by=a_marketeer(), at=NOON)


def propose(campaign: Campaign, *, minor: int = 4_000, before: int = 3_000) -> Proposal:
    flight = flights.flight(campaign, at=NOON)
    (channel,) = flight.channels
    plan = DayPlan(TODAY, (ChannelPlan(channel.pk, minor, ()),))
    found = proposals.make(flight, plan, in_force={channel.pk: before}, at=NOON)
    assert found is not None
    return found


def authorised() -> list[int | None]:
    return list(LedgerEntry.objects.order_by("pk").values_list("day_budget_minor", flat=True))


def no_vacancy(_campaign: Campaign) -> None:
    Vacancy.objects.update(state="closed", closed_because="person", closed_at=NOON)


def paused(_campaign: Campaign) -> None:
    Campaign.objects.update(state=CampaignState.PAUSED)


def watching(_campaign: Campaign) -> None:
    Campaign.objects.update(autonomy=Autonomy.OBSERVE)


def past(_campaign: Campaign) -> None:
    Campaign.objects.update(starts_on=TODAY - timedelta(days=30), ends_on=TODAY - timedelta(days=1))


def channel_off(_campaign: Campaign) -> None:
    CampaignChannel.objects.update(is_on=False)


def account_retired(_campaign: Campaign) -> None:
    ChannelAccount.objects.update(is_active=False)


def nearly_spent(_campaign: Campaign) -> None:
    Campaign.objects.update(budget_minor=3_999)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (no_vacancy, "geen vacature meer open"),
        (paused, "loopt niet meer"),
        (watching, "kijkt alleen mee"),
        (past, "buiten de periode"),
        (channel_off, "uit gebruik"),
        (account_retired, "uit gebruik"),
        (nearly_spent, "Er rest nog €\u00a039,99"),
    ],
)
def test_what_cannot_be_spent_now_is_refused_in_words_and_lapses(
    acme: World, zed: World, change: Callable[[Campaign], None], said: str
) -> None:
    with tenancy.scope(zed.id):
        theirs = propose(a_campaign())
    with tenancy.scope(acme.id):
        campaign = a_campaign()
        proposal = propose(campaign)
        change(campaign)
        with pytest.raises(NoLonger, match=said):
            proposals.accept(proposal, by=a_marketeer(), at=NOON)
        assert authorised() == [3_000]
        proposal.refresh_from_db()
        assert (proposal.state, proposal.decided_by) == (ProposalState.LAPSED, None)
    with tenancy.scope(zed.id):
        theirs.refresh_from_db()
        assert theirs.state == ProposalState.OPEN


def test_one_that_still_fits_is_authorised(acme: World) -> None:
    with tenancy.scope(acme.id):
        proposal = propose(a_campaign())
        proposals.accept(proposal, by=a_marketeer(), at=NOON)
        assert authorised() == [3_000, 4_000]


def test_taking_back_does_not_bring_money_back_after_the_last_vacancy_closed(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = a_campaign()
        proposal = propose(campaign)
        proposals.accept(proposal, by=a_marketeer(), at=NOON)
        no_vacancy(campaign)
        with pytest.raises(NoLonger, match="geen vacature meer open"):
            proposals.take_back(proposal, by=a_marketeer(), at=NOON)
        assert authorised() == [3_000, 4_000]
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.ACCEPTED


@pytest.mark.parametrize(
    "act",
    [
        campaigns.pause,
        campaigns.end,
        lambda one, **who: campaigns.set_autonomy(one, to=Autonomy.OBSERVE, **who),
        lambda one, **who: campaigns.set_budget(one, to_minor=95_000, reason="", version=one.version, **who),
    ],
)
def test_a_proposal_lapses_with_the_plan_it_was_for(acme: World, act: Callable[..., object]) -> None:
    with tenancy.scope(acme.id):
        campaign = a_campaign()
        proposal = propose(campaign)
        act(campaign, by=a_marketeer(), at=NOON)
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.LAPSED


def test_a_plan_of_nothing_asks_nobody_and_lets_the_open_one_go(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = a_campaign()
        proposal = propose(campaign)
        flight = flights.flight(campaign, at=NOON)
        stop = DayPlan(TODAY, tuple(ChannelPlan(one.pk, 0, ()) for one in flight.channels))
        in_force = {one.pk: 3_000 for one in flight.channels}
        assert proposals.make(flight, stop, in_force=in_force, at=NOON) is None
        assert list(Proposal.objects.values_list("pk", "state")) == [(proposal.pk, ProposalState.LAPSED)]
        assert Cause.STOP not in LedgerEntry.objects.values_list("cause", flat=True)
