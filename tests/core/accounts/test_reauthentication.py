"""What changes how somebody gets in, or takes a log along, asks for the password unless it was given in ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.core.accounts.test_sessions import login, with_password
from tests.support.builders import NOON, PASSWORD, World

ASKING = [
    ("post", "/account/email/", {"action_add": "", "email": "nieuw@acme.example"}),
    ("get", "/account/2fa/totp/activate/", {}),
    ("get", "/account/2fa/webauthn/add/", {}),
    ("post", "/account/2fa/recovery-codes/generate/", {}),
    ("post", "/o/acme/instellingen/sleutels/", {"name": "Koppeling", "scopes": ["events.read"]}),
    ("post", "/o/acme/log/export/", {}),
]


@pytest.mark.parametrize(("method", "path", "fields"), ASKING, ids=[path for _m, path, _f in ASKING])
def test_it_asks_for_the_password_again(acme: World, method: str, path: str, fields: dict[str, str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = login(with_password(acme, "admin"))
        clock.shift(timedelta(minutes=11))
        assert asks(getattr(client, method)(path, fields))
        assert client.post("/account/reauthenticate/", {"password": "iets anders 42"}).status_code == 422
        assert asks(getattr(client, method)(path, fields))
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        clock.shift(timedelta(minutes=9))
        assert not asks(getattr(client, method)(path, fields))
        clock.shift(timedelta(minutes=2))
        assert asks(getattr(client, method)(path, fields))


@pytest.mark.parametrize(("method", "path", "fields"), ASKING, ids=[path for _m, path, _f in ASKING])
def test_a_login_of_a_moment_ago_is_proof_enough(acme: World, method: str, path: str, fields: dict[str, str]) -> None:
    with time_machine.travel(NOON, tick=False):
        assert not asks(getattr(login(with_password(acme, "admin")), method)(path, fields))


def test_a_session_that_began_without_a_login_page_is_no_proof(acme: World) -> None:
    client = Client()
    client.force_login(with_password(acme, "admin"))
    for _ in range(2):
        assert asks(client.post("/o/acme/log/export/"))


def asks(answer: object) -> bool:
    return "/account/reauthenticate/" in getattr(answer, "headers", {}).get("Location", "")
