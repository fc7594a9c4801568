"""The product without a mouse: the palette, the shortcuts, dialogs, and a whole task by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from recruit_platform.core import tenancy
from recruit_platform.core.models import Invitation
from tests.browser.conftest import Open
from tests.browser.people import with_password
from tests.support.builders import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def active(page: Page, what: str) -> str:
    return str(page.evaluate(f"(document.activeElement?.{what} ?? '').toString().trim()"))


def test_the_palette_opens_filters_goes_and_gives_the_focus_back(acme: World, visit: Open) -> None:
    seen = visit(acme.admin)
    page = seen.page
    page.goto("/o/acme/log/")
    field = page.locator("#id_kind")
    field.focus()
    page.keyboard.press("Control+k")
    box = page.locator("#palette")
    expect(box.get_by_role("combobox")).to_be_focused()
    expect(box.get_by_role("option", name="Dashboard")).to_be_visible()
    page.keyboard.type("huissti")
    expect(box.get_by_role("option")).to_have_count(1)
    assert box.get_by_role("combobox").get_attribute("aria-activedescendant") == "palette-option-0"
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.press("Control+k")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("zzz")
    expect(box.get_by_role("option")).to_have_count(1)
    expect(box.get_by_role("option")).to_have_text("Niets gevonden")
    page.keyboard.press("Enter")  # nothing to go to: stay
    box.get_by_role("combobox").fill("marketeer van")  # a colleague
    expect(box.get_by_role("option")).to_have_count(1)
    box.get_by_role("combobox").fill("")
    expect(box.get_by_role("option").nth(2)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/acme/campagnes/")
    assert seen.complaints == []


def test_enter_before_the_entries_came_goes_there_once_they_did(acme: World, visit: Open) -> None:
    seen = visit(acme.admin)
    page = seen.page
    held: list[Route] = []
    page.route("**/palet.json", lambda route: held.append(route))  # noqa: PLW0108  playwright wants a function
    page.goto("/o/acme/log/")
    page.keyboard.press("Control+k")
    page.keyboard.type("huissti")
    page.keyboard.press("Enter")
    expect(page.locator("#palette").get_by_role("option")).to_have_text("Zoeken…")
    for route in held:
        route.continue_()
    page.wait_for_url("**/instellingen/huisstijl/")
    assert seen.complaints == []


def test_letters_do_what_the_list_says_until_they_are_switched_off(acme: World, visit: Open) -> None:
    seen = visit(acme.admin)
    page = seen.page
    page.goto("/o/acme/stijl/")
    page.keyboard.press("?")
    helping = page.locator("#help")
    expect(helping).to_be_visible()
    expect(helping).to_contain_text("volgende of vorige rij")
    page.keyboard.press("Escape")
    expect(helping).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("[data-search]").first).to_be_focused()
    page.keyboard.type("j?gd")  # in a field these are letters
    expect(page.locator("[data-search]").first).to_have_value("j?gd")
    page.locator("h1").first.click()
    rows = page.locator("[data-row]")
    for key, at in [("j", 0), ("j", 1), ("k", 0)]:
        page.keyboard.press(key)
        assert rows.nth(at).evaluate("row => row.contains(document.activeElement)"), f"{key} stops at row {at}"
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/o/acme/")

    page.keyboard.press("?")
    helping.get_by_role("checkbox").uncheck()
    with page.expect_response("**/sneltoetsen/"):
        helping.get_by_role("button", name="Bewaren").click()
    for _ in range(2):
        for key in ("?", "g", "e"):
            page.keyboard.press(key)
        expect(helping).to_be_hidden()
        assert page.url.endswith("/o/acme/")
        page.reload()  # and it is remembered
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    acme.admin.refresh_from_db()
    assert acme.admin.shortcuts_on is False
    assert seen.complaints == []


def test_a_dialog_keeps_the_focus_and_gives_it_back(acme: World, visit: Open) -> None:
    page = visit(acme.admin).page
    page.goto("/o/acme/stijl/")
    opener = page.get_by_role("button", name="Venster", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    box = page.locator("#voorbeeld-box")
    expect(box).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#voorbeeld-box')"
        ), "the focus left the dialog"
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()


def test_somebody_is_invited_by_keys_alone(acme: World, visit: Open) -> None:
    admin = with_password(acme.admin)
    seen = visit()
    page = seen.page
    page.goto("/account/login/")
    expect(page.get_by_label("E-mailadres")).to_be_focused()  # there is one thing to do here
    page.keyboard.type(admin.email)
    _tab_to(page, "Wachtwoord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/acme/")
    page.keyboard.press("Tab")
    assert active(page, "className") == "skip"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "who goes by keys sees where they are"
    page.keyboard.press("Control+k")
    page.keyboard.type("Iemand uitn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/instellingen/team/uitnodigen/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu
    _tab_to(page, "E-mailadres")
    page.keyboard.type("nieuw@acme.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Mark")  # the role, by its first letters
    page.keyboard.press("Tab")
    assert active(page, "textContent") == "Verstuur uitnodiging"
    page.keyboard.press("Enter")
    page.wait_for_url("**/instellingen/team/")
    expect(page.locator("#toasts")).to_contain_text("De uitnodiging is onderweg.")
    with tenancy.scope(acme.id):
        assert list(Invitation.objects.values_list("email", "role")) == [("nieuw@acme.example", "marketeer")]
    assert seen.complaints == []


def _tab_to(page: Page, label: str, *, most: int = 40) -> None:
    for _ in range(most):
        named = page.evaluate("(document.activeElement?.labels?.[0]?.textContent ?? '').trim()")
        if str(named).startswith(label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{label} cannot be reached with Tab")
