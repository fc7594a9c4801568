from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.models import (
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    CampaignVacancy,
    ChannelAccount,
    Goal,
    LedgerEntry,
    Network,
)
from campaigns.services import campaigns
from campaigns.services.campaigns import CampaignRefused, EditedMeanwhile, NeedsYes, Strategy
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign, make_link
from tests.support.vacancies import make_vacancy


def a_strategy() -> Strategy:
    return a_strategy_on([make_account()])


def test_a_draft_spends_nothing_until_it_is_started(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        campaign = campaigns.draft(a_strategy(), by=a_marketeer(), at=NOON)
        assert (campaign.state, campaign.committed_minor, LedgerEntry.objects.count()) == (CampaignState.DRAFT, 0, 0)
        assert campaigns.preview(campaign, at=NOON).total_minor == 3_000
        campaigns.start(campaign, by=a_marketeer(), at=NOON)
        with pytest.raises(CampaignRefused):
            campaigns.start(campaign, by=a_marketeer(), at=NOON)
        campaign.refresh_from_db()
        assert (campaign.state, campaign.committed_minor) == (CampaignState.RUNNING, 3_000)
        kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["campaign.drafted", "campaign.started"]
    with tenancy.scope(zed.id):
        assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": date(2026, 11, 22)}, "ends_on"),
        ({"starts_on": date(2026, 10, 1), "ends_on": date(2026, 11, 1)}, "ends_on"),
        ({"accounts": []}, "accounts"),
        ({"vacancies": []}, "vacancies"),
        ({"budget_minor": 14_999}, "budget"),
    ],
)
def test_what_cannot_run_is_refused_at_its_field_and_nothing_is_kept(
    acme: World, change: dict[str, object], field: str
) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(CampaignRefused) as refused:
            campaigns.draft(replace(a_strategy(), **change), by=a_marketeer(), at=NOON)  # type: ignore[arg-type]
        assert refused.value.field == field
        assert (Campaign.objects.count(), CampaignChannel.objects.count()) == (0, 0)


def test_accounts_of_two_currencies_are_two_campaigns(acme: World) -> None:
    with tenancy.scope(acme.id):
        accounts = [make_account("a"), make_account("b", currency="USD", network=Network.GOOGLE)]
        with pytest.raises(CampaignRefused, match="valuta"):
            campaigns.draft(replace(a_strategy(), accounts=accounts), by=a_marketeer(), at=NOON)


def test_a_budget_far_up_asks_why_and_plans_today_anew(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = campaigns.draft(a_strategy(), by=a_marketeer(), at=NOON)
        campaign = campaigns.start(campaign, by=a_marketeer(), at=NOON)
        change = {"by": a_marketeer(), "at": NOON}
        with pytest.raises(CampaignRefused) as refused:
            campaigns.set_budget(campaign, to_minor=108_001, reason=" ", version=campaign.version, **change)
        assert refused.value.field == "reason"
        with pytest.raises(CampaignRefused, match="Iemand anders"):
            campaigns.set_budget(campaign, to_minor=100_000, reason="", version=campaign.version - 1, **change)
        campaigns.set_budget(
            campaign, to_minor=180_000, reason="Twee klassen erbij", version=campaign.version, **change
        )
        campaign.refresh_from_db()
        assert (campaign.budget_minor, campaign.committed_minor) == (180_000, 6_000)
        campaigns.set_budget(campaign, to_minor=90_000, reason="", version=campaign.version, undoes=True, **change)
        campaign.refresh_from_db()
        assert (campaign.budget_minor, campaign.committed_minor) == (90_000, 3_000)
        notes = [entry.reasons[-1] for entry in LedgerEntry.objects.order_by("pk")[1:]]
        assert notes == [
            {"why": "budget", "before": 90_000, "after": 180_000, "words": "Twee klassen erbij"},
            {"why": "budget", "before": 180_000, "after": 90_000, "words": ""},
        ]


def test_a_budget_below_what_is_authorised_is_refused(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign(budget_minor=90_000, committed_minor=50_000, state=CampaignState.RUNNING)
        with pytest.raises(CampaignRefused) as refused:
            campaigns.set_budget(campaign, to_minor=49_999, reason="", by=a_marketeer(), at=NOON, version=1)
        assert "€\u00a0500,00" in str(refused.value)
        campaign.refresh_from_db()
        assert (campaign.budget_minor, campaign.version) == (90_000, 1)


def test_a_channel_that_cannot_run_every_day_is_asked_about_first(acme: World) -> None:
    with tenancy.scope(acme.id):
        accounts = [make_account("Meta"), make_account("TikTok", network=Network.TIKTOK)]
        thin = replace(a_strategy_on(accounts), budget_minor=30_000)
        with pytest.raises(NeedsYes, match="niet elke dag genoeg voor TikTok") as asked:
            campaigns.draft(thin, by=a_marketeer(), at=NOON)
        assert asked.value.field == "budget"
        assert Campaign.objects.count() == 0
        campaigns.draft(replace(thin, is_meant=True), by=a_marketeer(), at=NOON)
        with pytest.raises(CampaignRefused, match=r"TikTok .* geen enkele dag") as refused:
            never = replace(thin, budget_minor=4_999, ends_on=date(2026, 11, 25), is_meant=True)
            campaigns.draft(never, by=a_marketeer(), at=NOON)
        assert not isinstance(refused.value, NeedsYes)
        assert Campaign.objects.count() == 1


def test_a_budget_too_small_for_a_single_day_is_refused_and_a_thin_one_asked_about(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = campaigns.draft(a_strategy(), by=a_marketeer(), at=NOON)
        change = {"by": a_marketeer(), "at": NOON, "reason": "", "version": campaign.version}
        with pytest.raises(CampaignRefused, match="geen enkele dag"):
            campaigns.set_budget(campaign, to_minor=100, is_meant=True, **change)
        with pytest.raises(NeedsYes):
            campaigns.set_budget(campaign, to_minor=14_000, **change)
        campaign.refresh_from_db()
        assert (campaign.budget_minor, campaign.version) == (90_000, 1)
        campaigns.set_budget(campaign, to_minor=14_000, is_meant=True, **change)
        campaign.refresh_from_db()
        assert campaign.budget_minor == 14_000


def test_a_draft_is_written_anew_as_a_whole_with_the_same_checks(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = campaigns.draft(a_strategy(), by=a_marketeer(), at=NOON)
        (meta,) = CampaignChannel.objects.filter(campaign=campaign)
        google = make_account("Google", network=Network.GOOGLE)
        wanted = replace(
            a_strategy_on([google]), name="Zij-instromers", goal_count=9, budget_minor=50_000,
            ends_on=date(2027, 1, 31), words="Nu", vacancies=[make_vacancy("Gymleraar")],
        )  # fmt: skip
        change = {"by": a_marketeer(), "at": NOON}
        with pytest.raises(CampaignRefused) as refused:
            campaigns.edit(campaign, replace(wanted, ends_on=date(2026, 11, 1)), version=1, **change)
        assert refused.value.field == "ends_on"
        campaigns.edit(campaign, wanted, version=1, **change)
        with pytest.raises(EditedMeanwhile):
            campaigns.edit(campaign, wanted, version=1, **change)
        campaign.refresh_from_db()
        assert (campaign.name, campaign.goal_count, campaign.budget_minor) == ("Zij-instromers", 9, 50_000)
        assert (campaign.ends_on, campaign.strategy, campaign.version) == (date(2027, 1, 31), "Nu", 2)
        assert list(CampaignVacancy.objects.values_list("vacancy__title", flat=True)) == ["Gymleraar"]
        assert not CampaignChannel.objects.filter(pk=meta.pk).exists()
        assert list(Event.objects.order_by("pk").values_list("kind", "data"))[1] == ("campaign.changed", {"version": 2})
        campaigns.start(campaign, **change)
        with pytest.raises(CampaignRefused, match="al gestart"):
            campaigns.edit(campaign, wanted, version=3, **change)


def test_a_channel_that_a_link_knows_is_switched_off_and_on_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        first = a_strategy()
        campaign = campaigns.draft(first, by=a_marketeer(), at=NOON)
        (meta,) = CampaignChannel.objects.filter(campaign=campaign)
        make_link(campaign=campaign, channel=meta)
        google = make_account("Google", network=Network.GOOGLE)
        change = {"by": a_marketeer(), "at": NOON}
        campaigns.edit(campaign, replace(first, accounts=[google]), version=1, **change)
        assert dict(CampaignChannel.objects.values_list("account__name", "is_on")) == {"Meta": False, "Google": True}
        campaigns.edit(campaign, first, version=2, **change)
        assert dict(CampaignChannel.objects.values_list("account__name", "is_on")) == {"Meta": True}


def a_strategy_on(accounts: list[ChannelAccount]) -> Strategy:
    return Strategy(
        name="Leerkrachten",
        kind=CampaignKind.ALWAYS_ON,
        goal=Goal.HIRES,
        goal_count=4,
        budget_minor=90_000,
        starts_on=date(2026, 11, 23),
        ends_on=date(2026, 12, 22),
        accounts=accounts,
        vacancies=[make_vacancy()],
    )
