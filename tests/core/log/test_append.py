from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import structlog
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from recruit_platform.core import log, tenancy
from recruit_platform.core.log import Actor, Refused, Subject
from recruit_platform.core.models import Event, PendingEvent
from tests.support.builders import NOON, World

LAMP = Subject("lamp", 7)


def test_an_event_holds_kind_subject_actor_moment_and_facts(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        log.append(
            "lamp.lit",
            subject=LAMP,
            actor=Actor.user(acme.recruiter),
            at=NOON,
            data={"watts": 40, "on": date(2026, 11, 23)},
            rule_version="evening@3",
        )
        kept = Event.objects.values(
            "kind", "at", "actor_kind", "actor_id", "subject_kind", "subject_id", "rule_version", "data"
        ).get()
    assert kept == {
        "kind": "lamp.lit",
        "at": NOON,
        "actor_kind": "user",
        "actor_id": acme.recruiter.pk,
        "subject_kind": "lamp",
        "subject_id": 7,
        "rule_version": "evening@3",
        "data": {"watts": 40, "on": "2026-11-23"},
    }
    with tenancy.scope(zed.id):
        assert list(Event.objects.all()) == []


def test_what_is_not_declared_is_refused_and_nothing_is_written(acme: World) -> None:
    actor = Actor.system()
    with tenancy.scope(acme.id):
        for kind, subject, data in [
            ("lamp.stolen", LAMP, {}),
            ("lamp.lit", Subject("sofa", 7), {"watts": 1}),
            ("lamp.lit", Subject("message", 7), {"watts": 1}),
            ("lamp.lit", Subject("lamp", 0), {"watts": 1}),
            ("lamp.lit", LAMP, {"watts": "veertig"}),
        ]:
            with pytest.raises(Refused):
                log.append(kind, subject=subject, actor=actor, at=NOON, data=data)
        with pytest.raises(Refused):
            log.append("lamp.broke", subject=LAMP, actor=actor, at=NOON, rule_version="Regel van Jan")
        assert Event.objects.count() == 0


def test_the_plain_role_cannot_change_or_delete_an_event(acme: World) -> None:
    with tenancy.scope(acme.id):
        event = log.append("lamp.broke", subject=LAMP, actor=Actor.system(), at=NOON)
    for sql in ("UPDATE core_event SET kind = 'lamp.lit'", "DELETE FROM core_event", "TRUNCATE core_event CASCADE"):
        with pytest.raises(ProgrammingError), tenancy.scope(acme.id), connection.cursor() as cursor:
            cursor.execute(sql)
    with tenancy.scope(acme.id):
        assert Event.objects.get().pk == event.pk


def test_the_request_id_of_the_context_is_kept_if_it_is_sane(acme: World) -> None:
    with tenancy.scope(acme.id):
        for request_id in ("01HV-abc", "x\ny", "ada@acme.example", "y" * 40, 12):
            with structlog.contextvars.bound_contextvars(request_id=request_id):
                log.append("lamp.broke", subject=LAMP, actor=Actor.system(), at=NOON)
        kept = list(Event.objects.order_by("id").values_list("request_id", flat=True))
    assert kept == ["01HV-abc", None, None, None, None]


def test_each_subscriber_of_the_kind_gets_a_row_in_the_same_transaction(
    acme: World, subscribe: Callable[..., None]
) -> None:
    subscribe("counts lamps", lambda event: None, kinds=["lamp.lit"])
    subscribe("mourns lamps", lambda event: None, kinds=["lamp.lit", "lamp.broke"])
    with pytest.raises(ZeroDivisionError), tenancy.scope(acme.id), transaction.atomic():
        log.append("lamp.broke", subject=LAMP, actor=Actor.system(), at=NOON)
        raise ZeroDivisionError
    with tenancy.scope(acme.id):
        assert (Event.objects.count(), PendingEvent.objects.count()) == (0, 0)
        log.append("lamp.lit", subject=LAMP, actor=Actor.system(), at=NOON, data={"watts": 1})
        waiting = set(PendingEvent.objects.values_list("subscriber", "event__kind", "due_at"))
    assert waiting == {("counts lamps", "lamp.lit", NOON), ("mourns lamps", "lamp.lit", NOON)}


def test_the_timeline_and_the_audit_page_read_newest_first_by_keyset(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        log.append("lamp.broke", subject=LAMP, actor=Actor.system(), at=NOON)
    with tenancy.scope(acme.id):
        made = [
            log.append("lamp.broke", subject=Subject("lamp", number), actor=Actor.system(), at=NOON).pk
            for number in (7, 8, 7, 7)
        ]
        assert [event.pk for event in log.newest(at_most=2)] == [made[3], made[2]]
        assert [event.pk for event in log.newest(after=log.Cursor(made[2]))] == [made[1], made[0]]
        assert [event.pk for event in log.of_subject(LAMP)] == [made[3], made[2], made[0]]


def test_reading_an_event_of_an_older_version_leaves_new_facts_empty(acme: World) -> None:
    with tenancy.scope(acme.id):
        Event.objects.create(
            kind="lamp.lit",
            at=NOON,
            actor_kind="system",
            subject_kind="lamp",
            subject_id=7,
            data={"gone": 1, "watts": 5},
        )
        heard = log.subscribers.happened(Event.objects.get())
    assert dict(heard.facts) == {"watts": 5, "on": None}
    assert heard.organisation_id == acme.id
