"""People at the door of the browser: with a password, and logging in the way they do."""

from __future__ import annotations

from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from playwright.sync_api import Page, expect

from recruit_platform.core.accounts import middleware
from recruit_platform.core.models import User
from tests.support.builders import PASSWORD


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(page: Page, user: User) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def log_out(page: Page) -> None:
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.locator("main h1")).to_be_visible()


def a_quarter_later(page: Page) -> None:
    """The login of this browser is fifteen minutes old: too long ago to stand for the password."""
    (key,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[middleware.PROVED] -= 15 * 60
    session.save()


def prove_oneself(page: Page) -> None:
    """The password once more, before something that an unlocked screen should not allow."""
    expect(page.locator("main h1")).to_have_text("Ben jij het?")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("main h1")).not_to_have_text("Ben jij het?")
