"""What changes how somebody gets in, or takes a log along, asks for the password unless it was given in ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

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
        assert asks(getattr(client, method)(path, fields))
        assert client.post("/account/reauthenticate/", {"password": "iets anders 42"}).status_code == 422
        assert asks(getattr(client, method)(path, fields))
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        clock.shift(timedelta(minutes=9))
        assert not asks(getattr(client, method)(path, fields))
        clock.shift(timedelta(minutes=2))
        assert asks(getattr(client, method)(path, fields))


def asks(answer: object) -> bool:
    return "/account/reauthenticate/" in getattr(answer, "headers", {}).get("Location", "")
