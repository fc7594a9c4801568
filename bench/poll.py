"""P1, P2, P16, P17: the live panel "mails sent today", polled unchanged and changed, against a bare one-query view.

`./run bench poll [--rounds N]`. Both servers are the same gunicorn (2 workers, 4 threads); the bare one has no middleware.
They are loaded in turns of a second and compared turn by turn, so that a machine that slows down slows both; the ratio is
the median of the turns, with the lowest and highest beside it.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bench import database, serving
from bench.rows import Row, print_rows, ratio
from bench.serving import Load, OneByOne, Server
from recruit_platform.core import hints, tenancy

PANEL = "mails-sent"
FIRST_RENDERS_A_ROUND = 25


@dataclass(frozen=True)
class Round:
    """One turn of each; ``first`` and ``bare_first`` are requests one by one."""

    bare: Load
    unchanged: Load
    changed: Load
    bare_first: OneByOne
    first: OneByOne


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench poll", description=__doc__)
    options.add_argument("--rounds", type=int, default=9)
    number = options.parse_args(arguments).rounds
    with database.own("poll"):
        organisation_id, slug, cookie = _a_recruiter()
        with serving.gunicorn(bare=True) as bare, serving.gunicorn() as product:
            rounds = []
            for each in range(number + 1):
                played = _round(bare, product, organisation_id, page=f"/o/{slug}/mail/", cookie=cookie)
                rounds += [played] if each else []  # the first one warms both up
            memory = product.resident_mb()
    rows = _rows(rounds, memory)
    _print_turns(rounds)
    print_rows(rows)
    return 0 if all(row.holds for row in rows) else 1


def _round(bare: Server, product: Server, organisation_id: int, *, page: str, cookie: dict[str, str]) -> Round:
    limit = serving.measure(bare, "/one-query", seconds=1, warm_up=False)
    polled = _poll_path(product, page, cookie)
    unchanged = serving.measure(product, polled, seconds=1, warm_up=False, headers=cookie)
    newcomer = re.sub(r"&v=\w+", "", polled)
    changed = serving.measure(product, newcomer, seconds=1, warm_up=False, headers=cookie)
    bare_first = serving.one_by_one(bare, [("/one-query", None)] * FIRST_RENDERS_A_ROUND, headers=cookie)
    renders = [(newcomer, None)] * FIRST_RENDERS_A_ROUND
    first = serving.one_by_one(product, renders, headers=cookie, before=lambda: _outdate(organisation_id))
    return Round(limit, unchanged, changed, bare_first, first)


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


def _outdate(organisation_id: int) -> None:
    """Make the panel's version a new one, as a commit does, so that the next poll has to render."""
    from recruit_platform.core.poll import versions

    with tenancy.active(organisation_id):
        versions._renew((organisation_id, PANEL))


def _rows(rounds: Sequence[Round], memory: float) -> list[Row]:
    failures = sum(one.unchanged.failures + one.changed.failures for one in rounds)
    per_second = statistics.median(one.unchanged.per_second for one in rounds)

    def against(number: str, what: str, limit: float, of: Callable[[Round], float]) -> Row:
        row = ratio(number, what, limit, [of(one) for one in rounds])
        return replace(row, holds=row.holds and failures == 0)

    # The processor's clock ticks 100 times a second: a turn of 25 requests is too short for it, all of them together are not.
    first_cpu = sum(one.first.web_cpu_ms for one in rounds) / max(
        0.01, sum(one.bare_first.web_cpu_ms for one in rounds)
    )
    return [
        against("P1", "unchanged poll, p50", 1.1, lambda one: one.unchanged.p50_ms / one.bare.p50_ms),
        against(
            "P1", "unchanged poll, CPU of the web", 1.1, lambda one: one.unchanged.web_cpu_ms / one.bare.web_cpu_ms
        ),
        against("P2", "changed poll, CPU of the web", 1.5, lambda one: one.changed.web_cpu_ms / one.bare.web_cpu_ms),
        against(
            "P2", "first render of a version, one by one", 2.5, lambda one: one.first.p50_ms / one.bare_first.p50_ms
        ),
        Row("P2", "the same, CPU of the web", f"{first_cpu:.2f} x", "2.5 x", first_cpu <= 2.5),
        Row("P16", "memory of a web worker", f"{memory:.0f} MB", "150 MB", memory <= 150),
        Row("P17", "unchanged polls a second", f"{per_second:.0f}", "1000", per_second >= 1000),
    ]


def _print_turns(rounds: Sequence[Round]) -> None:
    out = sys.stdout
    out.write("Medians of the turns.\n\n")
    out.write("| what | requests/s | p50 ms | p95 ms | web CPU ms | PostgreSQL CPU ms | failures |\n")
    out.write("|---|---|---|---|---|---|---|\n")
    turns = {
        "bare one-query view": [one.bare for one in rounds],
        "unchanged poll": [one.unchanged for one in rounds],
        "changed poll": [one.changed for one in rounds],
    }
    for name, loads in turns.items():
        fields = ("per_second", "p50_ms", "p95_ms", "web_cpu_ms", "database_cpu_ms")
        speed, *rest = (statistics.median(getattr(load, field) for load in loads) for field in fields)
        figures = " | ".join(f"{one:.2f}" for one in rest)
        out.write(f"| {name} | {speed:.0f} | {figures} | {sum(load.failures for load in loads)} |\n")
    if not hints.put(hints.key("bench", hints.NO_ORGANISATION), "1", seconds=1):
        out.write("\nRedis was away: these figures say nothing about the early answers.\n")
