"""P5: how soon something that happened is in the live fragment, at 200 events a second, and what counting costs who applies.

`./run bench events [--per-second N] [--seconds N] [--rounds N]`. A process of its own counts visits, one transaction each, and
folds the counters every second as a worker does; this one polls the dashboard's funnel on a gunicorn as a screen does that just
heard of news, and notes which count each answer shows. Then applications are sent through the service, in turns with and without
counting.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import multiprocessing
import re
import statistics
import time
import urllib.request
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from unittest import mock

from bench import database, serving
from bench.rows import Row, print_rows, ratio

if TYPE_CHECKING:
    from bench.serving import Server
    from tests.support.builders import World

PANEL = "funnel"
POSTS = 40  # a turn of each
POLL_SECONDS = 0.1


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench events", description=__doc__)
    options.add_argument("--per-second", type=int, default=200)
    options.add_argument("--seconds", type=int, default=30)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args(arguments)

    from tests.support import builders

    with database.own("events"):
        world = builders.make_world("acme")
        vacancy_id = _a_vacancy(world)
        with serving.gunicorn() as server:
            delays, reached = _delays(server, world, vacancy_id, per_second=chosen.per_second, seconds=chosen.seconds)
        turns = [_turn(world) for _each in range(chosen.rounds + 1)][1:]  # the first one warms up
    p95, longest = statistics.quantiles(delays, n=20)[-1], max(delays)
    print(f"{len(delays)} events at {reached:.0f}/s: middle {statistics.median(delays):.2f} s, longest {longest:.2f} s")
    kept_up = reached >= 0.95 * chosen.per_second
    rows = [
        Row("P5", "an event is in the fragment, p95", f"{p95:.2f} s", "1 s", p95 <= 1),
        Row("P5", "events a second that were counted meanwhile", f"{reached:.0f}", f"{chosen.per_second}", kept_up),
        ratio("P5", "an application with counting against one without", 1.15, turns),
    ]
    print_rows(rows)
    return 0 if all(row.holds for row in rows) else 1


def _a_vacancy(world: World) -> int:
    from recruit_platform.core import clock, tenancy
    from talentpool.services import funnel
    from tests.support.vacancies import make_vacancy

    with tenancy.scope(world.id):
        vacancy_id = int(make_vacancy().pk)
        funnel.visited(vacancy_id, day=_today(clock.now()))  # an empty funnel shows no numbers
    return vacancy_id


def _today(at: datetime) -> object:
    from calendar_app.selectors import days

    return days.today(at)


def _delays(
    server: Server, world: World, vacancy_id: int, *, per_second: int, seconds: int
) -> tuple[list[float], float]:
    """Seconds from each commit to the first answer that shows it; and how many a second there were."""
    from django.db import connections

    path, cookie = _poll(server, world)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    connections.close_all()
    writer = context.Process(target=_count, args=(theirs, world.id, vacancy_id, per_second, seconds))
    answers: list[tuple[float, int]] = []
    base = _shown(server, path, cookie)
    writer.start()
    try:
        while not ours.poll():
            shown = _shown(server, path, cookie)
            answers.append((time.monotonic(), shown - base))
            time.sleep(POLL_SECONDS)
        commits: list[float] = ours.recv()
        deadline = time.monotonic() + 10
        while answers[-1][1] < len(commits) and time.monotonic() < deadline:
            answers.append((time.monotonic(), _shown(server, path, cookie) - base))
    finally:
        writer.join(timeout=30)
    if answers[-1][1] != len(commits):
        raise SystemExit(f"{len(commits)} events happened, {answers[-1][1]} are shown.")
    return list(_waits(commits, answers)), (len(commits) - 1) / (commits[-1] - commits[0])


def _waits(commits: Sequence[float], answers: Sequence[tuple[float, int]]) -> Iterator[float]:
    seen = iter(answers)
    at, shown = next(seen)
    for number, committed in enumerate(commits, start=1):
        while shown < number:
            at, shown = next(seen)
        yield max(0.0, at - committed)


def _count(pipe: object, organisation_id: int, vacancy_id: int, per_second: int, seconds: int) -> None:
    """Count visits at an even pace; send the moments of their commits."""
    from django.db import connections

    from recruit_platform.core import clock, tenancy
    from recruit_platform.core.log import tallies
    from talentpool.services import funnel

    connections.close_all()
    with tenancy.scope(organisation_id):
        day = _today(clock.now())
    commits: list[float] = []
    started = folded = time.monotonic()
    for number in range(per_second * seconds):
        time.sleep(max(0.0, started + number / per_second - time.monotonic()))
        with tenancy.scope(organisation_id):
            funnel.visited(vacancy_id, day=day)  # type: ignore[arg-type]
        commits.append(time.monotonic())
        if commits[-1] - folded > 1:
            tallies.fold(organisation_id)
            folded = time.monotonic()
    connections.close_all()
    pipe.send(commits)  # type: ignore[attr-defined]


def _poll(server: Server, world: World) -> tuple[str, dict[str, str]]:
    """The address that the funnel of the dashboard polls, without the version it has seen."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(world.recruiter, "allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"Cookie": f"{name}={client.cookies[name].value}"}
    page = _get(server, f"/o/{world.slug}/", cookie)
    found = re.search(rf'"(/[^"]*/live/{PANEL}[^"]*)"', page)
    if found is None:
        raise SystemExit("The dashboard shows no live funnel.")
    return re.sub(r"&v=\w+", "", html.unescape(found.group(1))), cookie


def _shown(server: Server, path: str, cookie: dict[str, str]) -> int:
    """The visits that the fragment shows."""
    found = re.search(r"Bezoek.*?>([\d.]+)<", _get(server, path, cookie), re.DOTALL)
    if found is None:
        raise SystemExit("The fragment shows no visits.")
    return int(found.group(1).replace(".", ""))


def _get(server: Server, path: str, cookie: dict[str, str]) -> str:
    with urllib.request.urlopen(urllib.request.Request(server.address + path, headers=cookie)) as answer:
        return str(answer.read().decode())


def _turn(world: World) -> float:
    """Time of an application with counting against one without, one of each at a time."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * POSTS):
        counts = number % 2 == 0
        taken[counts].append(_submit(world, counts=counts))
    return statistics.median(taken[True]) / statistics.median(taken[False])


def _submit(world: World, *, counts: bool) -> float:
    from calendar_app.models import Vacancy
    from recruit_platform.core import clock, tenancy
    from talentpool.services import applications, funnel
    from tests.support.candidates import a_form, a_person

    at = clock.now() + timedelta(microseconds=1)
    person = a_person(email=f"a{time.time_ns()}@voorbeeld.example")
    with tenancy.scope(world.id):
        vacancy = Vacancy.objects.get()
    without = contextlib.nullcontext() if counts else mock.patch.object(funnel, "count")
    with without:
        started = time.perf_counter()
        with tenancy.scope(world.id):
            applications.submit(a_form(person), vacancy=vacancy, at=at)
        return 1000 * (time.perf_counter() - started)
