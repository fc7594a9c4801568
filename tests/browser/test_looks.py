"""How it looks to each: dark from the first byte, another language, another organisation, large, calm, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Invitation, OrganisationSettings
from tests.browser.conftest import Open, Variant
from tests.browser.people import log_in, with_password
from tests.support.builders import World, make_membership

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_colours_change_at_once_and_stand_in_the_next_page_from_the_first_byte(acme: World, visit: Open) -> None:
    seen = visit(acme.recruiter)
    page = seen.page
    page.goto("/o/acme/")
    page.locator(".account > summary").click()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(246, 247, 250)"
    page.evaluate("window.stays = true")
    with page.expect_response("**/thema/"):
        page.get_by_role("button", name="Donker").click()
    assert page.evaluate(ground) == "rgb(14, 19, 32)"
    assert page.evaluate("window.stays"), "no page was loaded for it"
    answer = page.goto("/o/acme/talentpool/?q=1")
    assert answer is not None
    assert re.search(r'<html[^>]* data-bs-theme="dark"', answer.text()), "the server sends it dark: no flash"
    page.locator(".account > summary").click()
    expect(page.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    acme.recruiter.refresh_from_db()
    assert acme.recruiter.theme == "dark"

    # the language next, on the same page with the same query
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/o/acme/talentpool/?q=1")
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert seen.complaints == []


def test_somebody_in_two_organisations_switches_between_them(acme: World, zed: World, visit: Open) -> None:
    make_membership(zed.organisation, acme.recruiter, "marketeer")
    page = visit(acme.recruiter).page
    page.goto("/o/acme/")
    page.locator(".org > summary").click()
    entry = page.locator(".org").get_by_role("link")
    assert entry.all_inner_texts() == ["AC\nAcme", "ZE\nZed"] or entry.count() == 2
    expect(page.locator(".org [aria-current=true]")).to_contain_text("Acme")
    page.locator(".org").get_by_role("link", name="Zed").click()
    page.wait_for_url("**/o/zed/")
    expect(page.locator(".org > summary")).to_contain_text("Zed")
    expect(page.locator(".account .who")).to_contain_text("Marketeer")
    page.goto("/")
    assert page.url.endswith("/o/zed/"), "the next time starts where the last ended"


def test_at_200_percent_everything_is_reached_and_nothing_moves_for_who_asks(acme: World, visit: Open) -> None:
    """A window of 1280 px at 200 % is 640 CSS pixels with two device pixels each."""
    seen = visit(acme.admin, Variant(640, "light"), device_scale_factor=2, reduced_motion="reduce")
    page = seen.page
    for path in ("/o/acme/", "/o/acme/instellingen/team/", "/o/acme/stijl/"):
        page.goto(path)
        assert seen.sideways() <= 0, path
    page.get_by_text("Meer", exact=True).first.click()
    expect(page.locator(".more .menu-list a").first).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    moving = "document.getAnimations().filter(one => one.effect.getComputedTiming().duration > 20).length"
    assert page.evaluate(moving) == 0


def test_the_same_forms_work_without_script(acme: World, visit: Open) -> None:
    admin = with_password(acme.admin)
    seen = visit(None, java_script_enabled=False)
    page = seen.page
    log_in(page, admin)
    page.wait_for_url("**/o/acme/")
    page.goto("/o/acme/instellingen/team/")
    invite = page.locator("#uitnodigen")
    invite.get_by_label("E-mailadres").fill("geen adres")
    invite.get_by_role("button", name="Verstuur uitnodiging").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    expect(invite.get_by_label("E-mailadres")).to_have_value("geen adres")
    invite.get_by_label("E-mailadres").fill("nieuw@acme.example")
    invite.get_by_role("button", name="Verstuur uitnodiging").click()
    expect(page.locator("#toasts")).to_contain_text("De uitnodiging is onderweg.")
    page.goto("/o/acme/instellingen/vrije-dagen/")
    page.get_by_label("Dag", exact=True).fill("2026-12-24")
    page.get_by_label("Waarom").fill("Kerstviering")
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("Kerstviering")
    page.goto("/o/acme/instellingen/organisatie/")
    page.get_by_label("Vakantieregio").select_option("noord")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#toasts")).to_contain_text("opgeslagen")
    page.locator(".account > summary").click()  # <details> opens by itself
    page.get_by_role("button", name="Donker").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.url.endswith("/instellingen/organisatie/")
    with tenancy.scope(acme.id):
        assert Invitation.objects.get().email == "nieuw@acme.example"
        assert DayOff.objects.get().name == "Kerstviering"
        assert OrganisationSettings.objects.get().region == "noord"


@pytest.mark.parametrize(
    ("language", "axis", "share", "day"),
    [
        ("nl", "€\u00a020k", "20\u00a0%", r"^\d{1,2} (jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec) 202[67]$"),
        ("en", "€20k", "20%", r"^\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 202[67]$"),
    ],
)
def test_a_drawing_writes_figures_and_days_in_the_language_of_the_page(
    acme: World, visit: Open, *, language: str, axis: str, share: str, day: str
) -> None:
    acme.recruiter.language = language
    acme.recruiter.save()
    seen = visit(acme.recruiter)
    page = seen.page
    page.goto("/o/acme/stijl/")
    line, bars = page.locator("#verloop .chart"), page.locator("#bronnen .chart")
    for drawing in (line, bars):
        drawing.scroll_into_view_if_needed()
        expect(drawing.locator("svg").first).to_be_visible()
    page.evaluate(
        """() => {
            const source = document.getElementById('bronnen-data');
            source.textContent = source.textContent.replace('"unit": "number"', '"unit": "percent"');
            document.documentElement.dataset.bsTheme = 'light';  // other colours: drawn anew, from what stands there now
        }"""
    )
    expect(bars.locator("text").filter(has_text=re.compile(f"^{share}$"))).to_have_count(1)
    line.scroll_into_view_if_needed()
    expect(line.locator("text").filter(has_text=re.compile(f"^{axis}$"))).to_have_count(1)
    line.hover(position={"x": 400, "y": 80})
    expect(line.locator("text").filter(has_text=re.compile(day)).first).to_be_visible()
    assert seen.complaints == []
