from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from recruit_platform.core import clock, tenancy
from recruit_platform.core.health import checks
from recruit_platform.core.models import MessageState, OutboxMessage
from tests.support.builders import World


def put_mail(world: World, *, minutes_late: float, key: str = "k", **fields: Any) -> OutboxMessage:
    at = clock.now() - timedelta(minutes=minutes_late)
    with tenancy.scope(world.id):
        return OutboxMessage.objects.create(
            key=key, purpose="test", to_address="a@b.example", subject="s", text="t", mail_message_id=f"<{key}@x>",
            created_at=at, due_at=at, try_at=at, **fields,
        )  # fmt: skip


def states(client: Client) -> dict[str, str]:
    return {name: check["status"] for name, check in client.get("/readyz").json()["checks"].items()}


def test_alive_without_asking_the_database(client: Client) -> None:
    """No database mark: a query would raise."""
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_ready_with_everything_but_redis_is_degraded_and_still_200(client: Client, db: None, settings: Any) -> None:
    settings.REDIS_URL = ""
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert states(client) == {
        "database": "ready", "migrations": "ready", "role": "ready", "clock": "ready", "tenant_key": "ready",
        "outbox": "ready", "disk": "ready", "redis": "degraded",
    }  # fmt: skip


def test_a_mail_five_minutes_late_is_not_ready(client: Client, acme: World, zed: World) -> None:
    put_mail(acme, minutes_late=4.8)
    assert states(client)["outbox"] == "ready"
    put_mail(zed, minutes_late=5.2, key="late")
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Retry-After"], states(client)["outbox"]) == (503, "2", "not ready")


def test_a_mail_for_later_is_not_late(client: Client, acme: World) -> None:
    put_mail(acme, minutes_late=-60)
    assert states(client)["outbox"] == "ready"


@pytest.mark.parametrize("seconds", [-75, 75])
def test_a_clock_that_is_off_by_more_than_a_minute_is_not_ready(db: None, seconds: int) -> None:
    at = clock.now() + timedelta(seconds=seconds)
    assert {one.name: one.state for one in checks.run(at=at)}["clock"] == checks.State.NOT_READY
    at = clock.now() + timedelta(seconds=seconds / 2)
    assert {one.name: one.state for one in checks.run(at=at)}["clock"] == checks.State.READY


def test_a_tenant_key_the_database_does_not_know_is_not_ready(client: Client, db: None, settings: Any) -> None:
    settings.TENANT_KEY = type(settings.TENANT_KEY)(kid=settings.TENANT_KEY.kid, secret=b"x" * 32)
    from recruit_platform.core.tenancy import token

    token._cache.__dict__.clear()
    found = states(client)
    token._cache.__dict__.clear()
    assert (found["tenant_key"], found["database"]) == ("not ready", "ready")


@pytest.mark.parametrize(
    "missing", [("core", "0001_foundation"), ("core", "0006_work_counts"), ("dashboards", "0001_first")]
)
def test_a_missing_migration_is_not_ready(client: Client, db: None, missing: tuple[str, str]) -> None:
    """The first, one in the middle, or the last: others may have been applied since."""
    from django.db.migrations.recorder import MigrationRecorder

    checks._migrated = False
    original = MigrationRecorder.applied_migrations

    def one_less(self: MigrationRecorder) -> Any:
        found = original(self)
        found.pop(missing)
        return found

    MigrationRecorder.applied_migrations = one_less  # type: ignore[method-assign]  # the plain role cannot unapply one
    try:
        assert states(client)["migrations"] == "not ready"
    finally:
        MigrationRecorder.applied_migrations = original  # type: ignore[method-assign]
    assert states(client)["migrations"] == "ready"


def test_a_disk_that_is_almost_full_is_not_ready(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "DISK_LEAST_FREE", 1 << 60)
    assert states(client)["disk"] == "not ready"


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_says_so_and_asks_no_further(client: Client) -> None:
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = client.get("/readyz")
        assert client.get("/livez").status_code == 200
        assert "recruit_database_up 0.0" in client.get("/metrics").content.decode()
    finally:
        connection.settings_dict.update(kept)
    assert answer.status_code == 503
    assert {name: found["status"] for name, found in answer.json()["checks"].items() if name != "redis"} == {
        "database": "not ready",
        "disk": "ready",
    }


def test_metrics_count_work_of_all_organisations_and_requests(client: Client, acme: World, zed: World) -> None:
    put_mail(acme, minutes_late=2)
    put_mail(zed, minutes_late=1)
    put_mail(zed, minutes_late=1, key="u", state=MessageState.UNSURE)
    past = clock.now() - timedelta(minutes=1)
    put_mail(zed, minutes_late=1, key="l", state=MessageState.SENDING, lease=uuid4(), leased_until=past)
    client.get("/livez")
    text = client.get("/metrics").content.decode()
    found = dict(re.findall(r"^(recruit_\w+) (\S+)$", text, re.M))
    assert {name: float(found[name]) for name in ("recruit_outbox_due", "recruit_outbox_unsure", "recruit_leases_stuck")} == {
        "recruit_outbox_due": 2, "recruit_outbox_unsure": 1, "recruit_leases_stuck": 1,
    }  # fmt: skip
    assert 119 <= float(found["recruit_outbox_age_seconds"]) <= 130
    assert re.search(r'recruit_requests_total\{method="GET",status="200",view="livez"\} [1-9]', text)
    assert "acme" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "asked", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "203.0.113.7"}, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, 404),
        ("", {"REMOTE_ADDR": ""}, 404),
        ("s3cret", {}, 404),
        ("s3cret", {"HTTP_AUTHORIZATION": "Bearer wrong", "REMOTE_ADDR": "203.0.113.7"}, 404),
        ("s3cret", {"HTTP_AUTHORIZATION": "Bearer s3cret", "REMOTE_ADDR": "203.0.113.7"}, 200),
    ],
)
def test_metrics_are_for_the_operator(
    client: Client, settings: Any, token: str, asked: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", **asked).status_code == status


def test_probes_take_no_other_methods(client: Client, db: None) -> None:
    assert [client.post(path).status_code for path in ("/livez", "/readyz", "/metrics")] == [405, 405, 405]
