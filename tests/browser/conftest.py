"""A real browser against the real server: chromium from Debian, driven by Playwright, one context per person."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from recruit_platform.core.models import User

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEFT = {"net::ERR_ABORTED"}  # the person went on to another page
AXE = next((Path(__file__).parents[1] / "vendor").glob("axe*.js"), None)
# A colour that glides may set another gliding a frame later, so it is quiet when three frames in a row are.
STANDS_STILL = """async () => {
  for (let quiet = 0; quiet < 3;) {
    await new Promise(requestAnimationFrame);
    quiet = document.getAnimations().some(each => each instanceof CSSTransition) ? 0 : quiet + 1;
  }
}"""
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that look at colours
RUN_AXE = """async only => (await axe.run({resultTypes: ['violations'], ...(only && {runOnly: only})})).violations"""


@dataclass(frozen=True)
class Variant:
    """How somebody looks at the product: width in CSS pixels and colour scheme."""

    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": 844 if self.width < 800 else 900}


# A page is loaded in the first variant of each; then the scheme is turned and the window drawn narrower while it is open.
WIDE = (Variant(1280, "light"), Variant(1280, "dark"))
NARROW = (Variant(390, "dark"), Variant(390, "light"), Variant(320, "light"))
VARIANTS = [*WIDE, NARROW[1], NARROW[0], NARROW[2]]


@dataclass
class Visit:
    """A page with everything the browser complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def axe(self, *, only: list[str] | None = None) -> list[str]:
        """Return axe's violations (WCAG 2.0 to 2.2, A and AA, and best practice), one line each; ``only`` of these rules."""
        assert AXE is not None, "axe-core is missing from tests/vendor"
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(RUN_AXE, only)
        return [
            f"{v['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})" for v in found for node in v["nodes"]
        ]

    def looks(self, name: str, *variants: Variant) -> list[str]:
        """Look at the open page in each variant; return what is wrong, in words.

        The schemes differ in colours alone, so after the first look at a width axe has only those to judge.
        """
        found, seen_at = [], 0
        for variant in variants:
            self.turn(variant)
            self.shot(f"{name}-{variant}")
            wrong = [f"scrolls {self.sideways()} px sideways"] if self.sideways() > 0 else []
            wrong += self.axe(only=COLOURS if variant.width == seen_at else None)
            found += [f"at {variant}: {what}" for what in wrong]
            seen_at = variant.width
        return found

    def turn(self, variant: Variant) -> None:
        """Look in this variant from here on, also at the page that is open; returns once its colours stand still."""
        self.page.emulate_media(color_scheme=variant.scheme)
        self.page.set_viewport_size(variant.size)
        self.page.evaluate(STANDS_STILL)

    def sideways(self) -> int:
        """Return by how many pixels the page scrolls sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def shot(self, name: str) -> None:
        """Save a picture of the whole page in var/shots when SHOTS is set, to be looked at."""
        if os.environ.get("SHOTS"):
            folder = Path(settings.BASE_DIR) / "var" / "shots"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Browser tests need Debian's chromium: apt-get install chromium"
    expect.set_options(timeout=20_000)  # machines differ; what must be quick is measured by its test
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: Any, transactional_db: None) -> Iterator[Open]:
    """Open a context as a person (or nobody) in a variant; ``visit(user, variant)`` gives a Visit, not yet anywhere."""
    contexts = []

    def enter(user: User | None = None, variant: Variant = WIDE[0], **options: Any) -> Visit:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=variant.size,
            color_scheme=variant.scheme,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        seen = Visit(page)
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: seen.complaints.append(str(e)))
        page.on(
            "requestfailed", lambda r: None if r.failure in LEFT else seen.complaints.append(f"{r.url} {r.failure}")
        )
        return seen

    yield enter
    for context in contexts:
        context.close()
    _wait_until_the_server_rests()


def _wait_until_the_server_rests() -> None:
    """A request under way would hold its tables while the test's database is emptied."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
                "WHERE d.datname = current_database() AND l.pid <> pg_backend_pid() AND l.locktype = 'relation'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
