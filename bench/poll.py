"""P1, P2, P16, P17: the live panel "mails sent today", polled unchanged and changed, against a bare one-query view.

`./run bench poll [--seconds N]`. Both servers are the same gunicorn (2 workers, 4 threads); the bare one has no middleware.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import database, serving
from bench.serving import Load, Server
from recruit_platform.core import hints, tenancy

PANEL = "mails-sent"
FIRST_RENDERS = 300


@dataclass(frozen=True)
class Row:
    number: str
    what: str
    figure: str
    limit: str
    holds: bool


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench poll", description=__doc__)
    options.add_argument("--seconds", type=int, default=5)
    seconds = options.parse_args(arguments).seconds
    with database.own("poll"):
        organisation_id, slug, cookie = _a_recruiter()
        with serving.gunicorn(bare=True) as server:
            bare = serving.measure(server, "/one-query", seconds=seconds)
            before = server.web_cpu_seconds()
            bare_alone = _one_by_one(server, lambda: "/one-query", cookie)
            bare_cpu = 1000 * (server.web_cpu_seconds() - before) / FIRST_RENDERS
        with serving.gunicorn() as server:
            page = f"/o/{slug}/mail/"
            unchanged = serving.measure(server, _poll_path(server, page, cookie), seconds=seconds, headers=cookie)
            fetched = _poll_path(server, page, cookie)
            changed = serving.measure(server, re.sub(r"&v=\w+", "", fetched), seconds=seconds, headers=cookie)
            path = re.sub(r"&v=\w+", "", _poll_path(server, page, cookie))
            before = server.web_cpu_seconds()
            first = _one_by_one(server, lambda: _outdated(organisation_id, path), cookie)
            first_cpu = 1000 * (server.web_cpu_seconds() - before) / FIRST_RENDERS
            memory = server.resident_mb()
    rows = _rows(bare, unchanged, changed, (first / bare_alone, first_cpu / bare_cpu), memory)
    _print(rows, {"bare one-query view": bare, "unchanged poll": unchanged, "changed poll": changed})
    return 0 if all(row.holds for row in rows) else 1


def _a_recruiter() -> tuple[int, str, dict[str, str]]:
    """Return an organisation's id and slug, and the cookie header of a recruiter who is logged in there."""
    from django.conf import settings
    from django.test import Client

    from tests.support import builders

    world = builders.make_world("acme")
    client = Client()
    client.force_login(world.recruiter, "allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return world.id, world.slug, {"Cookie": f"{name}={client.cookies[name].value}"}


def _poll_path(server: Server, page: str, cookie: dict[str, str]) -> str:
    """Open the page as a browser would and return the address its panel polls."""
    with urllib.request.urlopen(urllib.request.Request(server.address + page, headers=cookie)) as answer:
        found = re.search(rf'"(/[^"]*/live/{PANEL}[^"]*)"', answer.read().decode())
    if found is None:
        raise SystemExit(f"{page} shows no live panel {PANEL}.")
    return html.unescape(found.group(1))


def _outdated(organisation_id: int, path: str) -> str:
    """Make the panel's version a new one, as a commit does, so that the next poll has to render."""
    from recruit_platform.core.poll import versions

    with tenancy.active(organisation_id):
        versions._renew((organisation_id, PANEL))
    return path


def _one_by_one(server: Server, path: Callable[[], str], cookie: dict[str, str]) -> float:
    """Return the median milliseconds of requests sent one after another by one client."""
    taken = []
    for _ in range(FIRST_RENDERS):
        request = urllib.request.Request(server.address + path(), headers=cookie)
        start = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def _rows(bare: Load, unchanged: Load, changed: Load, first_render: tuple[float, float], memory: float) -> list[Row]:
    p50, cpu = unchanged.p50_ms / bare.p50_ms, unchanged.web_cpu_ms / bare.web_cpu_ms
    changed_cpu = changed.web_cpu_ms / bare.web_cpu_ms
    return [
        Row("P1", "unchanged poll, p50", f"{p50:.2f} x", "1.1 x", p50 <= 1.1 and unchanged.failures == 0),
        Row("P1", "unchanged poll, CPU of the web", f"{cpu:.2f} x", "1.1 x", cpu <= 1.1),
        Row(
            "P2",
            "changed poll, CPU of the web",
            f"{changed_cpu:.2f} x",
            "1.5 x",
            changed_cpu <= 1.5 and changed.failures == 0,
        ),
        Row("P2", "first render of a version, one by one", f"{first_render[0]:.2f} x", "2.5 x", first_render[0] <= 2.5),
        Row("P2", "the same, CPU of the web", f"{first_render[1]:.2f} x", "2.5 x", first_render[1] <= 2.5),
        Row("P16", "memory of a web worker", f"{memory:.0f} MB", "150 MB", memory <= 150),
        Row("P17", "unchanged polls a second", f"{unchanged.per_second:.0f}", "1000", unchanged.per_second >= 1000),
    ]


def _print(rows: Sequence[Row], loads: dict[str, Load]) -> None:
    out = sys.stdout
    out.write(
        "| what | requests/s | p50 ms | p95 ms | web CPU ms | PostgreSQL CPU ms | failures |\n|---|---|---|---|---|---|---|\n"
    )
    for name, load in loads.items():
        out.write(f"| {name} | {load.per_second:.0f} | {load.p50_ms:.2f} | {load.p95_ms:.2f} | {load.web_cpu_ms:.2f} ")
        out.write(f"| {load.database_cpu_ms:.2f} | {load.failures} |\n")
    out.write("\n| # | what | figure | limit | |\n|---|---|---|---|---|\n")
    for row in rows:
        out.write(
            f"| {row.number} | {row.what} | {row.figure} | {row.limit} | {'holds' if row.holds else 'MISSED'} |\n"
        )
    if not hints.put(hints.key("bench", hints.NO_ORGANISATION), "1", seconds=1):
        out.write("\nRedis was away: these figures say nothing about the early answers.\n")
