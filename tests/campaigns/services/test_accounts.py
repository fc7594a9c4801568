from __future__ import annotations

import pytest

from campaigns.models import CampaignState, ChannelAccount
from campaigns.services import accounts, campaigns
from campaigns.services.accounts import AccountRefused, NameTaken
from campaigns.services.campaigns import CampaignRefused
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

HELD = {"name": "Meta", "time_zone": "Europe/Amsterdam", "currency": "EUR"}


def change(account: ChannelAccount, **other: str) -> ChannelAccount:
    return accounts.change(account, **{**HELD, **other}, by=a_marketeer(), at=NOON)


def test_a_change_is_told_by_its_fields_and_the_same_again_is_not(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_account("Meta eigen")  # a name of another organisation is free
    with tenancy.scope(acme.id):
        account = make_account()
        make_account("Google")
        changed = change(account, name=" Meta eigen ", time_zone="Europe/Athens", currency="USD")
        assert (changed.name, changed.time_zone, changed.currency) == ("Meta eigen", "Europe/Athens", "USD")
        change(account, name="Meta eigen", time_zone="Europe/Athens", currency="USD")
        event = Event.objects.get(kind="ad_account.changed")
        assert event.data == {"fields": ["name", "time_zone", "currency"]}
        with pytest.raises(NameTaken):
            change(account, name="Google", time_zone="Europe/Athens", currency="USD")
        assert ChannelAccount.objects.get(pk=account.pk).name == "Meta eigen"


def test_the_currency_stands_once_money_is_counted_in_it(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account()
        make_campaign(accounts=[account])
        with pytest.raises(AccountRefused) as refused:
            change(account, currency="USD")
        assert refused.value.field == "currency"
        assert change(account, name="Anders").name == "Anders"
        assert ChannelAccount.objects.get().currency == "EUR"


def test_days_do_not_jump_under_a_running_campaign(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account()
        campaign = make_campaign("Leerkrachten", accounts=[account], state=CampaignState.RUNNING)
        with pytest.raises(AccountRefused, match="Leerkrachten loopt") as refused:
            change(account, time_zone="Europe/Athens")
        assert refused.value.field == "time_zone"
        campaigns.pause(campaign, by=a_marketeer(), at=NOON)
        assert change(account, time_zone="Europe/Athens").time_zone == "Europe/Athens"


def test_an_account_retires_when_nothing_runs_on_it_and_is_taken_up_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account()
        campaign = make_campaign("Leerkrachten", accounts=[account], vacancies=[make_vacancy()])
        campaigns.start(campaign, by=a_marketeer(), at=NOON)
        with pytest.raises(AccountRefused, match="Leerkrachten loopt"):
            accounts.retire(account, by=a_marketeer(), at=NOON)
        campaigns.pause(campaign, by=a_marketeer(), at=NOON)
        for _n in range(2):
            accounts.retire(account, by=a_marketeer(), at=NOON)
        assert not ChannelAccount.objects.get().is_active
        with pytest.raises(CampaignRefused, match="uit gebruik"):
            campaigns.resume(campaign, by=a_marketeer(), at=NOON)
        for _n in range(2):
            accounts.take_up(account, by=a_marketeer(), at=NOON)
        campaigns.resume(campaign, by=a_marketeer(), at=NOON)
        kinds = list(Event.objects.filter(kind__in=["ad_account.retired", "ad_account.taken_up"]).order_by("id"))
        assert [event.kind for event in kinds] == ["ad_account.retired", "ad_account.taken_up"]


def test_a_campaign_does_not_start_on_retired_accounts_alone(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign(accounts=[make_account(is_active=False)], vacancies=[make_vacancy()])
        with pytest.raises(CampaignRefused):
            campaigns.start(campaign, by=a_marketeer(), at=NOON)
