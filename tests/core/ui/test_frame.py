"""Appearance from cookies, toasts in headers, marks from names, places by role."""

import json
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership, Role
from recruit_platform.core.ui import Toast, Tone, appearance, navigation, toasts
from recruit_platform.core.ui.context import initials


def look(cookies=None, user=None):
    return appearance.of(SimpleNamespace(COOKIES=cookies or {}, user=user or AnonymousUser()))


def test_the_cookie_decides_and_nonsense_is_the_default():
    assert look({"theme": "dark", "density": "compact", "shortcuts": "off"}) == appearance.Appearance(
        theme="dark", density="compact", shortcuts=False
    )
    assert look({"theme": '"><script>', "density": "x", "shortcuts": "maybe"}) == appearance.Appearance()


def test_a_person_brings_their_theme_to_a_new_browser():
    person = SimpleNamespace(is_authenticated=True, theme="dark", shortcuts_on=False)
    assert look(user=person) == appearance.Appearance(theme="dark", shortcuts=False)
    assert look({"theme": "light", "shortcuts": "on"}, person) == appearance.Appearance(theme="light")


def test_toasts_and_events_share_the_header():
    response = HttpResponse()
    toasts.tell(response, "candidate-moved")
    toasts.say(response, Toast(text="Verplaatst", undo_url="/terug/"))
    toasts.say(response, Toast(text="Let op", tone=Tone.WARN))
    assert json.loads(response["HX-Trigger"]) == {
        "candidate-moved": True,
        "toasts": [
            {"text": "Verplaatst", "tone": "ok", "undo": "/terug/"},
            {"text": "Let op", "tone": "warn", "undo": ""},
        ],
    }


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Stichting De Wijde Blik", "WB"),
        ("Zorggroep Lindehof", "ZL"),
        ("Noor van der Meer", "NM"),
        ("Stichting", "ST"),
        ("De", "DE"),
        ("", "?"),
        ("‘’ !", "?"),
    ],
)
def test_marks(name, letters):
    assert initials(name) == letters


def labels(role, path="/o/acme/"):
    member = Membership(organisation_id=1, role=role, is_active=True)
    items = navigation.items(navigation.PLACES, membership=member, slug="acme", path=path)
    return [item.url for item in items], [item.url for item in items if item.current]


def test_a_director_sees_no_candidates():
    urls, _current = labels(Role.DIRECTOR)
    assert urls == ["/o/acme/", "/o/acme/campagnes/", "/o/acme/kalender/", "/o/acme/inzichten/"]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/o/acme/", ["/o/acme/"]),
        ("/o/acme/campagnes/", ["/o/acme/campagnes/"]),
        ("/o/acme/campagnes/17/budget/", ["/o/acme/campagnes/"]),
        ("/o/acme/instellingen/", []),
    ],
)
def test_one_place_is_current(path, current):
    assert labels(Role.ADMIN, path)[1] == current


def test_a_place_shows_what_is_late_there_and_nothing_where_no_organisation_is_active(monkeypatch):
    monkeypatch.setitem(navigation._badges, "calls", lambda member: navigation.Badge(count=member.pk, says="te laat"))
    member = Membership(pk=5, organisation_id=1, role=Role.RECRUITER, is_active=True)

    def counts():
        items = navigation.items(navigation.PLACES, membership=member, slug="acme", path="/o/acme/")
        return {item.url: (item.count, item.count_says) for item in items if item.count}

    with tenancy.active(1):
        assert counts() == {"/o/acme/nabellen/": (5, "te laat")}
    assert counts() == {}
