from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError, connection

from recruit_platform.core import clock, files, jobs, log, tenancy, work
from recruit_platform.core.jobs import JobHandle, Produced, Result, kinds, runner
from recruit_platform.core.models import DayOff, Event, JobState, LongJob
from recruit_platform.core.references import reference
from tests.support.builders import World, make_organisation

LONG_AGO = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)


class Killed(BaseException):
    """As good as a SIGKILL: nothing of the runner handles it."""


Register = Callable[[Callable[[JobHandle], Result]], None]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def register() -> Iterator[Register]:
    """Register a handler as kind ``test.job``, forgotten after the test."""
    known = dict(kinds._kinds)

    def add(handler: Callable[[JobHandle], Result]) -> None:
        kinds._kinds.pop("test.job", None)
        jobs.kind("test.job", title="Proef")(handler)

    yield add
    kinds._kinds.clear()
    kinds._kinds.update(known)


@pytest.fixture(autouse=True)
def not_stopping() -> Iterator[None]:
    yield
    work._stop.clear()


def start(world: World, **facts: Any) -> LongJob:
    with tenancy.scope(world.id):
        return jobs.start("test.job", input=facts, by=world.recruiter, at=LONG_AGO)


def fresh(job: LongJob) -> LongJob:
    with tenancy.scope(job.organisation_id):
        return LongJob.objects.select_related("result_file", "result_file__key").get(pk=job.pk)


def _killed(job: LongJob) -> None:
    """The worker that took it died: its lease runs out."""
    with tenancy.scope(job.organisation_id):
        LongJob.objects.filter(pk=job.pk).update(leased_until=LONG_AGO)


def test_a_job_runs_once_and_leaves_its_result_and_file(acme: World, zed: World, register: Register) -> None:
    ran = []

    def handle(job: JobHandle) -> Result:
        assert tenancy.current() is None
        ran.append(dict(job.input))
        for number in range(1, 4):
            job.progress(number, total=3)
        return Result(facts={"added": 3}, file=Produced("uit.csv", "text/csv", BytesIO(b"a;b\r\n")), problems=1)

    register(handle)
    job = start(acme, part=7)
    runner.run(zed.id, job.pk)
    assert ran == []
    runner.run(acme.id, job.pk)
    runner.run(acme.id, job.pk)
    kept = fresh(job)
    assert ran == [{"part": 7}]
    assert (kept.state, kept.result, kept.done, kept.total, kept.problems) == (JobState.DONE, {"added": 3}, 3, 3, 1)
    with tenancy.scope(acme.id):
        assert kept.result_file is not None
        with files.open(kept.result_file) as stream:
            assert stream.read() == b"a;b\r\n"
        told = list(Event.objects.order_by("id").values_list("kind", "data"))
    assert told == [
        ("job.started", {"kind": "test.job"}),
        ("job.ended", {"kind": "test.job", "state": "done"}),
    ]


def test_an_unknown_kind_is_refused(acme: World) -> None:
    with tenancy.scope(acme.id), pytest.raises(jobs.NotKnown):
        jobs.start("test.nothing", input={}, by=None, at=LONG_AGO)


def test_a_waiting_job_stops_at_once_and_a_running_one_at_its_next_step(acme: World, register: Register) -> None:
    steps = []

    def handle(job: JobHandle) -> Result:
        for number in range(1, 10):
            steps.append(number)
            if number == 3:
                with tenancy.scope(acme.id):
                    assert jobs.ask_to_stop(LongJob.objects.get(pk=job.id), by=acme.admin, at=clock.now())
                job.beat()
            job.progress(number, total=10)
        return Result()

    register(handle)
    waiting, running = start(acme), start(acme)
    with tenancy.scope(acme.id):
        assert jobs.ask_to_stop(waiting, by=acme.admin, at=LONG_AGO)
        assert not jobs.ask_to_stop(waiting, by=acme.admin, at=LONG_AGO)
    runner.run(acme.id, waiting.pk)
    assert (fresh(waiting).state, steps) == (JobState.CANCELLED, [])
    runner.run(acme.id, running.pk)
    assert (fresh(running).state, steps) == (JobState.CANCELLED, [1, 2, 3])


def test_a_job_of_a_killed_worker_goes_on_from_its_checkpoint_and_is_given_up_after_three(
    acme: World, register: Register
) -> None:
    seen = []

    def handle(job: JobHandle) -> Result:
        seen.append((job.attempt, dict(job.checkpoint or {})))
        with job.scope():
            DayOff.objects.create(day=f"2026-12-{10 + job.attempt}", name="x")
            job.save_checkpoint({"row": job.attempt * 100}, done=job.attempt)
        raise Killed

    register(handle)
    job = start(acme)
    for _ in range(3):
        with pytest.raises(Killed):
            runner.run(acme.id, job.pk)
        assert fresh(job).state == JobState.RUNNING
        runner.run(acme.id, job.pk)  # still leased: nothing happens
        _killed(job)
    runner.run(acme.id, job.pk)
    kept = fresh(job)
    assert seen == [(1, {}), (2, {"row": 100}), (3, {"row": 200})]
    assert (kept.state, kept.done, kept.lease) == (JobState.FAILED, 3, None)
    assert "drie keer" in (kept.failure or "")


def test_a_refusal_shows_its_words_and_a_surprise_does_not(acme: World, register: Register) -> None:
    def refuse(job: JobHandle) -> Result:
        raise jobs.JobRefused("Kolom e-mail ontbreekt.")

    def stumble(job: JobHandle) -> Result:
        raise LookupError("fatima@example.org")

    register(refuse)
    runner.run(acme.id, (refused := start(acme)).pk)
    register(stumble)
    runner.run(acme.id, (failed := start(acme)).pk)
    assert (fresh(refused).state, fresh(refused).failure) == (JobState.FAILED, "Kolom e-mail ontbreekt.")
    assert fresh(failed).state == JobState.FAILED
    assert "fatima" not in (fresh(failed).failure or "")


def test_a_stopping_process_gives_the_job_back_uncounted(acme: World, register: Register) -> None:
    def interrupted(job: JobHandle) -> Result:
        work.stop()
        job.progress(1, total=2)
        raise AssertionError("never reached")

    register(interrupted)
    job = start(acme)
    runner.run(acme.id, job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (JobState.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_database_restarts_waits_for_its_next_turn(register: Register) -> None:
    def restarting(job: JobHandle) -> Result:
        raise OperationalError("server closed the connection")

    register(restarting)
    organisation_id = make_organisation("acme").pk
    with tenancy.scope(organisation_id):
        job = jobs.start("test.job", input={}, by=None, at=LONG_AGO)
    runner.run(organisation_id, job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (JobState.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease_and_hears_a_stop(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BEAT_SECONDS", 0.05)
    organisation_id = make_organisation("acme").pk
    world_started, may_go = threading.Event(), threading.Event()
    leases: list[Any] = []

    def handle(job: JobHandle) -> Result:
        world_started.set()
        may_go.wait(10)
        leases.append(fresh_lease())
        job.progress(1, total=9)
        return Result()

    def fresh_lease() -> Any:
        with tenancy.scope(organisation_id):
            return LongJob.objects.get().leased_until

    def run() -> None:
        runner.run(organisation_id, job.pk)
        connection.close()

    register(handle)
    with tenancy.scope(organisation_id):
        job = jobs.start("test.job", input={}, by=None, at=LONG_AGO)
    thread = threading.Thread(target=run)
    thread.start()
    assert world_started.wait(10)
    first = fresh_lease()
    threading.Event().wait(0.3)
    with tenancy.scope(organisation_id):
        LongJob.objects.update(cancel_asked_at=clock.now())
    threading.Event().wait(0.3)
    may_go.set()
    thread.join()
    assert leases[0] > first
    assert fresh(job).state == JobState.CANCELLED


def test_progress_inside_a_scope_is_refused(acme: World, register: Register) -> None:
    def handle(job: JobHandle) -> Result:
        with job.scope(), pytest.raises(RuntimeError, match="between scopes"):
            job.progress(1)
        return Result()

    register(handle)
    runner.run(acme.id, (job := start(acme)).pk)
    assert fresh(job).state == JobState.DONE


def test_the_audit_log_comes_out_as_csv_without_formulas(acme: World, zed: World) -> None:
    for world, number in ((acme, 1), (acme, 2), (zed, 3)):
        with tenancy.scope(world.id):
            data = {"message": number}
            log.append(
                "mail.unsure", subject=log.Subject("message", number), actor=log.Actor.system(), at=LONG_AGO, data=data
            )
    with tenancy.scope(acme.id):
        job = jobs.start("core.audit_export", input={}, by=acme.admin, at=LONG_AGO)
    runner.run(acme.id, job.pk)
    kept = fresh(job)
    assert (kept.state, kept.result) == (JobState.DONE, {"events": 3})
    with tenancy.scope(acme.id):
        assert kept.result_file is not None
        text = files.open(kept.result_file).read().decode("utf-8-sig")
        assert [j.pk for j in jobs.newest()] == [job.pk]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(r["kind"], r["actor_kind"], r["actor"], r["subject"], r["data"]) for r in rows] == [
        (
            "job.started",
            "user",
            reference("person", acme.id, acme.admin.pk),
            reference("job", acme.id, job.pk),
            '{"kind": "core.audit_export"}',
        ),
        ("mail.unsure", "system", "", reference("message", acme.id, 2), "{}"),
        ("mail.unsure", "system", "", reference("message", acme.id, 1), "{}"),
    ]
    assert len({row["event"] for row in rows}) == 3
    from recruit_platform.core.jobs.audit_export import _cell

    assert [_cell(text) for text in ("=1+1", "-2", "@x", "gewoon")] == ["'=1+1", "'-2", "'@x", "gewoon"]
