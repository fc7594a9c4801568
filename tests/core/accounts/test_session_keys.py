"""What a thief of the session table has: nothing that opens a door."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client

from recruit_platform.core.accounts import sessions
from tests.core.accounts.test_sessions import is_in, login, with_password
from tests.support.builders import NOON, PASSWORD, World

PAGE = "/account/sessions/"
NEW = "zeilboot-lantaarn-kers-9"


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def with_key(key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def test_the_tables_hold_the_name_of_a_session_and_not_its_key(acme: World) -> None:
    client = login(with_password(acme))
    name = sessions.name_of(key_of(client))
    assert Session.objects.get().session_key == name
    assert UserSession.objects.get().session_key == name
    assert name != key_of(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text || u::text FROM django_session s, usersessions_usersession u")
        ((rows,),) = cursor.fetchall()
    assert name in rows
    assert key_of(client) not in rows


def test_what_stands_in_the_tables_opens_nothing(acme: World) -> None:
    client = login(with_password(acme))
    assert is_in(client, acme)
    row = Session.objects.get()
    for stolen in (row.session_key, row.session_data, sessions.name_of(row.session_key)):
        assert not is_in(with_key(stolen), acme)
    assert is_in(client, acme)


def test_contents_copied_to_a_row_of_a_thief_open_nothing(acme: World) -> None:
    client = login(with_password(acme))
    stolen = Session.objects.get()
    Session.objects.create(
        session_key=sessions.name_of("a-key-that-the-thief-chose"),
        session_data=stolen.session_data,
        expire_date=stolen.expire_date,
    )
    assert not is_in(with_key("a-key-that-the-thief-chose"), acme)
    assert is_in(client, acme)


def test_contents_made_up_without_our_secret_open_nothing(acme: World) -> None:
    client = login(with_password(acme))
    held = dict(client.session.items())
    made_up = signing.dumps(held, key="a guess", salt="django.contrib.sessions.SessionStore")
    for data in (made_up, "", "AAAA", base64.b64encode(b"x" * 60).decode()):
        Session.objects.update(session_data=data)
        assert not is_in(with_key(key_of(client)), acme)


def test_contents_cannot_be_read(acme: World) -> None:
    client = login(with_password(acme))
    held = client.session
    held["secret of a code app being set up"] = "JBSWY3DPEHPK3PXP"
    held.save()
    data = Session.objects.get().session_data
    readable = data.encode() + base64.b64decode(data)
    assert not any(part in readable for part in (b"JBSWY3DP", b"auth_user", b"secret of"))
    assert client.session["secret of a code app being set up"] == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("odd", ["\ud800" * 9, "é" * 40, "x" * 5000, "a\x00bcdefgh"])
def test_an_odd_cookie_is_nobodys_session(acme: World, odd: str) -> None:
    assert sessions.SessionStore(odd).load() == {}
    assert not sessions.SessionStore().exists(odd)


def test_a_session_that_has_expired_is_empty_and_swept(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme))
        clock.shift(timedelta(hours=13))
        assert sessions.SessionStore(key_of(client)).load() == {}
        sessions.SessionStore.clear_expired()
        assert not Session.objects.exists()


def test_a_database_that_goes_away_while_saving_is_503(acme: World) -> None:
    client = login(with_password(acme))
    client.raise_request_exception = False

    def gone(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *rest)

    with connection.execute_wrapper(gone):
        answer = client.get(f"/o/{acme.slug}/")  # notes in the session which organisation was opened
    assert answer.status_code == 503


def test_a_session_that_was_ended_meanwhile_is_400_and_not_made_again(acme: World) -> None:
    client = login(with_password(acme))
    client.raise_request_exception = False

    def ended(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "django_session"'):
            execute('DELETE FROM "django_session"', [], *rest[1:])
        return execute(sql, *rest)

    with connection.execute_wrapper(ended):
        assert client.get(f"/o/{acme.slug}/").status_code == 400
    assert not Session.objects.exists()


def test_the_page_lists_each_browser_and_marks_this_one(acme: World, zed: World) -> None:
    person = with_password(acme)
    here, _there = login(person, HTTP_USER_AGENT="Hier/1"), login(person, HTTP_USER_AGENT="Daar/2")
    login(with_password(zed), HTTP_USER_AGENT="Ander/3")
    page = here.get(PAGE).content.decode()
    assert [(b.user_agent, b.is_current) for b in here.get(PAGE).context["sessions"]] == [
        ("Hier/1", True),
        ("Daar/2", False),
    ]
    assert page.count("Deze browser") == 1
    assert "Ander/3" not in page


def test_logging_out_elsewhere_ends_those_sessions_and_nobody_elses(acme: World, zed: World) -> None:
    person = with_password(acme)
    here, there, other = login(person), login(person), login(with_password(zed))
    assert here.post(PAGE, follow=True).status_code == 200
    left = {sessions.name_of(key_of(client)) for client in (here, other)}
    assert set(Session.objects.values_list("session_key", flat=True)) == left
    assert set(UserSession.objects.values_list("session_key", flat=True)) == left
    assert (is_in(here, acme), is_in(there, acme), is_in(other, zed)) == (True, False, True)


def test_a_new_password_gives_a_new_key_and_the_list_goes_with_it(acme: World) -> None:
    person = with_password(acme)
    here, there = login(person), login(person)
    old = key_of(here)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert key_of(here) != old
    assert not is_in(with_key(old), acme)
    assert not is_in(there, acme)
    assert [browser.is_current for browser in here.get(PAGE).context["sessions"]] == [True]


def test_logging_out_takes_the_session_and_its_line_in_the_list(acme: World) -> None:
    person = with_password(acme)
    here, there = login(person), login(person)
    old = key_of(there)
    there.post("/account/logout/")
    assert not is_in(with_key(old), acme)
    assert Session.objects.filter(session_key=sessions.name_of(old)).count() == 0
    assert [name for (name,) in UserSession.objects.values_list("session_key")] == [sessions.name_of(key_of(here))]


def test_the_list_tells_when_a_browser_was_used_last(acme: World) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme))
        clock.shift(timedelta(minutes=30))
        assert is_in(client, acme)
        (browser,) = client.get(PAGE).context["sessions"]
    assert (browser.created_at, browser.last_seen_at) == (NOON, NOON + timedelta(minutes=30))
