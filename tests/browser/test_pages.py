"""Every page, looked at as people look: wide and narrow, light and dark. A new page is in here without being named."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from recruit_platform.core import clock
from recruit_platform.core.demo import cast, filling
from recruit_platform.core.models import User
from recruit_platform.core.policies import Audience
from tests.browser.addresses import pages
from tests.browser.conftest import NARROW, WIDE, Open, Variant, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLET = Variant(768, "light")  # the frame is there, the columns of a table are not stacked yet
OF_ONE_READER = re.compile(r'csrfmiddlewaretoken" value="\w+|[?&](?:amp;)?[tv]=[\w.~-]+')  # tokens, new in each answer
# Tables wider than the box they stand in, unless that scrolls by itself.
STICKING_OUT = """() => [...document.querySelectorAll('table')]
  .filter(t => !t.closest('.x') && t.getBoundingClientRect().right > t.parentElement.getBoundingClientRect().right + 1)
  .map(t => t.caption ? t.caption.innerText : t.id)"""


@pytest.fixture
def house(transactional_db: None) -> cast.House:
    """The demo's first organisation, with everything the demo puts in it; the other one is there too."""
    for each in cast.HOUSES:
        filling.fill(each, at=clock.now())
    return cast.HOUSES[0]


def admin_of(house: cast.House) -> User:
    return User.objects.get(email=house.people[0].email)


def shown_to(user: User | None, slug: str, *audiences: Audience) -> dict[str, str]:
    """Return the paths that show this person a page, each with what its main part says.

    The rest redirect, ask for a POST, or answer with a part.
    """
    client = Client()
    if user is not None:
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    filled = [address.filled(organisation=slug) for address in pages() if address.audience in audiences]
    shown = {}
    for path in dict.fromkeys(path for path in filled if path):
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200 and b"<html" in answer.content[:2000]:
            main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
            assert main, path
            shown[path] = OF_ONE_READER.sub("", main)
    return shown


def named(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "root"


def judge(seen: Visit, path: str, *variants: Variant) -> list[str]:
    """Open a path in the first variant, look at it in each, and return all that is wrong with it, in words."""
    seen.complaints.clear()
    seen.turn(variants[0])
    answer = seen.page.goto(path, wait_until="load")
    assert answer is not None
    found = [] if answer.ok else [f"status {answer.status}"]
    title = seen.page.title()
    if not title or title.startswith("http"):
        found.append("has no title")
    found += seen.looks(named(path), *variants)
    return [f"{path}: {what}" for what in found + seen.complaints]


def on_a_tablet(seen: Visit, path: str) -> list[str]:
    """Return what sticks out of the open page on a tablet. Only the width is looked at here."""
    seen.turn(TABLET)
    seen.shot(f"{named(path)}-{TABLET}")
    wide = seen.page.evaluate(STICKING_OUT)
    if seen.sideways() <= 0 and not wide:
        return []
    return [f"{path} at {TABLET}: page {seen.sideways()} px, tables {wide}"]


def test_no_page_of_an_administrator_has_a_fault(house: cast.House, visit: Open) -> None:
    admin = admin_of(house)
    paths = shown_to(admin, house.slug, Audience.MEMBER, Audience.SIGNED_IN)
    assert len(paths) >= 15
    seen = visit(admin)
    found = []
    for path in paths:
        found += judge(seen, path, *WIDE) + on_a_tablet(seen, path) + judge(seen, path, *NARROW)
    assert "\n".join(found) == ""


def test_no_public_page_has_a_fault(house: cast.House, visit: Open) -> None:
    paths = [
        *shown_to(None, house.slug, Audience.VISITOR, Audience.ANYONE),
        "/account/login/",
        "/account/password/reset/",
    ]
    seen = visit()
    found = []
    for path in paths:
        found += judge(seen, path, *WIDE) + judge(seen, path, *NARROW)
    assert "\n".join(found) == ""


def test_no_page_of_another_role_has_a_fault(house: cast.House, visit: Open) -> None:
    """What says the same to several roles is looked at once; each role's start page is, with the frame around it."""
    known = set(shown_to(admin_of(house), house.slug, Audience.MEMBER).values())
    found = []
    for role in ("recruiter", "marketeer", "hiring_manager", "director"):
        person = next(person for person in house.people if person.role == role and not person.is_gone)
        user = User.objects.get(email=person.email)
        shown = shown_to(user, house.slug, Audience.MEMBER)
        start = f"/o/{house.slug}/"
        others = [path for path, words in shown.items() if path != start and words not in known]
        known.update(shown.values())
        seen = visit(user)
        found += [f"{role}: {fault}" for path in (start, *others) for fault in judge(seen, path, WIDE[0])]
    assert "\n".join(found) == ""
