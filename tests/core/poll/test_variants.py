"""Panels that differ per choice or per reader: each variant has its own fragment and token, all change together."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Membership, OrganisationSettings
from recruit_platform.core.poll import fragments, panels, tokens, versions
from recruit_platform.core.poll.panels import House, Panel
from recruit_platform.core.roles import Can
from tests.support.builders import World
from tests.support.valkey import Valkey

seen: list[tuple[str, str]] = []


def _context(house: House) -> dict[str, Any]:
    seen.append((house.choice, house.reader))
    return {"sent": len(seen), "delivered": 0, "mails_url": f"/{house.choice}/{house.reader}"}


def _own(membership: Membership) -> str:
    return f"m{membership.pk}" if membership.role == "hiring_manager" else ""


PANEL = Panel("own-rows", Can.SEE_DASHBOARD, "core/panels/mails_sent.html", _context, choices=("30", "90"), reader=_own)
urlpatterns = [
    path(f"o/<slug:organisation>/live/{PANEL.place(choice)}", panels.view_of(PANEL, choice), name=PANEL.address(choice))
    for choice in PANEL.choices
]


@pytest.fixture(autouse=True)
def registered(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__
    panels.register(PANEL)
    seen.clear()
    yield
    panels._panels.pop(PANEL.name)


def _request(world: World, user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user, request.organisation = user, world.organisation
    request.membership = Membership.objects.get(user=user)
    request.settings = OrganisationSettings.objects.get()
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "c" * 32
    return request


def _show(world: World, user: Any, choice: str = "") -> str:
    with tenancy.scope(world.id):
        return str(panels.embedded(PANEL, _request(world, user), choice=choice))


def _address(shown: str) -> str:
    return html.unescape(re.search(r'hx-get="([^"]+)"', shown)[1])


def test_readers_alike_share_a_render_and_others_have_their_own(acme: World, zed: World, valkey: Valkey) -> None:
    with tenancy.scope(acme.id):
        manager = Membership.objects.get(user=acme.hiring_manager).pk
    _show(acme, acme.recruiter)
    _show(acme, acme.director)
    _show(acme, acme.hiring_manager)
    _show(acme, acme.hiring_manager)
    _show(acme, acme.recruiter, "90")
    assert seen == [("30", ""), ("30", f"m{manager}"), ("90", "")]


def test_a_choice_that_is_none_shows_the_ordinary_one(acme: World, valkey: Valkey) -> None:
    assert _address(_show(acme, acme.recruiter, "7")).startswith("/o/acme/live/own-rows?")
    assert _address(_show(acme, acme.recruiter, "90")).startswith("/o/acme/live/own-rows/90?")
    assert seen == [("30", ""), ("90", "")]


def test_one_touch_renews_every_variant(acme: World, valkey: Valkey) -> None:
    for user in (acme.recruiter, acme.hiring_manager):
        _show(acme, user)
    versions._renew((acme.id, PANEL.name))
    for user in (acme.recruiter, acme.hiring_manager):
        _show(acme, user)
    assert len(seen) == 4


def test_the_ticket_carries_the_variant_and_renders_it_without_a_session(acme: World, valkey: Valkey) -> None:
    path_, _, query = _address(_show(acme, acme.hiring_manager)).partition("?")
    token = query.removeprefix("t=").partition("&")[0]
    ticket = tokens.read(token, path=path_, session="c" * 32, now=clock.now().timestamp())
    assert ticket is not None
    with tenancy.scope(acme.id):
        manager = Membership.objects.get(user=acme.hiring_manager).pk
    assert ticket.variant == f"30-m{manager}"
    seen.clear()
    panels.fragment_for(ticket, fragments.Seen(b"other", None, is_mine=True))
    assert seen == [("30", f"m{manager}")]


def test_another_choice_is_another_address_so_a_token_does_not_carry_over(acme: World, valkey: Valkey) -> None:
    path_, _, query = _address(_show(acme, acme.recruiter)).partition("?")
    token = query.removeprefix("t=").partition("&")[0]
    assert tokens.read(token, path=f"{path_}/90", session="c" * 32, now=clock.now().timestamp()) is None


def test_the_ordinary_view_shows_the_reader_their_own(acme: World, client: Client, valkey: Valkey) -> None:
    client.force_login(acme.hiring_manager)
    answer: HttpResponse = client.get("/o/acme/live/own-rows/90")
    with tenancy.scope(acme.id):
        manager = Membership.objects.get(user=acme.hiring_manager).pk
    assert answer.status_code == 200
    assert seen == [("90", f"m{manager}")]
