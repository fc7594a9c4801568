"""Coming in: with a password, a code app, a passkey; and what happens when a session ends under somebody's hands."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.people import a_quarter_later, log_in, log_out, prove_oneself, with_password
from tests.support.builders import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def a_passkey_device(page: Page) -> None:
    """Give the browser a built-in authenticator that says yes, like a laptop with a fingerprint reader."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_wrong_password_is_said_and_the_right_one_opens_the_page_that_was_asked(acme: World, visit: Open) -> None:
    person = with_password(acme.recruiter)
    seen = visit()
    page = seen.page
    page.goto("/o/acme/talentpool/")
    expect(page).to_have_title("Inloggen · Recruit")
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_label("Wachtwoord", exact=True).fill("dit-is-niet-het-wachtwoord")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Fout: Inloggen · Recruit")
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.get_by_label("E-mailadres")).to_have_value(person.email)
    page.get_by_label("Wachtwoord", exact=True).fill("fiets-lamp-regen-42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/acme/talentpool/")
    log_out(page)
    page.goto("/o/acme/talentpool/")
    expect(page).to_have_title("Inloggen · Recruit")


def test_a_code_app_is_set_up_and_asked_for_the_next_time(acme: World, visit: Open) -> None:
    person = with_password(acme.recruiter)
    page = visit().page
    log_in(page, person)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Code-app instellen").click()
    expect(page.locator("main h1")).to_have_text("Code-app instellen")  # who logged in a moment ago is not asked again
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100, "the picture can be scanned"
    secret = page.locator("code").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Aanzetten").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert page.locator("code").inner_text() == secret, "a typing error does not make the scanned picture worthless"
    page.get_by_label("Code").fill(_code(secret))
    page.get_by_role("button", name="Aanzetten").click()
    expect(page.locator("main h1")).to_have_text("Je herstelcodes")
    assert page.locator(".codes li").count() == 10
    page.goto("/o/acme/")
    log_out(page)
    log_in(page, person)
    expect(page).to_have_title("Tweede stap · Recruit")
    page.get_by_label("Code").fill(_code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/acme/")


def test_a_passkey_is_added_and_then_opens_the_door_without_a_password(acme: World, visit: Open) -> None:
    person = with_password(acme.recruiter)
    seen = visit()
    page = seen.page
    a_passkey_device(page)
    log_in(page, person)
    a_quarter_later(page)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Passkey toevoegen").click()
    prove_oneself(page)
    page.get_by_label("Naam").fill("Laptop werk")
    expect(page.get_by_label("Ook inloggen zonder wachtwoord")).to_be_checked()
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator("main h1")).not_to_have_text("Passkey toevoegen")
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Laptop werk")).to_be_visible()
    page.goto("/o/acme/")
    log_out(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    page.wait_for_url("**/o/acme/")
    assert seen.complaints == []


def test_a_session_that_ended_leads_to_the_login_page_and_back_not_to_a_form_in_a_cell(
    acme: World, visit: Open
) -> None:
    admin = with_password(acme.admin)
    page = visit().page
    log_in(page, admin)
    page.wait_for_url("**/o/acme/")
    page.goto("/o/acme/instellingen/huisstijl/")
    Session.objects.all().delete()
    page.get_by_label("Merkkleur").fill("#0f766e")  # the example beside it is asked for by htmx
    page.wait_for_url("**/account/login/**")
    page.get_by_label("E-mailadres").fill(admin.email)
    page.get_by_label("Wachtwoord", exact=True).fill("fiets-lamp-regen-42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/acme/instellingen/huisstijl/")


def _code(secret: str) -> str:
    """The code of this half minute, with enough of it left to be typed in."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
