from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.models import (
    AccountMode,
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    HandSetting,
)
from campaigns.selectors import by_hand as held
from campaigns.services import by_hand, campaigns, ticks
from campaigns.services.by_hand import HandRefused
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)


def started(world: World, **fields: object) -> Campaign:
    """30 days of 30 euro on one account by hand and one at the sandbox network: 15 euro each."""
    with tenancy.scope(world.id):
        accounts = [make_account("Jobboard", mode=AccountMode.FILE), make_account("Meta")]
        campaign = make_campaign(
            starts_on=TODAY, ends_on=date(2026, 12, 22), vacancies=[make_vacancy()], accounts=accounts,
            **{"autonomy": Autonomy.AUTOMATIC, **fields},
        )  # fmt: skip
        campaigns.start(campaign, by=a_marketeer(), at=NOON)
    ticks.run(world.id, campaign.pk, at=NOON)
    return campaign


def by_hand_channel() -> CampaignChannel:
    return CampaignChannel.objects.select_related("campaign", "account").get(account__name="Jobboard")


def listed() -> list[tuple[str, date, int, int | None]]:
    return [(one.channel.account.name, one.day, one.wanted_minor, one.set_minor) for one in held.to_set(at=NOON)]


def test_a_budget_waits_until_somebody_says_it_is_set(acme: World, zed: World) -> None:
    campaign = started(acme)
    started(zed)
    with tenancy.scope(acme.id):
        assert listed() == [("Jobboard", TODAY, 1_500, None)]
        assert by_hand_channel().alarm == "by_hand"
        setting = by_hand.confirm(by_hand_channel(), amount_minor=1_500, by=a_marketeer(), at=NOON)
        assert setting is not None
        assert (setting.amount_minor, setting.before_minor, setting.by, setting.at) == (
            1_500,
            None,
            a_marketeer(),
            NOON,
        )
        assert by_hand.confirm(by_hand_channel(), amount_minor=1_500, by=a_marketeer(), at=NOON) is None
        assert (listed(), by_hand_channel().in_force_minor, by_hand_channel().alarm) == ([], 1_500, "")
        event = Event.objects.get(kind="campaign.budget_set_by_hand")
        assert event.data == {
            "channel": by_hand_channel().pk, "day": "2026-11-23", "amount": [1500, "EUR"], "before": None,
        }  # fmt: skip
        assert (event.subject_id, event.actor_id) == (campaign.pk, a_marketeer().user_id)
    with tenancy.scope(zed.id):
        assert listed() == [("Jobboard", TODAY, 1_500, None)]


def test_an_amount_that_changed_meanwhile_is_refused(acme: World) -> None:
    campaign = started(acme)
    with tenancy.scope(acme.id):
        campaigns.set_budget(
            Campaign.objects.get(), to_minor=105_000, reason="", version=campaign.version + 1, by=a_marketeer(), at=NOON
        )
        with pytest.raises(HandRefused, match="17,50"):
            by_hand.confirm(by_hand_channel(), amount_minor=1_500, by=a_marketeer(), at=NOON)
        assert not HandSetting.objects.exists()
        sandbox = CampaignChannel.objects.get(account__name="Meta")
        with pytest.raises(HandRefused):
            by_hand.confirm(sandbox, amount_minor=1_750, by=a_marketeer(), at=NOON)


def test_taking_back_brings_what_stood_before_and_only_the_last_can_be(acme: World) -> None:
    started(acme)
    with tenancy.scope(acme.id):
        first = by_hand.confirm(by_hand_channel(), amount_minor=1_500, by=a_marketeer(), at=NOON)
        assert first is not None
        campaigns.pause(Campaign.objects.get(), by=a_marketeer(), at=NOON)
        assert listed() == [("Jobboard", TODAY, 0, 1_500)]
        last = by_hand.confirm(by_hand_channel(), amount_minor=0, by=a_marketeer(), at=NOON)
        assert last is not None
        with pytest.raises(HandRefused):
            by_hand.take_back(first, by=a_marketeer(), at=NOON)
        for _n in range(2):
            by_hand.take_back(last, by=a_marketeer(), at=NOON)
        assert listed() == [("Jobboard", TODAY, 0, 1_500)]
        assert Event.objects.filter(kind="campaign.hand_setting_taken_back").count() == 1
        by_hand.take_back(first, by=a_marketeer(), at=NOON)
        assert (listed(), by_hand_channel().in_force_minor) == ([], None)


def test_rounds_keep_what_a_person_said_and_ask_again_only_when_the_plan_changes(acme: World) -> None:
    campaign = started(acme)
    with tenancy.scope(acme.id):
        by_hand.confirm(by_hand_channel(), amount_minor=1_500, by=a_marketeer(), at=NOON)
    ticks.run(acme.id, campaign.pk, at=NOON + timedelta(hours=1))
    with tenancy.scope(acme.id):
        assert (by_hand_channel().in_force_minor, by_hand_channel().alarm) == (1_500, "")
        Campaign.objects.update(state=CampaignState.PAUSED)
    ticks.run(acme.id, campaign.pk, at=NOON + timedelta(hours=2))
    with tenancy.scope(acme.id):
        assert (by_hand_channel().in_force_minor, by_hand_channel().alarm) == (1_500, "by_hand")
        Campaign.objects.update(state=CampaignState.RUNNING)
    ticks.run(acme.id, campaign.pk, at=NOON + timedelta(hours=3))
    with tenancy.scope(acme.id):
        assert (listed(), by_hand_channel().alarm) == ([], "")


def test_a_campaign_that_only_looks_on_asks_nothing(acme: World) -> None:
    started(acme, autonomy=Autonomy.OBSERVE)
    with tenancy.scope(acme.id):
        assert listed() == []
        with pytest.raises(HandRefused):
            by_hand.confirm(by_hand_channel(), amount_minor=0, by=a_marketeer(), at=NOON)
