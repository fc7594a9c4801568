from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.db import DatabaseError, connection, transaction
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.models import User
from recruit_platform.core.observability import context, logs, scrubbing
from tests.support.builders import World, make_person

PEOPLE = [
    "jan.jansen@voorbeeld.example",
    "Zoë-Ünïcode@bücher.example",
    "j%40voorbeeld.example",
    "06-12345678",
    "06 12 34 56 78",
    "+31 6 1234 5678",
    "+31(0)30-2311234",
    "0031612345678",
    "030 231 1234",
    "NL91 ABNA 0417 1643 00",
    "rp_abcdefghijklmnop",
    "Bearer abcdefghijkl",
    "postgres://app:geheim@db/x",
    "smtp://u:p4ss@mail.example",
]


class Lines:
    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def last(self) -> dict[str, Any]:
        return json.loads(self.text.splitlines()[-1])


@pytest.fixture(params=[True])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    found = Lines()
    before = logging.getLogger().handlers[:]
    made = logs.configure(as_json=request.param, keep_messages=False)
    formatter = made["formatters"]["line"]
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    logging.getLogger().handlers = [handler]
    yield found
    logging.getLogger().handlers = before


@pytest.mark.parametrize("canary", PEOPLE)
def test_people_and_secrets_are_recognised_wherever_they_stand(lines: Lines, canary: str) -> None:
    structlog.get_logger("a").info(f"saw {canary} today", fact=canary, deep={"list": [f"x {canary}"], canary: 1})
    logging.getLogger("b").warning("foreign %s and %r", canary, [canary])
    assert canary not in lines.text
    assert json.dumps(canary)[1:-1] not in lines.text
    assert len(lines.text.splitlines()) == 2


def test_fields_named_like_personal_columns_are_hidden(lines: Lines) -> None:
    structlog.get_logger().info(
        "x", email="canary", to_name="canary", password="canary", meta={"html": "canary"}, role="admin"
    )
    assert "canary" not in lines.text
    assert lines.last["role"] == "admin"
    assert {"email", "to_address", "subject", "secret_hash"} <= scrubbing.personal_names()


@pytest.mark.parametrize(
    "fine",
    [
        "0192f3a1-6b7c-7def-8123-456789abcdef",
        "2026-11-23T05:28:45.123456Z",
        "1234567890123",
        "campaigns.sync_spend",
        "3.14159265358",
        "10.0.12.34",
    ],
)
def test_ids_and_moments_stay(lines: Lines, fine: str) -> None:
    structlog.get_logger().info("x", fact=fine)
    assert lines.last["fact"] == fine


@pytest.mark.django_db
def test_words_of_exceptions_stay_out_but_the_rule_and_place_are_told(lines: Lines) -> None:
    make_person("canary@voorbeeld.example", name="Karel Canary")
    try:
        with transaction.atomic():
            User.objects.create(email="canary@voorbeeld.example", name="Karel Canary")
    except DatabaseError:
        structlog.get_logger().exception("saving failed")
    try:
        int("Karel Canary")
    except ValueError:
        logging.getLogger("plain").exception("no number")
    assert "canary" not in lines.text.lower()
    first, second = (json.loads(line) for line in lines.text.splitlines())
    assert (first["sqlstate"], first["constraint"]) == ("23505", "core_user_email_key")
    assert second["exception_type"] == "ValueError"
    assert "test_logs.py" in second["exception"][0]


def test_rows_are_named_by_their_id(lines: Lines) -> None:
    structlog.get_logger().info("x", who=User(pk=7, email="canary@x.example", name="Canary"))
    assert lines.last["who"] == "<User 7>"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_line_break_from_outside_starts_no_line(as_json: bool) -> None:
    renderer = logs.as_json_line if as_json else logs.as_readable_line
    event = {
        "timestamp": "2026-11-23T05:00:00Z",
        "level": "info",
        "event": "x\ny",
        "fact": "a\r\n2026 ERROR forged\u2028\x1b[2J",
    }
    line = renderer(None, "info", event)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_readable_lines_are_readable() -> None:
    event = {"timestamp": "2026-11-23T05:28:45Z", "level": "info", "event": "mail.sent", "n": 3, "said": "two words"}
    assert logs.as_readable_line(None, "info", event) == '05:28:45 info     mail.sent n=3 said="two words"'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0192f3a1-6b7c-7def-8123-456789abcdef", True),
        ("abcd1234", True),
        ("short", False),
        ("x" * 37, False),
        ("abc\ndefghij", False),
        ("<script>x</script>", False),
        ("jan@voorbeeld.example", False),
        (None, False),
    ],
)
def test_only_a_sane_request_id_is_taken_over(given: str | None, kept: bool) -> None:
    assert (context.request_id(given) == given) is kept


@pytest.mark.django_db
@pytest.mark.urls("tests.core.middleware.urls")
def test_one_line_per_request_without_what_was_typed(lines: Lines, client: Client) -> None:
    answer = client.get("/echo/canary-word/?q=canary", headers={"x-request-id": "given-id-123"})
    assert answer["X-Request-ID"] == "given-id-123"
    assert "canary" not in lines.text
    told = lines.last
    assert (told["route"], told["status"], told["method"], told["request_id"]) == (
        "echo/<str:word>/", 200, "GET", "given-id-123",
    )  # fmt: skip
    client.raise_request_exception = False
    assert client.get("/crash/canary/?q=canary").status_code == 500
    assert "canary" not in lines.text
    crashed = [json.loads(line) for line in lines.text.splitlines() if "ValueError" in line]
    assert [line["event"] for line in crashed] == ["request.failed"]
    assert lines.last["status"] == 500
    assert client.get("/nowhere/canary/").status_code == 404
    assert "canary" not in lines.text


def test_the_active_organisation_and_person_are_in_every_line(lines: Lines, acme: World) -> None:
    class Request:
        _cached_user = acme.admin

    remembered = context.remember(Request())
    with tenancy.scope(acme.id):
        structlog.get_logger().info("x")
    context.forget(remembered)
    assert (lines.last["organisation_id"], lines.last["user_id"]) == (acme.id, acme.admin.pk)
    structlog.get_logger().info("y")
    assert "organisation_id" not in lines.last
    assert connection.vendor == "postgresql"
