"""The marketeer's path: a strategy becomes a campaign that spends, a link is made, a report is read; and how it all looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from campaigns.models import AccountMode, Autonomy, Campaign, Network, Proposal
from campaigns.services import accounts, campaigns, ticks
from recruit_platform.core import clock, tenancy
from tests.browser.conftest import NARROW, VARIANTS, WIDE, Open
from tests.browser.test_pages import judge
from tests.support.builders import World
from tests.support.campaigns import a_marketeer, make_account, make_campaign, make_link
from tests.support.vacancies import make_vacancy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORT = (
    "Start rapportage,Einde rapportage,Campagnenaam,Besteed bedrag (EUR),Weergaven,Klikken op links\n"
    "2026-10-01,2026-10-31,Leerkrachten,236.53,15734,82\n2026-10-01,2026-10-31,Iets anders,10.00,100,veel\n"
)


def lived(world: World, *, days: int = 40) -> Campaign:
    """A campaign that ran for weeks, with a proposal that waits."""
    now = clock.now()
    first = now.date() - timedelta(days=days)
    with tenancy.scope(world.id):
        me = a_marketeer()
        accounts.add_persona(name="Zij-instromer", situation="Werkt nu elders", by=me, at=now)
        networks = [make_account("Meta"), make_account("Google Ads", network=Network.GOOGLE)]
        vacancy = make_vacancy(opens_on=first)
        campaign = make_campaign(
            "Leerkrachten", budget_minor=480_000, starts_on=first, ends_on=first + timedelta(days=119),
            vacancies=[vacancy], accounts=networks, autonomy=Autonomy.AUTOMATIC, goal_count=40, strategy="Werk in je eigen wijk.",
        )  # fmt: skip
        campaigns.start(campaign, by=me, at=now - timedelta(days=days))
        make_link(channel=None, campaign=campaign, vacancy=vacancy)
    for day in range(days, 0, -1):
        ticks.run(world.id, campaign.pk, at=now - timedelta(days=day))
    with tenancy.scope(world.id):
        campaigns.set_autonomy(campaign, to=Autonomy.PROPOSE, by=me, at=now)
        campaign.refresh_from_db()
        Campaign.objects.update(budget_minor=600_000)
    ticks.run(world.id, campaign.pk, at=now)
    return campaign


def test_how_it_looks(acme: World, visit: Open) -> None:
    campaign = lived(acme)
    with tenancy.scope(acme.id):
        assert Proposal.objects.filter(state="open").count() == 1
    seen = visit(acme.marketeer)
    base = f"/o/acme/campagnes/{campaign.public_id}/"
    paths = [
        "/o/acme/campagnes/", base, f"{base}logboek/", f"{base}budget/", "/o/acme/campagnes/voorstellen/",
        "/o/acme/campagnes/links/",
        "/o/acme/campagnes/kanalen/", "/o/acme/campagnes/rapporten/", "/o/acme/campagnes/nieuw/",
    ]  # fmt: skip
    found = [fault for path in paths for looks in (WIDE, NARROW) for fault in judge(seen, path, *looks)]
    assert "\n".join(found) == ""
    seen.page.goto(base)
    expect(seen.page.locator("svg").first).to_be_visible()


def test_from_strategy_to_running_without_script_and_a_report_taken_back(acme: World, visit: Open) -> None:
    with tenancy.scope(acme.id):
        make_vacancy()
        make_account("Meta")
        make_account("Google per bestand", network=Network.GOOGLE, mode=AccountMode.FILE)
    seen = visit(acme.marketeer, VARIANTS[0], java_script_enabled=False)
    page: Any = seen.page
    today = clock.now().date()
    page.goto("/o/acme/campagnes/")
    page.get_by_role("link", name="Campagne maken").first.click()
    page.get_by_label("Naam", exact=True).fill("Leerkrachten winter")
    page.get_by_label("Leerkracht groep 5").check()
    page.get_by_label("Hoeveel").fill("4")
    page.get_by_label("Budget voor de hele periode").fill("100")
    page.get_by_label("Tot en met").fill((today + timedelta(days=59)).isoformat())
    page.get_by_label("Meta", exact=True).check()
    page.get_by_role("button", name="Zet klaar als concept").click()
    expect(page.locator("main")).to_contain_text("vraagt ten minste")
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Leerkrachten winter")
    page.get_by_label("Budget voor de hele periode").fill("1.200")
    page.get_by_role("button", name="Zet klaar als concept").click()
    expect(page.locator("h1")).to_have_text("Leerkrachten winter")
    page.get_by_role("link", name="Starten").click()
    expect(page.locator("main")).to_contain_text("€\u00a020,00")
    page.get_by_role("button", name="Start de campagne").click()
    expect(page.locator("main")).to_contain_text("Dagbudget €\u00a020,00")

    page.goto("/o/acme/campagnes/rapporten/")
    page.get_by_label("CSV of Excel").set_input_files(
        [{"name": "meta.csv", "mimeType": "text/csv", "buffer": REPORT.encode()}]
    )
    page.get_by_role("button", name="Bekijk wat erin staat").click()
    expect(page.locator("main")).to_contain_text("€\u00a0246,53")
    seen.shot("campaign-report-preview")
    page.get_by_role("button", name="Lees in").click()
    expect(page.locator("main")).to_contain_text("Ingelezen")
    page.get_by_role("button", name="Draai terug").click()
    expect(page.locator("main")).to_contain_text("Teruggedraaid")


def test_a_link_is_copied_and_has_a_code(acme: World, visit: Open) -> None:
    seen = visit(acme.marketeer)
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/o/acme/campagnes/links/")
    page.get_by_label("Naam", exact=True).fill("Poster in de hal")
    page.get_by_label("Bron (utm_source)").fill("poster")
    page.get_by_role("button", name="Maak link").click()
    address = page.get_by_label("Link", exact=True).input_value()
    assert "/werkbij/acme/l/" in address
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.locator("#qr img").evaluate("image => image.naturalWidth") > 0
    seen.shot("campaign-link")
    assert seen.axe() + seen.complaints == []
