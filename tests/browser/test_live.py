"""A live panel as somebody sees it who has the page open: news comes by itself and disturbs nothing."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from recruit_platform.core import clock, tenancy
from recruit_platform.core.outbox import marks
from tests.browser.conftest import Open
from tests.support.builders import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PANEL = "#panel-numbers"
POLLS = re.compile(r"/live/numbers(\?|$)")
ALL_POLLS = re.compile(r"/live/")


def a_mail_goes_out(world: World, n: int = 1) -> None:
    with tenancy.scope(world.id):
        for _ in range(n):
            marks.count_sent(clock.now(), zone="Europe/Amsterdam")


def mails_on(page: Page) -> Locator:
    """The key figure that counts the mails."""
    return page.locator(f"{PANEL} .kpi", has_text="Mails verstuurd").locator(".v")


def polls_of(page: Page, which: re.Pattern[str] = POLLS) -> list[float]:
    seen: list[float] = []

    def note(request: Request) -> None:
        if which.search(request.url):
            seen.append(time.monotonic())

    page.on("request", note)
    return seen


def test_a_mail_sent_elsewhere_shows_within_five_seconds_and_nothing_is_disturbed(
    acme: World, zed: World, visit: Open
) -> None:
    a_mail_goes_out(acme, 3)
    seen = visit(acme.recruiter, reduced_motion="reduce")
    page = seen.page
    polls = polls_of(page)
    page.goto("/o/acme/")
    expect(mails_on(page)).to_have_text("3")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input id=typed>'); window.stays = true"
    )
    page.locator("#typed").fill("half getyp")
    page.set_viewport_size({"width": 1280, "height": 300})
    page.evaluate("scrollTo(0, 120)")
    where = page.evaluate("scrollY")
    a_mail_goes_out(acme)
    a_mail_goes_out(zed, 50)
    expect(mails_on(page)).to_have_text("4")
    assert page.evaluate("window.stays"), "the page was not loaded anew"
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["typed", "half getyp"]
    assert page.evaluate("scrollY") == where
    page.wait_for_timeout(6000)
    waits = [later - earlier for earlier, later in pairwise(polls)]
    assert waits
    assert max(waits) < 5.5, "polls follow each other closely enough for five seconds"
    expect(mails_on(page)).to_have_text("4")
    assert seen.complaints == []


def test_polling_rests_while_nobody_looks(acme: World, visit: Open) -> None:
    page = visit(acme.recruiter).page
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.isAway === true })")
    page.clock.install()
    page.goto("/o/acme/")
    with page.expect_request(POLLS):
        page.clock.run_for(5000)
    _look(page, away=True)
    page.wait_for_timeout(300)
    polls = polls_of(page, ALL_POLLS)
    a_mail_goes_out(acme)
    page.clock.run_for(60_000)
    page.wait_for_timeout(300)
    assert polls == []
    expect(mails_on(page)).to_have_text("0")
    with page.expect_request(POLLS, timeout=2500):
        _look(page, away=False)  # who looks again is served at once
    expect(mails_on(page)).to_have_text("1")


def test_a_lost_line_is_said_calmly_and_mends_by_itself(acme: World, visit: Open) -> None:
    page = visit(acme.recruiter).page
    page.clock.install()
    page.goto("/o/acme/")
    line = page.locator("[data-line]")
    expect(line).to_be_hidden()
    page.context.set_offline(True)
    expect(line).to_be_visible()
    expect(line).to_contain_text("Even geen verbinding")
    assert page.locator("#line").get_attribute("role") == "status"
    a_mail_goes_out(acme, 2)
    for _ in range(3):
        page.clock.run_for(6000)
        page.wait_for_timeout(300)
    expect(page.locator("[data-toast]")).to_have_count(0)  # one calm line, no pile of errors
    page.context.set_offline(False)
    expect(line).to_be_hidden()
    expect(mails_on(page)).to_have_text("2")


def test_a_server_that_falls_silent_is_noticed_and_its_return_too(acme: World, visit: Open) -> None:
    page = visit(acme.recruiter).page
    page.clock.install()
    page.goto("/o/acme/")
    line = page.locator("[data-line]")
    page.route(ALL_POLLS, lambda route: route.fulfill(status=503, body=""))
    for _ in range(4):
        page.clock.run_for(6000)
        page.wait_for_timeout(300)
    expect(line).to_be_visible()
    page.unroute(ALL_POLLS)
    page.clock.run_for(61_000)  # however long it was away, the next try comes within a minute
    expect(line).to_be_hidden()


def _look(page: Page, *, away: bool) -> None:
    page.evaluate("away => { window.isAway = away; document.dispatchEvent(new Event('visibilitychange')); }", away)
