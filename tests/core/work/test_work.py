from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from recruit_platform.core import tenancy, work
from recruit_platform.core.work import Queue, bell, org_task, ring, ring_now, task
from tests.support.builders import World, make_organisation
from tests.support.valkey import Valkey

SEND = {"queue": Queue.MAIL}


def _rung(server: Valkey, queue: str = "mail") -> list[tuple[str, dict[str, Any]]]:
    import base64

    with server.client() as client:
        messages = [json.loads(raw) for raw in client.lrange(queue, 0, -1)]
    return [(m["headers"]["task"], json.loads(base64.b64decode(m["body"]))[1]) for m in messages]


@pytest.mark.django_db(transaction=True)
def test_a_bell_rings_after_the_commit_once_per_transaction(valkey: Valkey) -> None:
    acme, zed = make_organisation("acme").pk, make_organisation("zed").pk
    with transaction.atomic():
        for _ in range(5):
            ring("core.send_mail", organisation_id=acme, **SEND)
        ring("core.send_mail", organisation_id=zed, **SEND)
        assert _rung(valkey) == []
    assert _rung(valkey) == [
        ("core.send_mail", {"organisation_id": zed}),
        ("core.send_mail", {"organisation_id": acme}),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_rings_nothing_and_a_rolled_back_part_takes_only_its_own_bell(valkey: Valkey) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ring("core.send_mail", organisation_id=1, **SEND)
        raise ZeroDivisionError
    assert _rung(valkey) == []
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ring("core.send_mail", organisation_id=1, **SEND)
            raise ZeroDivisionError
        ring("core.send_mail", organisation_id=1, **SEND)
    assert _rung(valkey) == [("core.send_mail", {"organisation_id": 1})]


def test_a_bell_that_waits_is_not_rung_twice_until_a_worker_heard_it(valkey: Valkey) -> None:
    heard = []

    @org_task("test.heard", queue=Queue.MAIL)
    def listen(*, organisation_id: int) -> None:
        heard.append(organisation_id)

    rung = bell("test.heard", queue=Queue.MAIL, organisation_id=7)
    assert [ring_now(rung), ring_now(rung)] == [True, False]
    assert ring_now(bell("test.heard", queue=Queue.MAIL, organisation_id=8)) is True
    listen(organisation_id=7)
    assert ring_now(rung) is True
    assert heard == [7]


def test_ringing_without_redis_is_harmless(settings: Any) -> None:
    settings.REDIS_URL = ""
    assert ring_now(bell("core.send_mail", queue=Queue.MAIL, organisation_id=7)) is False


def test_a_task_ignores_keywords_it_does_not_know_and_takes_no_positions(settings: Any) -> None:
    settings.REDIS_URL = ""
    seen = []

    @org_task("test.tolerant", queue=Queue.JOBS)
    def tolerant(*, organisation_id: int) -> None:
        seen.append(organisation_id)

    tolerant(organisation_id=7, of_a_newer_version=1)
    assert seen == [7]
    assert (tolerant.name, work.route("test.tolerant")) == ("test.tolerant", {"queue": "jobs"})
    with pytest.raises(TypeError):
        tolerant(7)
    with pytest.raises(TypeError, match="keywords only"):
        task("test.positions", queue=Queue.JOBS)(lambda number: None)
    with pytest.raises(TypeError, match="organisation_id"):
        org_task("test.nobody", queue=Queue.JOBS)(lambda *, number: None)


def test_a_task_refuses_to_start_inside_an_organisation(acme: World, settings: Any) -> None:
    settings.REDIS_URL = ""

    @org_task("test.leaky", queue=Queue.JOBS)
    def leaky(*, organisation_id: int) -> None:
        raise AssertionError("never reached")

    with tenancy.active(acme.id), pytest.raises(work.ScopeLeaked):
        leaky(organisation_id=acme.id)
