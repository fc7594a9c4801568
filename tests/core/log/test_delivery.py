from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from recruit_platform.core import clock, log, tenancy
from recruit_platform.core.log import Actor, Subject, delivery
from recruit_platform.core.models import DayOff, Event, PendingEvent
from tests.support.builders import World, make_organisation

PAST = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
LAMP = Subject("lamp", 7)
Subscribe = Callable[..., None]


def _append(organisation_id: int, kind: str = "lamp.broke") -> int:
    with tenancy.scope(organisation_id):
        return int(log.append(kind, subject=LAMP, actor=Actor.system(), at=PAST).pk)


def _make_all_due(organisation_id: int) -> None:
    with tenancy.scope(organisation_id):
        PendingEvent.objects.update(due_at=PAST)


def test_a_subscriber_hears_what_happened_inside_its_organisation(
    acme: World, zed: World, subscribe: Subscribe
) -> None:
    heard: list[tuple[int, int | None, str]] = []
    subscribe("ear", lambda e: heard.append((e.id, tenancy.current(), e.kind)), kinds=["lamp.broke"])
    mine, theirs = _append(acme.id), _append(zed.id)
    assert delivery.deliver(acme.id) == 1
    assert heard == [(mine, acme.id, "lamp.broke")]
    assert delivery.deliver(acme.id) == 0
    assert delivery.deliver(zed.id) == 1
    assert heard[1] == (theirs, zed.id, "lamp.broke")
    assert tenancy.current() is None


def test_a_failing_subscriber_leaves_nothing_behind_and_is_tried_again_later(acme: World, subscribe: Subscribe) -> None:
    def stumble(event: log.Happened) -> None:
        DayOff.objects.create(day="2026-12-24", name="Kerstavond")
        raise LookupError("candidate fatima@example.org is unknown")

    subscribe("stumbles", stumble, kinds=["lamp.broke"])
    _append(acme.id)
    before = clock.now()
    assert delivery.deliver(acme.id) == 0
    with tenancy.scope(acme.id):
        pending = PendingEvent.objects.get()
        assert DayOff.objects.count() == 0
    assert (pending.attempts, pending.lease, pending.failed_at) == (1, None, None)
    assert before + timedelta(seconds=19) < pending.due_at < clock.now() + timedelta(seconds=21)
    assert pending.last_error is not None
    assert pending.last_error.startswith("LookupError at tests.core.log.test_delivery:")
    assert "fatima" not in pending.last_error


def test_one_failing_subscriber_does_not_keep_others_from_hearing(acme: World, subscribe: Subscribe) -> None:
    heard = []
    subscribe("a stumbles", lambda e: 1 / 0, kinds=["lamp.broke"])
    subscribe("b hears", lambda e: heard.append(e.id), kinds=["lamp.broke"])
    event = _append(acme.id)
    delivery.deliver(acme.id)
    assert heard == [event]


def test_after_the_last_attempt_it_is_listed_and_a_person_may_try_again(acme: World, subscribe: Subscribe) -> None:
    good = []
    subscribe("learns", lambda e: good.append(e.id) if good is not None and ready else 1 / 0, kinds=["lamp.broke"])
    ready = False
    event = _append(acme.id)
    for _ in range(delivery.ATTEMPTS + 3):
        _make_all_due(acme.id)
        delivery.deliver(acme.id)
    with tenancy.scope(acme.id):
        (failed,) = log.failed_events()
        assert (failed.subscriber, failed.event_id, failed.attempts) == ("learns", event, delivery.ATTEMPTS)
        assert failed.problem.startswith("ZeroDivisionError")
        ready = True
        assert delivery.retry(failed.id, by=Actor.system(), at=PAST)
        assert not delivery.retry(failed.id, by=Actor.system(), at=PAST)
        (told,) = Event.objects.filter(kind="processing.retried")
        assert told.data == {"count": 1}
    assert delivery.deliver(acme.id) == 1
    assert good == [event]


def test_an_event_that_kills_its_worker_is_given_up_in_the_end(acme: World, subscribe: Subscribe) -> None:
    subscribe("deadly", lambda e: None, kinds=["lamp.broke"])
    _append(acme.id)
    for _ in range(delivery.ATTEMPTS):  # each claim is followed by a kill: the lease runs out
        with tenancy.scope(acme.id):
            PendingEvent.objects.update(leased_until=PAST)
        assert delivery._claim(acme.id, lease=delivery.uuid4(), at=clock.now())
    with tenancy.scope(acme.id):
        PendingEvent.objects.update(leased_until=PAST)
    assert delivery.deliver(acme.id) == 0
    with tenancy.scope(acme.id):
        assert [failed.problem.split(" ")[0] for failed in log.failed_events()] == ["RuntimeError"]


def test_a_leased_event_is_left_alone_until_the_lease_ends(acme: World, subscribe: Subscribe) -> None:
    subscribe("ear", lambda e: None, kinds=["lamp.broke"])
    _append(acme.id)
    assert len(delivery._claim(acme.id, lease=delivery.uuid4(), at=clock.now())) == 1
    assert delivery.deliver(acme.id) == 0
    with tenancy.scope(acme.id):
        PendingEvent.objects.update(leased_until=PAST)
    assert delivery.deliver(acme.id) == 1


def test_a_subscriber_that_is_gone_is_listed_not_lost(acme: World, subscribe: Subscribe) -> None:
    subscribe("moved away", lambda e: None, kinds=["lamp.broke"])
    _append(acme.id)
    log.subscribers._handlers.pop("moved away")
    for _ in range(delivery.ATTEMPTS):
        _make_all_due(acme.id)
        delivery.deliver(acme.id)
    with tenancy.scope(acme.id):
        assert [failed.subscriber for failed in log.failed_events()] == ["moved away"]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_deliver_each_event_once(subscribe: Subscribe) -> None:
    organisation = make_organisation("crowd")
    subscribe(
        "writes",
        lambda e: DayOff.objects.create(day=date(2026, 1, 1) + timedelta(days=e.id), name="x"),
        kinds=["lamp.broke"],
    )
    events = [_append(organisation.pk) for _ in range(120)]
    heard: list[int] = []

    def work() -> None:
        try:
            heard.append(delivery.deliver(organisation.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.scope(organisation.pk):
        assert sum(heard) == len(events) == DayOff.objects.count() == Event.objects.count()
        assert PendingEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_that_another_worker_only_looks_at_is_still_delivered(subscribe: Subscribe) -> None:
    """PostgreSQL keeps the lock on a row that it passes over after looking again; the one who leased it waits for that."""
    organisation = make_organisation("crowd")
    looking, threads = threading.Event(), []

    def look(heard: int) -> None:
        try:
            with tenancy.scope(organisation.pk):
                list(PendingEvent.objects.exclude(event_id=heard).select_for_update())
                looking.set()
                threading.Event().wait(0.3)
        finally:
            connection.close()

    def start_looking(event: log.Happened) -> None:
        if not threads:
            threads.append(threading.Thread(target=look, args=[event.id]))
            threads[0].start()
            assert looking.wait(5)

    subscribe("ear", start_looking, kinds=["lamp.broke"])
    _append(organisation.pk), _append(organisation.pk)
    heard = delivery.deliver(organisation.pk)
    threads[0].join()
    assert heard == 2
