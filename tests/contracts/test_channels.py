"""One contract for every ad network: what campaigns rely on, whoever answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.channels import Channel, ChannelError, NewFlight, channel_for
from campaigns.models import AccountMode, Network, SandboxBudget
from recruit_platform.core import tenancy
from tests.support.builders import NOON, World
from tests.support.campaigns import make_account

DAY = date(2026, 11, 2)
LATER = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FLIGHT = NewFlight(key="campaign-1-channel-2", name="Leerkrachten")


@pytest.fixture(params=[AccountMode.SANDBOX, AccountMode.FILE])
def channel(request: pytest.FixtureRequest, acme: World) -> Channel:
    with tenancy.scope(acme.id):
        return channel_for(make_account(mode=request.param))


def test_opening_twice_is_one_campaign(channel: Channel) -> None:
    first = channel.open_flight(FLIGHT, at=NOON)
    assert channel.open_flight(FLIGHT, at=LATER) == first
    if channel.sets_budgets:
        assert channel.open_flight(NewFlight(key="another", name="Leerkrachten"), at=NOON) != first


def test_a_budget_is_in_force_from_its_day_and_read_back(channel: Channel) -> None:
    flight = channel.open_flight(FLIGHT, at=NOON)
    channel.set_day_budget(flight, amount_minor=2_000, day=DAY, key="a", at=NOON)
    channel.set_day_budget(flight, amount_minor=3_000, day=DAY + timedelta(days=2), key="b", at=NOON)
    told = [channel.read_back(flight, day=DAY + timedelta(days=n), at=NOON) for n in (-1, 0, 1, 2)]
    if channel.sets_budgets:
        assert [one and one.amount_minor for one in told] == [0, 2_000, 2_000, 3_000]
    else:
        assert told == [None] * 4


def test_the_same_key_again_changes_nothing(channel: Channel) -> None:
    flight = channel.open_flight(FLIGHT, at=NOON)
    channel.set_day_budget(flight, amount_minor=2_000, day=DAY, key="a", at=NOON)
    channel.set_day_budget(flight, amount_minor=9_000, day=DAY, key="a", at=NOON)
    told = channel.read_back(flight, day=DAY, at=NOON)
    assert (told and told.amount_minor) == (2_000 if channel.sets_budgets else None)


def test_a_paused_day_is_not_reported_and_the_same_question_has_the_same_answer(channel: Channel) -> None:
    flight = channel.open_flight(FLIGHT, at=NOON)
    channel.set_day_budget(flight, amount_minor=2_000, day=DAY, key="a", at=NOON)
    channel.set_day_budget(flight, amount_minor=0, day=DAY + timedelta(days=2), key="b", at=NOON)
    report = channel.fetch_report(flight, first=DAY, last=DAY + timedelta(days=5), at=LATER)
    assert report == channel.fetch_report(flight, first=DAY, last=DAY + timedelta(days=5), at=LATER)
    assert [one.day for one in report] == ([DAY, DAY + timedelta(days=1)] if channel.sets_budgets else [])
    for one in report:
        assert 0 < one.spend_minor <= 2_000 * 7 // 4
        assert 0 <= one.clicks <= one.impressions
        assert 0 < one.reach <= one.impressions


def test_days_to_come_are_never_reported(channel: Channel) -> None:
    flight = channel.open_flight(FLIGHT, at=NOON)
    channel.set_day_budget(flight, amount_minor=2_000, day=DAY, key="a", at=NOON)
    first = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
    report = channel.fetch_report(flight, first=DAY, last=DAY + timedelta(days=9), at=first)
    assert [one.day for one in report] == ([DAY] if channel.sets_budgets else [])


def test_an_unknown_campaign_or_too_small_a_budget_is_a_lasting_refusal(channel: Channel) -> None:
    if not channel.sets_budgets:
        channel.set_day_budget("", amount_minor=1, day=DAY, key="a", at=NOON)
        return
    flight = channel.open_flight(FLIGHT, at=NOON)
    for name, amount in ((flight, 499), (flight, -1), ("nothing", 2_000)):
        with pytest.raises(ChannelError) as refused:
            channel.set_day_budget(name, amount_minor=amount, day=DAY, key="a", at=NOON)
        assert refused.value.permanent


def test_accounts_do_not_know_each_others_campaigns(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        ours, beside = channel_for(make_account("een")), channel_for(make_account("twee", network=Network.GOOGLE))
    with tenancy.scope(zed.id):
        theirs = channel_for(make_account())
    flight = ours.open_flight(FLIGHT, at=NOON)
    for other in (beside, theirs):
        with pytest.raises(ChannelError):
            other.set_day_budget(flight, amount_minor=2_000, day=DAY, key="a", at=NOON)
    with tenancy.scope(zed.id):
        assert not SandboxBudget.objects.exists()


def test_the_sandbox_restates_young_days_upward_and_then_leaves_them(acme: World) -> None:
    with tenancy.scope(acme.id):
        channel = channel_for(make_account())
    flight = channel.open_flight(FLIGHT, at=NOON)
    channel.set_day_budget(flight, amount_minor=10_000, day=DAY, key="a", at=NOON)
    days = [datetime(2026, 11, 3, 12, 0, tzinfo=UTC) + timedelta(days=n) for n in range(8)]
    told = [
        sum(one.spend_minor for one in channel.fetch_report(flight, first=DAY, last=DAY, at=moment)) for moment in days
    ]
    assert told == sorted(told)
    assert told[0] < told[3] == told[-1]
