from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns.models import (
    AccountMode,
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    ExchangeRate,
    HandSetting,
    LedgerEntry,
    Proposal,
    ReportFile,
    ReportRow,
    TrackedLink,
)
from campaigns.services import campaigns, ticks
from recruit_platform.core import tenancy
from recruit_platform.core.models import OutboxMessage
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign, make_link
from tests.support.vacancies import make_vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def as_(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def at(world: World, name: str, *parts: Any) -> str:
    return reverse(name, args=[world.slug, *parts])


def running(world: World, **fields: Any) -> Campaign:
    with tenancy.scope(world.id):
        campaign = make_campaign(
            starts_on=date(2026, 11, 13), ends_on=date(2026, 12, 12),
            vacancies=[make_vacancy()], accounts=[make_account()], **fields,
        )  # fmt: skip
        campaigns.start(campaign, by=a_marketeer(), at=NOON - timedelta(days=10))
    for day in range(10, -1, -1):
        ticks.run(world.id, campaign.pk, at=NOON - timedelta(days=day))
    return campaign


def test_the_list_shows_only_our_campaigns_with_what_they_spent(acme: World, zed: World) -> None:
    running(acme, autonomy=Autonomy.AUTOMATIC, name="Onze leerkrachten")
    running(zed, name="Hun verpleegkundigen")
    page = as_(acme, "recruiter").get(at(acme, "campaigns")).content.decode()
    assert "Onze leerkrachten" in page
    assert "Hun verpleegkundigen" not in page
    assert "Op plan" in page
    assert "Campagne maken" not in page  # a recruiter looks along


def test_the_page_says_how_it_goes_and_why_today_costs_what_it_costs(acme: World) -> None:
    campaign = running(acme, autonomy=Autonomy.AUTOMATIC)
    page = as_(acme, "marketeer").get(at(acme, "campaign", campaign.public_id)).content.decode()
    assert "Het geld loopt" in page
    assert "op plan" in page
    assert "Dagbudget" in page
    assert "dagen" in page
    assert "Pauzeren" in page
    assert as_(acme, "director").get(at(acme, "campaign", campaign.public_id)).status_code == 200
    assert as_(acme, "hiring_manager").get(at(acme, "campaign", campaign.public_id)).status_code == 403


def test_a_strategy_becomes_a_draft_and_its_brief_is_mailed(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, account, me = make_vacancy(), make_account(), a_marketeer()
    client, typed = as_(acme, "marketeer"), {
        "name": "Leerkrachten 2026", "kind": "always_on", "goal": "hires", "goal_count": "4",
        "vacancies": [str(vacancy.public_id)],
        "budget": "1.500,50", "starts_on": "2026-11-23", "ends_on": "2026-12-22", "accounts": [str(account.public_id)],
        "autonomy": "propose", "words": "Werk in je eigen wijk", "brief_to": [str(me.public_id)],
    }  # fmt: skip
    wrong = client.post(at(acme, "campaign_new"), typed | {"ends_on": "2026-11-01"})
    assert wrong.status_code == 422
    assert "Werk in je eigen wijk" in wrong.content.decode()
    answer = client.post(at(acme, "campaign_new"), typed)
    with tenancy.scope(acme.id):
        campaign = Campaign.objects.get()
        assert answer.url == at(acme, "campaign", campaign.public_id)
        assert (campaign.budget_minor, campaign.state, campaign.goal_count) == (150_050, CampaignState.DRAFT, 4)
        mail = OutboxMessage.objects.get()
        assert (mail.purpose, mail.to_address) == ("campaign.brief", acme.marketeer.email)
        assert "Werk in je eigen wijk" in mail.text
        assert "€\u00a01.500,50" in mail.text
    assert client.get(answer.url).status_code == 200


def test_starting_shows_the_first_day_before_it_counts(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign(vacancies=[make_vacancy()], accounts=[make_account()], starts_on=date(2026, 11, 23))
    client = as_(acme, "marketeer")
    assert "€\u00a023,68" in client.get(at(acme, "campaign_start", campaign.public_id)).content.decode()
    with tenancy.scope(acme.id):
        assert not LedgerEntry.objects.exists()
    client.post(at(acme, "campaign_start", campaign.public_id))
    with tenancy.scope(acme.id):
        assert [entry.day_budget_minor for entry in LedgerEntry.objects.all()] == [2_368]
    assert as_(acme, "recruiter").post(at(acme, "campaign_pause", campaign.public_id)).status_code == 403
    client.post(at(acme, "campaign_pause", campaign.public_id))
    with tenancy.scope(acme.id):
        assert Campaign.objects.get().state == CampaignState.PAUSED


def test_a_budget_is_shown_before_and_after_then_confirmed_then_undone(acme: World) -> None:
    campaign = running(acme, autonomy=Autonomy.AUTOMATIC)
    client, url = as_(acme, "marketeer"), at(acme, "campaign_budget", campaign.public_id)
    with tenancy.scope(acme.id):
        version = Campaign.objects.get().version
    typed = {"budget": "1.200", "reason": "Extra groep", "version": version}
    shown = client.post(url, typed).content.decode()
    assert "van €\u00a0900,00 naar €\u00a01.200,00" in shown
    assert client.post(url, typed | {"reason": "", "bevestigd": "1"}).status_code == 422
    assert client.post(url, typed | {"budget": "veel"}).status_code == 422
    assert client.post(url, typed | {"bevestigd": "1"}).status_code == 302
    with tenancy.scope(acme.id):
        assert Campaign.objects.get().budget_minor == 120_000
    page = client.get(at(acme, "campaign", campaign.public_id)).content.decode()
    assert "Extra groep" in page
    client.post(at(acme, "campaign_budget_back", campaign.public_id, 90_000))
    with tenancy.scope(acme.id):
        assert Campaign.objects.get().budget_minor == 90_000


def test_a_proposal_waits_on_its_page_and_is_decided_there(acme: World) -> None:
    campaign = running(acme, autonomy=Autonomy.PROPOSE)
    with tenancy.scope(acme.id):
        Campaign.objects.update(budget_minor=180_000)
        Proposal.objects.all().delete()
    ticks.run(acme.id, campaign.pk, at=NOON)
    client = as_(acme, "marketeer")
    page = client.get(at(acme, "campaign_proposals")).content.decode()
    assert "Voorstel voor Leerkrachten" in page
    with tenancy.scope(acme.id):
        proposal = Proposal.objects.get()
    client.post(at(acme, "proposal_accept", proposal.public_id))
    with tenancy.scope(acme.id):
        proposal.refresh_from_db()
        assert proposal.state == "accepted"
    assert "Niets wacht op jou" in client.get(at(acme, "campaign_proposals")).content.decode()
    client.post(at(acme, "proposal_take_back", proposal.public_id))
    assert "Voorstel voor Leerkrachten" in client.get(at(acme, "campaign_proposals")).content.decode()


def test_links_are_built_shown_with_their_code_and_switched_off(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        foreign = make_link("Van een ander")
    client = as_(acme, "marketeer")
    assert client.post(at(acme, "campaign_links"), {"label": "x", "source": "Met Spatie"}).status_code == 422
    answer = client.post(at(acme, "campaign_links"), {"label": "Meta winter", "source": "facebook", "medium": "cpc"})
    with tenancy.scope(acme.id):
        link = TrackedLink.objects.get()
    assert answer.url == at(acme, "campaign_link", link.public_id)
    page = client.get(answer.url).content.decode()
    assert f"/werkbij/acme/l/{link.code}" in page
    assert f"acme+{link.code}@" in page
    code = client.get(at(acme, "campaign_link_qr", link.public_id))
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<?xml")
    client.post(at(acme, "campaign_link_off", link.public_id))
    assert "Deze link staat uit" in client.get(answer.url).content.decode()
    assert client.get(at(acme, "campaign_link", foreign.public_id)).status_code == 404
    assert "Van een ander" not in client.get(at(acme, "campaign_links")).content.decode()


CSV = (
    b"Start rapportage,Einde rapportage,Campagnenaam,Besteed bedrag (EUR),Weergaven,Klikken op links\n"
    b"2026-10-01,2026-10-31,Leerkrachten,236.53,15734,82\n2026-10-01,2026-10-31,Iets anders,10.00,100,veel\n"
)


def test_a_report_is_looked_at_linked_read_and_taken_back(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account("Meta eigen", mode=AccountMode.FILE)
        campaign = make_campaign(accounts=[account], starts_on=date(2026, 10, 1))
    client, url = as_(acme, "marketeer"), at(acme, "campaign_reports")
    form = {"account": str(account.public_id)}
    assert client.post(url, form).status_code == 422
    picture = SimpleUploadedFile("x.png", b"\x89PNG", content_type="image/png")
    assert client.post(url, form | {"file": picture}).status_code == 422
    answer = client.post(url, form | {"file": SimpleUploadedFile("meta.csv", CSV, content_type="text/csv")})
    page = client.get(answer.url).content.decode()
    assert "€\u00a0246,53" in page
    assert "Weergaven of klikken zijn geen getal" in page
    assert "Iets anders" in page
    with tenancy.scope(acme.id):
        row = ReportFile.objects.get()
        assert not ReportRow.objects.exists()
    client.post(at(acme, "campaign_report_apply", row.public_id))
    with tenancy.scope(acme.id):
        campaign.refresh_from_db()
        assert campaign.committed_minor == 23_653
    assert "€\u00a0236,53" in client.get(at(acme, "campaign", campaign.public_id)).content.decode()
    client.post(at(acme, "campaign_report_undo", row.public_id))
    with tenancy.scope(acme.id):
        assert not ReportRow.objects.filter(is_current=True).exists()


def test_accounts_and_personas_are_added_once_by_name(acme: World) -> None:
    client = as_(acme, "admin")
    account = {"name": "Meta", "network": "meta", "mode": "sandbox", "currency": "EUR"}
    assert client.post(at(acme, "campaign_account_add"), account).status_code == 302
    assert client.post(at(acme, "campaign_account_add"), account).status_code == 422
    assert client.post(at(acme, "campaign_account_add"), account | {"name": "x", "currency": "euro"}).status_code == 422
    assert (
        client.post(at(acme, "campaign_persona_add"), {"name": "Zij-instromer", "situation": "Werkt al"}).status_code
        == 302
    )
    page = client.get(at(acme, "campaign_accounts")).content.decode()
    assert "Oefennetwerk" in page
    assert "Zij-instromer" in page


def test_an_account_is_changed_retired_and_taken_up_on_its_page(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        foreign = make_account("Van een ander")
    with tenancy.scope(acme.id):
        account = make_account("Meta")
    client, url = as_(acme, "marketeer"), at(acme, "campaign_account", account.public_id)
    typed = {"name": "Meta werving", "time_zone": "Europe/Athens", "currency": "USD"}
    assert "Europe/Amsterdam" in client.get(url).content.decode()
    assert client.post(url, typed | {"time_zone": "Mars/Noord"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    page = client.get(at(acme, "campaign_accounts")).content.decode()
    assert all(word in page for word in ("Meta werving", "Europe/Athens", "USD", "In gebruik"))
    client.post(at(acme, "campaign_account_retire", account.public_id))
    assert "Uit gebruik" in client.get(at(acme, "campaign_accounts")).content.decode()
    assert "Meta werving" not in client.get(at(acme, "campaign_new")).content.decode()
    client.post(at(acme, "campaign_account_take_up", account.public_id))
    assert "Meta werving" in client.get(at(acme, "campaign_new")).content.decode()
    with tenancy.scope(acme.id):
        make_campaign(accounts=[account], state=CampaignState.RUNNING)
    assert "Staat vast" in client.get(url).content.decode()
    client.post(at(acme, "campaign_account_retire", account.public_id))
    assert "Pauzeer of beëindig eerst" in client.get(at(acme, "campaign_accounts")).content.decode()
    assert as_(acme, "recruiter").get(url).status_code == 403
    assert client.get(at(acme, "campaign_account", foreign.public_id)).status_code == 404


def test_a_budget_by_hand_is_listed_set_and_taken_back(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign(
            "Onze leerkrachten", starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 22), vacancies=[make_vacancy()],
            accounts=[make_account("Jobboard", mode=AccountMode.FILE)],
        )  # fmt: skip
        campaigns.start(campaign, by=a_marketeer(), at=NOON)
        channel = CampaignChannel.objects.get()
    client, url = as_(acme, "marketeer"), at(acme, "campaign_by_hand")
    pages = [url, at(acme, "campaigns"), at(acme, "campaign", campaign.public_id)]
    for page in pages:
        assert "Ik heb het ingesteld" in client.get(page).content.decode(), page
    assert "Ik heb het ingesteld" not in as_(acme, "recruiter").get(url).content.decode()
    assert "Onze leerkrachten" not in as_(zed, "marketeer").get(at(zed, "campaign_by_hand")).content.decode()
    assert "stel je zelf in" in client.get(at(acme, "dashboard")).content.decode()
    set_url = at(acme, "campaign_hand_set", channel.public_id)
    assert client.post(set_url, {"minor": "veel"}).status_code == 404
    client.post(set_url, {"minor": "2999"})
    assert "€\u00a030,00 geworden" in client.get(url).content.decode()
    assert client.post(set_url, {"minor": "3000", "terug": "campagne"}).url == pages[2]
    for page in pages:
        assert "Ik heb het ingesteld" not in client.get(page).content.decode(), page
    assert acme.marketeer.name in client.get(url).content.decode()
    with tenancy.scope(acme.id):
        setting = HandSetting.objects.get()
    assert client.post(at(acme, "campaign_hand_take_back", setting.public_id)).url == url
    assert "Ik heb het ingesteld" in client.get(url).content.decode()
    assert (
        as_(zed, "marketeer").post(at(zed, "campaign_hand_set", channel.public_id), {"minor": "3000"}).status_code
        == 404
    )


def test_a_rate_is_entered_and_a_report_in_dollars_shows_both_amounts(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account("Meta eigen", mode=AccountMode.FILE)
    client, rates_url = as_(acme, "marketeer"), at(acme, "campaign_rates")
    lines = "Day,Campaign ID,Campaign name,Amount spent (USD),Impressions\n2026-11-01,7,Leerkrachten,10.00,1\nTotal,,,10.00,1\n"
    upload = SimpleUploadedFile("usd.csv", lines.encode(), content_type="text/csv")
    report = client.post(at(acme, "campaign_reports"), {"account": str(account.public_id), "file": upload}).url
    page = client.get(report).content.decode()
    assert "Er is geen koers van USD naar EUR voor 1 nov 2026" in page
    assert f"{rates_url}?valuta=USD" in page
    typed = {"currency": "USD", "into": "EUR", "valid_from": "2026-11-01", "rate": "0,9217", "source": "ECB"}
    assert 'value="USD"' in client.get(f"{rates_url}?valuta=USD").content.decode()
    for wrong in (
        {"rate": "1.000,5"},
        {"rate": "0"},
        {"rate": "-1"},
        {"rate": "1e3"},
        {"currency": "us"},
        {"into": "USD"},
    ):
        assert client.post(rates_url, typed | wrong).status_code == 422, wrong
    assert as_(acme, "recruiter").post(rates_url, typed).status_code == 403
    assert client.post(rates_url, typed).status_code == 302
    assert "0,9217" in client.get(rates_url).content.decode()
    assert "0,9217" not in as_(zed, "marketeer").get(at(zed, "campaign_rates")).content.decode()
    page = client.get(report).content.decode()
    for words in ("Omgerekend", "€\u00a09,22", "0,9217", "totaal in het bestand:"):
        assert words in page, words
    with tenancy.scope(acme.id):
        row = ReportFile.objects.get()
        rate = ExchangeRate.objects.get()
    client.post(at(acme, "campaign_report_apply", row.public_id))
    with tenancy.scope(acme.id):
        assert list(ReportRow.objects.values_list("spend_minor", "original_minor")) == [(922, 1_000)]
    assert as_(zed, "marketeer").post(at(zed, "campaign_rate_remove", rate.public_id)).status_code == 404
    client.post(at(acme, "campaign_rate_remove", rate.public_id))
    assert "Nog geen koers" in client.get(rates_url).content.decode()


def test_a_report_of_another_network_is_confirmed_and_unknown_campaigns_are_said_aloud(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account("Google eigen", network="google", mode=AccountMode.FILE)
        make_campaign(accounts=[account], starts_on=date(2026, 10, 1))
    client, url = as_(acme, "marketeer"), at(acme, "campaign_reports")
    file = SimpleUploadedFile("meta.csv", CSV, content_type="text/csv")
    answer = client.post(url, {"account": str(account.public_id), "file": file})
    page = client.get(answer.url).content.decode()
    assert "Dit lijkt een rapport van Meta" in page
    assert "1 campagne in dit bestand is niet aan een campagne hier gekoppeld: €\u00a010,00." in page
    assert "tellen bij geen enkele campagne mee" in page
    with tenancy.scope(acme.id):
        row = ReportFile.objects.get()
    apply_url = at(acme, "campaign_report_apply", row.public_id)
    client.post(apply_url)
    with tenancy.scope(acme.id):
        assert not ReportRow.objects.exists()
    client.post(apply_url, {"bevestigd": "1"})
    with tenancy.scope(acme.id):
        assert ReportRow.objects.count() == 2
