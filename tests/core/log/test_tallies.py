from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from recruit_platform.core import log, tenancy
from recruit_platform.core.log import Actor, Subject, tallies
from recruit_platform.core.models import Tally, TallyTail
from tests.support.builders import NOON, World, make_organisation

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def proved() -> Iterator[None]:
    tallies.prove_by(
        "lamps",
        sql="SELECT subject_id, (data->>'on')::date AS day, 1 AS n FROM core_event WHERE kind = 'lamp.lit'",
    )
    yield
    tallies._proofs.pop("lamps")


def _light(subject_id: int = 7, *, day: date = DAY) -> None:
    log.append(
        "lamp.lit", subject=Subject("lamp", subject_id), actor=Actor.system(), at=NOON, data={"watts": 1, "on": day}
    )
    tallies.count("lamps", subject_id=subject_id, day=day)


def test_a_count_is_exact_before_and_after_folding(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        _light()
    with tenancy.scope(acme.id):
        _light(7)
        _light(7)
        _light(8, day=DAY + timedelta(days=1))
        before = tallies.per_day(["lamps"], first=DAY, until=DAY + timedelta(days=2))
    assert before == [tallies.Count("lamps", 7, DAY, 2), tallies.Count("lamps", 8, DAY + timedelta(days=1), 1)]
    assert tallies.fold(acme.id) == 3
    with tenancy.scope(acme.id):
        assert TallyTail.objects.count() == 0
        assert Tally.objects.count() == 4  # of two things on two days, and of each day together
        _light(7)
        assert tallies.total("lamps", first=DAY, until=DAY + timedelta(days=1)) == 3
        assert tallies.total("lamps", first=DAY, until=DAY + timedelta(days=9), subject_id=8) == 1
        assert tallies.differences("lamps") == []
    with tenancy.scope(zed.id):
        assert TallyTail.objects.count() == 1


def test_a_count_that_was_missed_is_found_by_the_recount(acme: World) -> None:
    with tenancy.scope(acme.id):
        _light()
        tallies.count("lamps", subject_id=7, day=DAY, n=2)
        both = [tallies.Difference(tallies.TOGETHER, DAY, 3, 1), tallies.Difference(7, DAY, 3, 1)]
        assert tallies.differences("lamps") == both
        Tally.objects.filter(subject_id=7).delete()
    tallies.fold(acme.id)
    with tenancy.scope(acme.id):
        Tally.objects.filter(subject_id=tallies.TOGETHER).update(n=1)
        assert tallies.differences("lamps") == [tallies.Difference(7, DAY, 3, 1)]
        Tally.objects.filter(subject_id=7).update(n=1)
        Tally.objects.filter(subject_id=tallies.TOGETHER).update(n=5)
        assert tallies.differences("lamps") == [tallies.Difference(tallies.TOGETHER, DAY, 5, 1)]


def test_the_sum_of_all_things_is_read_from_a_row_a_day(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        _light()
    with tenancy.scope(acme.id):
        for subject_id in range(1, 21):
            _light(subject_id)
    tallies.fold(acme.id)
    with tenancy.scope(acme.id):
        _light(3)
        Tally.objects.filter(subject_id__gte=0).delete()  # what is left says whence the sum comes
        assert tallies.totals(["lamps", "bulbs"], first=DAY, until=DAY + timedelta(days=1)) == {"lamps": 21, "bulbs": 0}
        assert tallies.total("lamps", first=DAY, until=DAY + timedelta(days=1), subject_id=3) == 1
        assert tallies.totals(["lamps"], first=DAY, until=DAY + timedelta(days=1), subject_ids=[]) == {"lamps": 0}


def test_what_was_counted_before_gets_its_sums(acme: World, zed: World) -> None:
    migration = import_module("recruit_platform.core.migrations.0010_tallies_together")
    for world in (acme, zed):
        with tenancy.scope(world.id):
            for subject_id in (1, 7, 7, 8):
                _light(subject_id, day=DAY + timedelta(days=subject_id))
        tallies.fold(world.id)
        with tenancy.scope(world.id):
            held = list(Tally.objects.order_by("subject_id", "day").values_list("subject_id", "day", "n"))
            Tally.objects.filter(subject_id=tallies.TOGETHER).delete()
            assert tallies.differences("lamps") != []
    for _twice in range(2):
        migration.add_up(apps, None)
    for world in (acme, zed):
        with tenancy.scope(world.id):
            assert list(Tally.objects.order_by("subject_id", "day").values_list("subject_id", "day", "n")) == held
            assert tallies.differences("lamps") == []
    migration.take_away(apps, None)
    with tenancy.scope(zed.id):
        assert not Tally.objects.filter(subject_id=tallies.TOGETHER).exists()


def test_folding_goes_on_in_batches(acme: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "BATCH", 4)
    with tenancy.scope(acme.id):
        for _ in range(10):
            _light()
    assert tallies.fold(acme.id) == 10
    with tenancy.scope(acme.id):
        assert list(Tally.objects.values_list("subject_id", "n").order_by("subject_id")) == [(-1, 10), (7, 10)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_writers_folders_and_readers_at_once_never_disagree() -> None:
    organisation_id = make_organisation("busy").pk
    until = time.monotonic() + 4
    acknowledged, wrong, problems = [0] * 4, [], []

    def write(number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < until:
            try:
                with tenancy.scope(organisation_id):
                    _light(chance.randint(1, 3), day=DAY + timedelta(days=chance.randint(0, 2)))
                    if chance.random() < 0.15:
                        raise ZeroDivisionError
                acknowledged[number] += 1
            except ZeroDivisionError:
                continue

    def fold(number: int) -> None:
        while time.monotonic() < until:
            try:
                with tenancy.scope(organisation_id):
                    tallies.fold(organisation_id)
                    if random.Random(time.monotonic_ns()).random() < 0.2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue

    def read(number: int) -> None:
        while time.monotonic() < until:
            with tenancy.scope(organisation_id):
                wrong.extend(tallies.differences("lamps"))

    def run(job: object, number: int) -> None:
        try:
            job(number)  # type: ignore[operator]
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    jobs = [(write, n) for n in range(4)] + [(fold, n) for n in range(3)] + [(read, n) for n in range(2)]
    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, problems) == ([], [])
    tallies.fold(organisation_id)
    with tenancy.scope(organisation_id):
        assert TallyTail.objects.count() == 0
        assert tallies.total("lamps", first=DAY, until=DAY + timedelta(days=9)) == sum(acknowledged) > 100


def test_the_last_day_of_a_count_is_known_per_thing(acme: World, zed: World) -> None:
    later, last = DAY + timedelta(days=1), DAY + timedelta(days=2)
    with tenancy.scope(zed.id):
        tallies.count("lamps", subject_id=7, day=last)
    with tenancy.scope(acme.id):
        tallies.count("lamps", subject_id=7, day=DAY)
        tallies.fold(acme.id)
        tallies.count("lamps", subject_id=7, day=later)
        tallies.count("lamps", subject_id=7, day=last)
        tallies.count("lamps", subject_id=7, day=last, n=-1)  # taken back: nothing happened that day
        tallies.count("bulbs", subject_id=8, day=DAY)
        found = tallies.last_days(["lamps", "bulbs"], first=DAY, until=last + timedelta(days=1))
        assert found == {7: later, 8: DAY}
        assert tallies.last_days(["lamps"], first=DAY, until=later) == {7: DAY}
