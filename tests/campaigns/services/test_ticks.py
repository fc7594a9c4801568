from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from calendar_app.models import Vacancy
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    EntryKind,
    LedgerEntry,
    Network,
    Proposal,
    ProposalState,
    ReportRow,
    SandboxBudget,
)
from campaigns.services import campaigns, proposals, ticks
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

FIRST = date(2026, 11, 2)


def noon(day: int) -> datetime:
    """12:00 in Amsterdam, so many days after the first."""
    return datetime(2026, 11, 2, 11, 0, tzinfo=UTC) + timedelta(days=day)


def start(world: World, *, days: int = 30, **fields: Any) -> Campaign:
    """A started campaign of € 900 on two networks, with an open vacancy."""
    with tenancy.scope(world.id):
        fields.setdefault("autonomy", Autonomy.AUTOMATIC)
        accounts = [make_account("Meta"), make_account("Google", network=Network.GOOGLE)]
        campaign = make_campaign(
            budget_minor=90_000,
            starts_on=FIRST,
            ends_on=FIRST + timedelta(days=days - 1),
            vacancies=[make_vacancy()],
            accounts=accounts,
            **fields,
        )
        return campaigns.start(campaign, by=a_marketeer(), at=noon(0))


def sums(world: World, campaign: Campaign) -> dict[str, int]:
    with tenancy.scope(world.id):
        rows = (
            LedgerEntry.objects.filter(campaign=campaign).values_list("kind").annotate(n=Sum("amount_minor")).order_by()
        )
        found = dict.fromkeys(EntryKind.values, 0) | dict(rows)
        campaign.refresh_from_db()
        assert campaign.committed_minor == found["reserve"] + found["release"]
        assert campaign.overspent_minor == found["overspend"]
        assert campaign.committed_minor <= campaign.budget_minor
        found["spent"] = ReportRow.objects.filter(is_current=True).aggregate(n=Sum("spend_minor"))["n"] or 0
    return found


def in_force(world: World) -> list[int | None]:
    with tenancy.scope(world.id):
        return list(CampaignChannel.objects.order_by("pk").values_list("in_force_minor", flat=True))


def test_a_month_on_the_sandbox_spends_its_budget_and_never_authorises_more(acme: World, zed: World) -> None:
    campaign, other = start(acme), start(zed)
    for day in range(38):
        ticks.run(acme.id, campaign.pk, at=noon(day))
        sums(acme, campaign)
    found = sums(acme, campaign)
    assert campaign.state == CampaignState.ENDED
    assert 0.95 * 90_000 < found["spent"] < 1.01 * 90_000  # networks may take a little more than a day was allowed
    assert campaign.committed_minor + campaign.overspent_minor == found["spent"]
    assert in_force(acme) == [0, 0]
    with tenancy.scope(zed.id):
        assert not ReportRow.objects.exists()
        assert Campaign.objects.get(pk=other.pk).state == CampaignState.RUNNING


def test_a_day_is_decided_once_however_often_it_ticks(acme: World) -> None:
    campaign = start(acme)
    ticks.run(acme.id, campaign.pk, at=noon(1))
    with tenancy.scope(acme.id):
        before = list(LedgerEntry.objects.order_by("pk").values_list("pk", "day_budget_minor", "reasons"))
        calls = SandboxBudget.objects.count()
    for minutes in (5, 60, 300):
        ticks.run(acme.id, campaign.pk, at=noon(1) + timedelta(minutes=minutes))
    with tenancy.scope(acme.id):
        assert list(LedgerEntry.objects.order_by("pk").values_list("pk", "day_budget_minor", "reasons")) == before
        assert SandboxBudget.objects.count() == calls
        second = LedgerEntry.objects.filter(day=FIRST + timedelta(days=1)).order_by("pk")
        assert [(entry.day_budget_minor, [one["why"] for one in entry.reasons]) for entry in second] == [
            (1_500, ["even", "share"]),
            (1_500, ["even", "share"]),
        ]


def test_a_pause_reaches_the_network_and_resuming_plans_what_remains(acme: World) -> None:
    campaign = start(acme)
    ticks.run(acme.id, campaign.pk, at=noon(0))
    assert in_force(acme) == [1_500, 1_500]
    with tenancy.scope(acme.id):
        campaigns.pause(campaign, by=a_marketeer(), at=noon(0))
        with pytest.raises(campaigns.CampaignRefused):
            campaigns.pause(campaign, by=a_marketeer(), at=noon(0))
    ticks.run(acme.id, campaign.pk, at=noon(0))
    assert in_force(acme) == [0, 0]
    for day in range(1, 11):
        ticks.run(acme.id, campaign.pk, at=noon(day))
    assert sums(acme, campaign)["reserve"] == 3_000
    with tenancy.scope(acme.id):
        campaigns.resume(campaign, by=a_marketeer(), at=noon(10))
    ticks.run(acme.id, campaign.pk, at=noon(10))
    remaining = 90_000 - sums(acme, campaign)["spent"]
    assert sum(one or 0 for one in in_force(acme)) == remaining // 20


def test_a_vacancy_that_closes_stops_the_money_within_a_round(acme: World) -> None:
    campaign = start(acme)
    ticks.run(acme.id, campaign.pk, at=noon(0))
    with tenancy.scope(acme.id):
        Vacancy.objects.update(state="closed", closed_because="person", closed_at=noon(0))
    ticks.run(acme.id, campaign.pk, at=noon(0) + timedelta(minutes=5))
    assert in_force(acme) == [0, 0]
    assert sums(acme, campaign)["release"] == -3_000
    ticks.run(acme.id, campaign.pk, at=noon(1))
    with tenancy.scope(acme.id):
        day = LedgerEntry.objects.filter(day=FIRST + timedelta(days=1)).values_list("day_budget_minor", "reasons")
        assert list(day) == [(0, [{"why": "no_vacancy"}])] * 2
    ticks.run(acme.id, campaign.pk, at=noon(6))
    found = sums(acme, campaign)
    assert campaign.committed_minor + campaign.overspent_minor == found["spent"] <= 3_000


def test_what_networks_took_beyond_the_whole_budget_stops_the_campaign_at_once(acme: World) -> None:
    campaign = start(acme)
    ticks.run(acme.id, campaign.pk, at=noon(0))
    with tenancy.scope(acme.id):
        channel = CampaignChannel.objects.order_by("pk")[0]
        ReportRow.objects.create(
            account=channel.account,
            channel=channel,
            identity="x",
            first_on=FIRST,
            last_on=FIRST,
            spend_minor=95_000,
            at=noon(0),
        )
    ticks.run(acme.id, campaign.pk, at=noon(0) + timedelta(minutes=5))
    found = sums(acme, campaign)
    assert (campaign.state, in_force(acme)) == (CampaignState.PAUSED, [0, 0])
    assert found["overspend"] > 90_000
    with tenancy.scope(acme.id):
        assert Event.objects.filter(kind="campaign.paused", data={"cause": "stop"}).count() == 1
        assert set(CampaignChannel.objects.values_list("alarm", flat=True)) == {"overspent"}
        with pytest.raises(campaigns.CampaignRefused):
            campaigns.resume(campaign, by=a_marketeer(), at=noon(1))


def test_a_proposal_waits_for_a_person_and_can_be_taken_back(acme: World) -> None:
    campaign = start(acme, autonomy=Autonomy.PROPOSE)
    ticks.run(acme.id, campaign.pk, at=noon(0))
    with tenancy.scope(acme.id):
        campaigns.pause(campaign, by=a_marketeer(), at=noon(0))
    ticks.run(acme.id, campaign.pk, at=noon(0))
    ticks.run(acme.id, campaign.pk, at=noon(9))
    with tenancy.scope(acme.id):
        Campaign.objects.update(state=CampaignState.RUNNING)  # nobody planned today yet
    ticks.run(acme.id, campaign.pk, at=noon(10))
    assert in_force(acme) == [1_500, 1_500]
    with tenancy.scope(acme.id):
        proposal = Proposal.objects.get()
        assert [(line["before"], line["after"] > 2_000) for line in proposal.lines] == [(1_500, True)] * 2
        proposals.accept(proposal, by=a_marketeer(), at=noon(10))
        with pytest.raises(proposals.NotOpen):
            proposals.accept(proposal, by=a_marketeer(), at=noon(10))
    ticks.run(acme.id, campaign.pk, at=noon(10))
    assert in_force(acme) == [line["after"] for line in proposal.lines]
    with tenancy.scope(acme.id):
        proposals.take_back(proposal, by=a_marketeer(), at=noon(10))
    ticks.run(acme.id, campaign.pk, at=noon(10))
    assert in_force(acme) == [1_500, 1_500]
    ticks.run(acme.id, campaign.pk, at=noon(11))
    with tenancy.scope(acme.id):
        states = list(Proposal.objects.order_by("day").values_list("state", flat=True))
        assert states == [ProposalState.LAPSED, ProposalState.OPEN]
        with pytest.raises(proposals.NotOpen):
            proposals.accept(proposal, by=a_marketeer(), at=noon(11))
    sums(acme, campaign)


def test_one_who_only_watches_authorises_nothing_and_counts_what_is_reported(acme: World) -> None:
    campaign = start(acme, autonomy=Autonomy.OBSERVE)
    ticks.run(acme.id, campaign.pk, at=noon(1))
    assert (sums(acme, campaign)["reserve"], in_force(acme)) == (0, [None, None])
    with tenancy.scope(acme.id):
        channel = CampaignChannel.objects.order_by("pk")[0]
        ReportRow.objects.create(
            account=channel.account,
            channel=channel,
            identity="x",
            first_on=FIRST,
            last_on=FIRST,
            spend_minor=700,
            at=noon(1),
        )
    ticks.run(acme.id, campaign.pk, at=noon(1))
    found = sums(acme, campaign)
    assert (found["reserve"], found["overspend"]) == (700, 0)


def test_late_and_restated_reports_move_money_once(acme: World) -> None:
    campaign = start(acme)
    for day in (0, 1, 2, 3, 12, 12, 13):
        ticks.run(acme.id, campaign.pk, at=noon(day))
    found = sums(acme, campaign)
    with tenancy.scope(acme.id):
        rows = ReportRow.objects.filter(first_on=FIRST)
        assert rows.filter(is_current=True).count() == 2
        assert rows.count() > 2
        settled = LedgerEntry.objects.filter(day=FIRST, cause="report")
        assert settled.count() == len(set(settled.values_list("channel_id", "kind")))
    assert found["release"] < 0


@pytest.mark.django_db(transaction=True)
def test_rounds_at_the_same_time_reserve_a_day_once(acme: World) -> None:
    campaign = start(acme)
    ready, failed = threading.Barrier(3), []

    def tick() -> None:
        try:
            ready.wait(5)
            ticks.run(acme.id, campaign.pk, at=noon(3))
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with tenancy.scope(acme.id):
        assert LedgerEntry.objects.filter(day=FIRST + timedelta(days=3)).count() == 2
        assert SandboxBudget.objects.filter(day=FIRST + timedelta(days=3)).count() == 2
    sums(acme, campaign)


def test_what_today_cost_so_far_does_not_stand_in_for_todays_plan(acme: World) -> None:
    campaign = start(acme)
    for day in range(3):
        ticks.run(acme.id, campaign.pk, at=noon(day))
        ticks.run(acme.id, campaign.pk, at=noon(day) + timedelta(hours=6))
    with tenancy.scope(acme.id):
        today = FIRST + timedelta(days=2)
        assert ReportRow.objects.filter(first_on=today, is_current=True).count() == 2
        entries = LedgerEntry.objects.filter(day=today).order_by("pk").values_list("kind", "cause", "day_budget_minor")
        assert [entry[:2] for entry in entries] == [("reserve", "tick")] * 2
        assert all(budget > 1_400 for _kind, _cause, budget in entries)
