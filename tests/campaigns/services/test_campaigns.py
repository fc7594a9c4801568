from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.models import Campaign, CampaignChannel, CampaignKind, CampaignState, Goal, LedgerEntry, Network
from campaigns.services import campaigns
from campaigns.services.campaigns import CampaignRefused, Strategy
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy


def a_strategy() -> Strategy:
    return Strategy(
        name="Leerkrachten",
        kind=CampaignKind.ALWAYS_ON,
        goal=Goal.HIRES,
        goal_count=4,
        budget_minor=90_000,
        starts_on=date(2026, 11, 23),
        ends_on=date(2026, 12, 22),
        accounts=[make_account()],
        vacancies=[make_vacancy()],
    )


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
