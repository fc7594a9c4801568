from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff
from recruit_platform.core.policies import Audience
from tests.core.api import urls
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import World

pytestmark = pytest.mark.urls("tests.core.api.urls")


def days_off(world: World) -> int:
    with tenancy.scope(world.id):
        return DayOff.objects.count()


def post(ask: Ask, world: World, how: str, body: bytes = b"{}", kind: str = "application/json", **more: Any) -> Any:
    return ask(f"/api/v1/write/{how}", make_key(world).secret, method="post", data=body, content_type=kind, **more)


def test_what_is_done_stays_and_input_is_clean(acme: World, ask: Ask) -> None:
    body = json.dumps({"na\x00me": "a\u202eb\ud800\x00", "list": ["e\u0301"]}).encode()
    assert post(ask, acme, "fine", body).json()["echo"] == {"name": "ab", "list": ["é"]}
    assert days_off(acme) == 1


@pytest.mark.parametrize(("how", "status"), [("refused", 409), ("invalid", 422), ("twice", 409)])
def test_a_handled_refusal_rolls_back_what_was_saved_before_it(acme: World, ask: Ask, how: str, status: int) -> None:
    answer = post(ask, acme, how)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert days_off(acme) == 0


def test_refusals_carry_their_words_pointers_and_rules(acme: World, ask: Ask) -> None:
    assert post(ask, acme, "refused").json()["detail"] == "Vandaag niet."
    assert post(ask, acme, "twice").json()["rule"] == "day_off_once"
    found = post(ask, acme, "invalid", json.dumps({"name": "x" * 21, "days": ["2026-01-01", "x"]}).encode()).json()
    assert sorted(one["pointer"] for one in found["errors"]) == ["#/days/1", "#/name"]


def test_a_crash_is_a_500_in_problem_details_that_tells_nothing(acme: World, ask: Ask, client: Client) -> None:
    client.raise_request_exception = False
    answer = post(ask, acme, "crash")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "ZeroDivision" not in answer.content.decode()
    assert days_off(acme) == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": ' + b"1" * 5000 + b"}", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'"\xed\xa0\x80"', "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
        (b'"' + b"x" * (1024 * 1024) + b'"', "application/json", 413),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(acme: World, ask: Ask, body: bytes, kind: str, status: int) -> None:
    answer = post(ask, acme, "invalid", body, kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert days_off(acme) == 0


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_503_with_retry_after_in_problem_details(client: Client) -> None:
    client.raise_request_exception = False
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = client.post(
            "/api/v1/write/fine", {}, "application/json", headers={"authorization": "Bearer rp_" + "a" * 43}
        )
    finally:
        connection.settings_dict.update(kept)
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "2", "application/problem+json")


def test_the_base_class_carries_its_policy() -> None:
    view = urls.urlpatterns[0].callback
    assert view.policy.audience == Audience.API_KEY
    assert view.csrf_exempt
