"""How long a session lives, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from recruit_platform.core import tasks, tenancy
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.models import Membership, User
from recruit_platform.core.organisations import team
from tests.support.builders import NOON, PASSWORD, World, make_membership, make_world


def with_password(world: World, role: str = "recruiter") -> User:
    person = world.people[role]
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def login(person: User, **headers: Any) -> Client:
    client = Client(**headers)
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client, world: World) -> bool:
    return client.get(f"/o/{world.slug}/").status_code == 200


def test_a_session_gets_a_new_id_at_login(acme: World) -> None:
    person = with_password(acme)
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert client.session.session_key != session.session_key
    assert is_in(client, acme)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert not is_in(thief, acme)


def test_a_session_ends_after_two_hours_without_use(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme))
        for _ in range(3):
            clock.shift(timedelta(minutes=119))
            assert is_in(client, acme)
        clock.shift(timedelta(minutes=121))
        assert not is_in(client, acme)


def test_polling_is_no_use(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme))
        assert is_in(client, acme)
        for _ in range(119):
            clock.shift(timedelta(minutes=1))
            assert client.get("/o/acme/live/mails-sent").status_code == 200
        clock.shift(timedelta(minutes=2))
        assert not is_in(client, acme)


def test_a_session_ends_after_twelve_hours_however_busy(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme))
        for _ in range(11):
            clock.shift(timedelta(minutes=65))
            assert is_in(client, acme)
        clock.shift(timedelta(minutes=6))
        assert not is_in(client, acme)


def test_a_new_password_ends_all_other_sessions(acme: World) -> None:
    person = with_password(acme)
    here, there = login(person), login(person)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    new = "zeilboot-lantaarn-kers-9"
    answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert is_in(here, acme)
    assert not is_in(there, acme)


def test_deactivation_of_who_works_elsewhere_too_leaves_their_sessions(acme: World, zed: World) -> None:
    person = with_password(acme)
    make_membership(zed.organisation, person)
    client = login(person)
    assert (is_in(client, acme), is_in(client, zed)) == (True, True)
    with tenancy.scope(acme.id):
        team.deactivate(Membership.objects.select_related("user").get(user=person), by=acme.admin, at=NOON)
    assert (client.get("/o/acme/").status_code, is_in(client, zed)) == (404, True)
    with tenancy.scope(zed.id):
        team.deactivate(Membership.objects.select_related("user").get(user=person), by=zed.admin, at=NOON)
    assert client.get("/o/zed/").headers["Location"].startswith("/account/login/")


def test_deactivation_of_who_has_nowhere_else_to_be_ends_all_sessions(acme: World) -> None:
    person = with_password(acme)
    client = login(person)
    assert is_in(client, acme)
    with tenancy.scope(acme.id):
        membership = Membership.objects.select_related("user").get(user=person)
        team.deactivate(membership, by=acme.admin, at=NOON)
    assert client.get(f"/o/{acme.slug}/").headers["Location"].startswith("/account/login/")
    assert login(person).get(f"/o/{acme.slug}/").status_code == 404


def test_logging_out_elsewhere_leaves_this_browser(acme: World) -> None:
    person = with_password(acme)
    here, there = login(person), login(person)
    assert here.post("/account/sessions/").status_code == 302
    assert is_in(here, acme)
    assert not is_in(there, acme)


def test_ending_sessions_reaches_browsers_that_are_in_no_list(acme: World) -> None:
    client = Client()
    client.force_login(acme.recruiter)
    assert is_in(client, acme)
    accounts.end_sessions(acme.recruiter)
    assert not is_in(client, acme)


@pytest.mark.parametrize("name", ["session", "csrf"])
def test_cookies_are_closed_to_scripts_and_other_sites(acme: World, name: str) -> None:
    client = login(with_password(acme))
    client.get("/account/profiel/")
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_each_night_what_has_ended_goes_also_from_the_list_of_browsers(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person = with_password(acme)
        login(person)
        clock.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE - 60))
        stays = login(person)
        clock.shift(timedelta(seconds=120))
        tasks.forget_account_mail()
        assert [Session.objects.count(), UserSession.objects.count()] == [1, 1]
        assert is_in(stays, acme)


def test_a_click_counts_as_use_whatever_the_organisation_is_called(db: None) -> None:
    world = make_world("live")
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(world))
        for _ in range(3):
            clock.shift(timedelta(minutes=119))
            assert is_in(client, world)
