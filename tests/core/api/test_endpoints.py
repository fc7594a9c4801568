from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recruit_platform.core import log, outbox, tenancy
from recruit_platform.core.api import pacing, parsing
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership, OutboxMessage
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import NOON, World
from tests.support.valkey import Valkey

ENDPOINTS = {
    "/api/v1/organisation": Scope.ORGANISATION_READ,
    "/api/v1/members": Scope.MEMBERS_READ,
    "/api/v1/events": Scope.EVENTS_READ,
    "/api/v1/mails": Scope.MAILS_READ,
}


def write_events(world: World, n: int) -> None:
    with tenancy.scope(world.id):
        for second in range(n):
            log.append(
                "organisation.created",
                subject=log.Subject("organisation", world.id),
                actor=log.Actor.user(world.recruiter),
                at=NOON + timedelta(seconds=second),
            )


def put_mails(world: World, n: int) -> None:
    with tenancy.scope(world.id):
        for number in range(n):
            OutboxMessage.objects.create(
                key=f"k{number}", purpose="welcome", to_address=f"canary{number}@x.example", subject="canary", text="canary",
                mail_message_id=f"<{number}@x>", created_at=NOON, due_at=NOON, try_at=NOON,
            )  # fmt: skip


@pytest.mark.parametrize("path", ENDPOINTS)
def test_each_endpoint_asks_for_its_own_scope_and_no_other_opens_it(acme: World, ask: Ask, path: str) -> None:
    assert ask(path, make_key(acme, ENDPOINTS[path]).secret).status_code == 200
    others = [scope for scope in Scope.values if scope != ENDPOINTS[path]]
    answer = ask(path, make_key(acme, *others).secret)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert ENDPOINTS[path] in answer.json()["detail"]


def test_members_are_those_of_the_own_organisation(acme: World, zed: World, ask: Ask) -> None:
    answer = ask("/api/v1/members", make_key(acme, Scope.MEMBERS_READ).secret).json()
    with tenancy.scope(acme.id):
        rows = list(Membership.objects.select_related("user").order_by("-id"))
    assert [(row["id"], row["email"], row["role"]) for row in answer["items"]] == [
        (str(row.public_id), row.user.email, row.role) for row in rows
    ]
    assert answer["next_cursor"] is None
    assert set(answer["items"][0]) == {"id", "name", "email", "role", "is_active", "joined_at"}


def test_paging_meets_each_row_once_also_when_rows_arrive_meanwhile(acme: World, zed: World, ask: Ask) -> None:
    write_events(acme, 12)
    write_events(zed, 5)
    secret = make_key(acme).secret
    with tenancy.scope(acme.id):
        expected = [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in Event.objects.order_by("-id").values_list("at", flat=True)]
    seen, cursor = [], None
    for _ in range(20):
        page = ask("/api/v1/events", secret, query_params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        write_events(acme, 1)
        if cursor is None:
            break
    assert [row["at"] for row in seen] == expected
    assert len({row["id"] for row in seen}) == len(expected)


def test_an_event_shows_who_by_public_id_and_no_row_numbers(acme: World, ask: Ask) -> None:
    write_events(acme, 1)
    answer = ask("/api/v1/events?limit=1", make_key(acme, Scope.EVENTS_READ).secret).json()
    ask("/api/v1/events?limit=1", make_key(acme).secret)
    with tenancy.scope(acme.id):
        made = Event.objects.filter(kind="organisation.created").get()
        recruiter = Membership.objects.get(user=acme.recruiter)
    row = next(row for row in ask("/api/v1/events", make_key(acme).secret).json()["items"] if row["kind"] == made.kind)
    assert row["actor"] == {"kind": "user", "member": str(recruiter.public_id)}
    assert row["subject"]["kind"] == "organisation"
    assert len(row["id"]) == len(row["subject"]["reference"]) == 22
    assert str(made.pk) not in {row["id"], row["subject"]["reference"]}
    assert answer["items"][0]["facts"] == {"scopes": ["events.read"]}


def test_facts_that_are_row_numbers_stay_inside(acme: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        log.append(
            "mail.bounced", subject=log.Subject("message", 7), actor=log.Actor.system(), at=NOON,
            data={"message": 987654321, "permanent": True},
        )  # fmt: skip
    answer = ask("/api/v1/events?limit=200", make_key(acme).secret)
    assert next(row for row in answer.json()["items"] if row["kind"] == "mail.bounced")["facts"] == {"permanent": True}
    assert "987654321" not in answer.content.decode()


def test_mails_tell_states_and_nothing_of_people(acme: World, zed: World, ask: Ask) -> None:
    put_mails(acme, 3)
    put_mails(zed, 2)
    secret = make_key(acme, Scope.MAILS_READ).secret
    answer = ask("/api/v1/mails?state=due", secret)
    assert [row["state"] for row in answer.json()["items"]] == ["due"] * 3
    assert "canary" not in answer.content.decode()
    assert ask("/api/v1/mails?state=sent", secret).json() == {"items": [], "next_cursor": None}
    assert outbox.Policy.RETRY == "retry"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"), ("limit=201", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("limit=%00", "limit"),
        ("limit=", "limit"), ("limit=%EF%BC%91", "limit"), ("cursor=", "cursor"), ("cursor=x", "cursor"),
        ("cursor=" + "a" * 5000, "cursor"), ("cursor=%00%ED%A0%80", "cursor"), ("state=gone", "state"), ("state=", "state"),
        ("limt=3", "limt"), ("format=xml", "format"),
    ],
)  # fmt: skip
def test_parameters_out_of_bounds_are_named(acme: World, ask: Ask, query: str, parameter: str) -> None:
    answer = ask(f"/api/v1/mails?{query}", make_key(acme).secret)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_a_cursor_is_good_for_its_own_list_and_organisation_only(acme: World, zed: World, ask: Ask) -> None:
    write_events(acme, 3)
    mine, theirs = make_key(acme).secret, make_key(zed).secret
    cursor = ask("/api/v1/events?limit=1", mine).json()["next_cursor"]
    assert ask("/api/v1/events", mine, query_params={"cursor": cursor}).status_code == 200
    for path, secret, given in (
        ("/api/v1/events", theirs, cursor),
        ("/api/v1/members", mine, cursor),
        ("/api/v1/events", mine, cursor[:-1] + ("A" if cursor[-1] != "A" else "B")),
    ):
        assert ask(path, secret, query_params={"cursor": given}).status_code == 422


@pytest.mark.parametrize(("path", "most"), [("/api/v1/members", 4), ("/api/v1/events", 5), ("/api/v1/mails", 4)])
def test_the_number_of_statements_does_not_grow_with_rows(acme: World, ask: Ask, path: str, most: int) -> None:
    secret = make_key(acme).secret
    ask(path, secret)
    counts = []
    for n in (1, 20):
        write_events(acme, n)
        if n == 20:
            put_mails(acme, n)
        with CaptureQueriesContext(connection) as queries:
            ask(path, secret)
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= most


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/api/v1/organisation", 405),
        ("delete", "/api/v1/members", 405),
        ("trace", "/api/v1/events", 405),
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/", 404),
        ("get", "/api/v2/organisation", 404),
        ("get", "/api/v1/organisation/", 404),
    ],
)
def test_every_refusal_is_problem_details(acme: World, ask: Ask, method: str, path: str, status: int) -> None:
    answer = ask(path, make_key(acme).secret, method=method)
    if path == "/api/" and answer.status_code == 404 and answer["Content-Type"].startswith("text/html"):
        pytest.fail("a page where problem details should be")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= set(answer.json())


def test_a_program_that_mistypes_an_address_hears_that_and_nothing_of_cookies(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/v1/vacancies/make", {}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_options_and_head_are_answered(acme: World, ask: Ask) -> None:
    secret = make_key(acme).secret
    assert ask("/api/v1/events", secret, method="options")["Allow"] == "GET, HEAD, OPTIONS"
    assert ask("/api/v1/events", secret, method="head").status_code == 200


def test_too_many_requests_is_429_with_retry_after_and_another_key_goes_on(
    acme: World, ask: Ask, settings: Any
) -> None:
    settings.API_PER_MINUTE = 3
    busy, calm = make_key(acme).secret, make_key(acme).secret
    found = [ask("/api/v1/organisation", busy) for _ in range(4)]
    assert [answer.status_code for answer in found] == [200, 200, 200, 429]
    assert 1 <= int(found[-1]["Retry-After"]) <= 21
    assert found[-1]["Content-Type"] == "application/problem+json"
    assert ask("/api/v1/organisation", calm).status_code == 200


def test_a_key_has_one_limit_over_all_processes_and_each_process_its_own_without_redis(
    acme: World, ask: Ask, settings: Any, valkey: Valkey
) -> None:
    settings.API_PER_MINUTE = 3
    secret = make_key(acme).secret

    def statuses(number: int) -> list[int]:
        pacing.BUCKETS._levels.clear()  # as a process that has not counted yet
        return [ask("/api/v1/organisation", secret).status_code for _ in range(number)]

    assert statuses(2) + statuses(2) == [200, 200, 200, 429]
    assert ask("/api/v1/organisation", make_key(acme).secret).status_code == 200
    valkey.stop()
    assert statuses(4) == [200, 200, 200, 429]
    assert statuses(1) == [200]


def test_buckets_refill_and_forget_the_oldest() -> None:
    buckets = pacing.Buckets()
    assert [buckets.take("a", size=2, now=0) for _ in range(3)] == [0, 0, 30]
    assert buckets.take("a", size=2, now=29) > 0
    assert buckets.take("a", size=2, now=30) == 0
    for n in range(pacing._MOST_BUCKETS + 5):
        buckets.take(str(n), size=1, now=31)
    assert len(buckets._levels) == pacing._MOST_BUCKETS


@pytest.mark.parametrize("body", [b"[" * 33, b'{"a":' * 40 + b"1", b"[" * 100_000])
def test_deep_json_is_seen_before_it_is_parsed(body: bytes) -> None:
    assert parsing.deeper_than(body, parsing.DEEPEST)
    assert not parsing.deeper_than(json.dumps({"a": "[[[[" * 50, "b": '\\"[' * 50}).encode(), parsing.DEEPEST)


def test_the_session_of_a_person_is_no_key(acme: World, client: Client) -> None:
    client.force_login(acme.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/organisation").status_code == 401
