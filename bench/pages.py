"""P3, P6, P7, P9, P10, P11, P16: pages of the product at one or more sizes, each against its limit in the same run.

`./run bench pages [--applications 10000 …] [--rounds N]`. Each size is one organisation, beside a small one, in a database of its
own with a gunicorn of its own (2 workers, 4 threads); the bare views stand beside the smallest. All are loaded in turns of a
second and compared turn by turn; the ratio is the median of the turns, with the lowest and highest beside it.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from urllib.parse import quote

from bench import serving, sizes
from bench.rows import Row, print_rows, ratio
from bench.serving import Load, OneByOne, Server
from bench.sizes import House

POSTS, SEARCHES, RENDERS = 12, 30, 8  # a turn of each, one by one
PERSON = {"User-Agent": "Mozilla/5.0"}
PANELS = ("today", "calls", "numbers", "funnel", "schedule", "pace")
# Beginnings of first names, last names, whole names and addresses; rare, common, and somebody who is not there.
SOUGHT = (
    "noor", "noor boer", "zuid", "molenho", "a", "berk", "lindeveld", "fat", "thijs vis", "youssef7", "xavier", "jansen",
    "'t", "s", "haanbrink", "0612345678", "kuiperstra", "omar h", "zoe", "emma1",
)  # fmt: skip
# A page, the bare view it is held against and what of both: time, or the CPU of the web where the page is too quick for a clock.
AGAINST_BARE = (
    ("P6", "sending an application", "bare form, two inserts", "p50_ms", 2),
    ("P6", "beginning to apply", "bare form, two inserts", "p50_ms", 2),
    ("P7", "career home", "constant view", "web_cpu_ms", 1.1),
    ("P7", "career vacancy", "constant view", "web_cpu_ms", 1.1),
    ("P7", "career vacancy, counting the visit", "constant view", "web_cpu_ms", 1.1),
    ("P9", "candidate list", "bare table, one by one", "p50_ms", 1.5),
)
LAST_AGAINST_FIRST = (
    ("candidate list, last page", "candidate list"),
    ("running, last page", "running, first page"),
    ("warm, last page", "warm, first page"),
)
FLAT = (
    ("P3", "poll, first render"),
    ("P3", "dashboard"),
    ("P3", "dashboard, all panels anew"),
    ("P6", "sending an application"),
    ("P9", "candidate list"),
)


Turn = Mapping[str, Load | OneByOne]
Played = tuple[Turn, Sequence[Turn]]  # of the bare views, of each size


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    options.add_argument("--applications", type=int, nargs="+", default=[10_000])
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(arguments)
    with ExitStack() as stack:
        houses, bare = [], None
        for number, size in enumerate(sorted(chosen.applications)):
            houses.append(stack.enter_context(sizes.house(size, number=number)))
            if bare is None:
                sizes.make_limits(houses[0])
                bare = stack.enter_context(serving.gunicorn(bare=True))
        assert bare is not None
        turns = []
        for each in range(chosen.rounds + 1):
            played = (_limits(bare), [_turn(house) for house in houses])
            turns += [played] if each else []  # the first one warms all up
        weights = _weights(houses[0])
        memory = max(house.server.resident_mb() for house in houses)
    _print_turns(houses, turns)
    rows = [*_rows(houses, turns, memory), *weights]
    print_rows(rows)
    return 0 if all(row.holds for row in rows) else 1


def _limits(bare: Server) -> Turn:
    posts = [("/two-inserts", sizes.details(f"{time.time_ns()}.{n}")) for n in range(POSTS)]
    return {
        "constant view": serving.measure(bare, "/livez", seconds=1, warm_up=False),
        "bare table": serving.measure(bare, "/fifty-rows", seconds=1, warm_up=False),
        "bare table, one by one": serving.one_by_one(bare, [("/fifty-rows", None)] * RENDERS),
        "bare form, two inserts": serving.one_by_one(bare, posts),
    }


def _turn(house: House) -> Turn:
    asked = {
        "dashboard": f"/o/{house.slug}/",
        "candidate list": house.pool,
        "candidate list, last page": house.deepest["iedereen"],
        "running, first page": f"{house.pool}?weergave=lopend",
        "running, last page": house.deepest["lopend"],
        "warm, first page": f"{house.pool}?weergave=pool",
        "warm, last page": house.deepest["pool"],
    }
    home = f"/werkbij/{house.slug}/"
    public = {
        "career home": (home, PERSON),
        "career vacancy": (house.vacancy, {}),
        "career vacancy, counting the visit": (house.vacancy, PERSON),
    }
    found: dict[str, Load | OneByOne] = {}
    for name, (path, who) in public.items():
        found[name] = serving.measure(house.server, path, seconds=1, warm_up=False, headers=who)
    for name, path in asked.items():
        found[name] = serving.one_by_one(house.server, [(path, None)] * RENDERS, headers=house.cookie)
    found["poll, first render"] = _first_renders(house)
    anew = [(f"/o/{house.slug}/", None)] * RENDERS
    found["dashboard, all panels anew"] = serving.one_by_one(
        house.server, anew, headers=house.cookie, before=lambda: _outdate(house)
    )
    sought = [(f"{house.pool}?q={quote(SOUGHT[n % len(SOUGHT)])}", None) for n in range(SEARCHES)]
    found["search"] = serving.one_by_one(house.server, sought, headers=house.cookie)
    found["beginning to apply"] = serving.one_by_one(
        house.server, [(f"{house.vacancy}solliciteren/", sizes.details(f"{time.time_ns()}.{n}")) for n in range(POSTS)]
    )
    tokens = sizes.filled_in(house, forms=POSTS)
    found["sending an application"] = serving.one_by_one(
        house.server,
        [(f"/werkbij/{house.slug}/solliciteren/{token}/controle/", {}) for token in tokens],
        ends="/klaar/",
    )
    return found


def _first_renders(house: House) -> OneByOne:
    """Polls of the funnel, each of a version that nobody rendered yet."""
    import html

    text = sizes.page(house, f"/o/{house.slug}/")
    found = re.search(r'"(/[^"]*/live/funnel[^"]*)"', text)
    if found is None:
        raise SystemExit("The dashboard shows no live funnel.")
    polled = re.sub(r"&v=\w+", "", html.unescape(found.group(1)))
    return serving.one_by_one(
        house.server, [(polled, None)] * RENDERS, headers=house.cookie, before=lambda: _outdate(house)
    )


def _outdate(house: House) -> None:
    """Make the version of each panel a new one, as a commit does."""
    from recruit_platform.core import tenancy
    from recruit_platform.core.poll import versions

    with tenancy.active(house.organisation_id):
        for panel in PANELS:
            versions._renew((house.organisation_id, panel))


def _weights(house: House) -> list[Row]:
    """What a browser loads for the public pages, compressed."""
    rows = []
    for name, path in (("home", f"/werkbij/{house.slug}/"), ("vacancy", house.vacancy)):
        text = sizes.page(house, path)
        parts = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|woff2|svg)[^"#]*)', text))
        total = len(gzip.compress(text.encode())) + sum(_compressed(house, part) for part in parts)
        outside = set(re.findall(r'(?:src|rel="(?:stylesheet|icon|preload)"[^>]* href)="https?://([^/"]+)', text))
        kilobytes = total / 1000
        figure = f"{kilobytes:.0f} kB in {1 + len(parts)} files" + (f", outside: {sorted(outside)}" if outside else "")
        rows.append(
            Row("P7", f"career {name}, compressed with all it names", figure, "50 kB", kilobytes <= 50 and not outside)
        )
    return rows


def _compressed(house: House, path: str) -> int:
    with urllib.request.urlopen(house.server.address + path) as answer:
        body = answer.read()
    return len(body) if path.endswith("woff2") else min(len(body), len(gzip.compress(body)))


def _rows(houses: Sequence[House], turns: Sequence[Played], memory: float) -> list[Row]:
    rows = []
    for place, house in enumerate(houses):
        here = [(bare, played[place]) for bare, played in turns]
        rows += _rows_of_size(_size(house), here)
        if place:
            between = [(played[0], played[place]) for _bare, played in turns]
            rows += [ratio(number, f"{name}, {_size(house)} against {_size(houses[0])}", 1.2, [
                _of(large, name) / _of(small, name) for small, large in between
            ]) for number, name in FLAT]  # fmt: skip
    own = max(house.statements["candidate list"] - house.statements["an empty page"] for house in houses)
    rows.append(Row("P9", "statements of the candidate list, the frame's aside", str(own), "6", own <= 6))
    held = memory <= 150
    rows.append(Row("P16", f"memory of a web worker, up to {_size(houses[-1])}", f"{memory:.0f} MB", "150 MB", held))
    return rows


def _rows_of_size(size: str, turns: Sequence[tuple[Turn, Turn]]) -> list[Row]:
    rows = []
    for number, name, limit, field, most in AGAINST_BARE:
        what = f"{name}, {size}, {'time' if field == 'p50_ms' else 'CPU of the web'}"
        seen = [_of(page, name, field) / max(0.001, _of(bare, limit, field)) for bare, page in turns]
        rows.append(ratio(number, what, most, seen))
    searched = sorted(_of(page, "search", "p95_ms") for _bare, page in turns)
    middle = statistics.median(searched)
    figure = f"{middle:.0f} ms ({searched[0]:.0f} to {searched[-1]:.0f})"
    rows.append(Row("P10", f"search in {size}, p95 of the whole page", figure, "50 ms", middle <= 50))
    for last, first in LAST_AGAINST_FIRST:
        rows.append(ratio("P11", f"{last}, {size}", 1.5, [_of(page, last) / _of(page, first) for _bare, page in turns]))
    return rows


def _of(turn: Turn, name: str, field: str = "p50_ms") -> float:
    return float(getattr(turn[name], field))


def _size(house: House) -> str:
    return f"{house.size // 1_000_000}M" if house.size >= 1_000_000 else f"{house.size // 1000}k"


def _print_turns(houses: Sequence[House], turns: Sequence[Played]) -> None:
    out = sys.stdout
    out.write(
        "\nMedians of the turns.\n\n| what | p50 ms | p95 ms | web CPU ms | PostgreSQL CPU ms |\n|---|---|---|---|---|\n"
    )
    columns = [("", [bare for bare, _here in turns])]
    columns += [(f", {_size(house)}", [here[n] for _bare, here in turns]) for n, house in enumerate(houses)]
    for words, played in columns:
        for name in played[0]:
            fields = ("p50_ms", "p95_ms", "web_cpu_ms", "database_cpu_ms")
            figures = " | ".join(
                f"{statistics.median(_of(turn, name, field) for turn in played):.2f}" for field in fields
            )
            out.write(f"| {name}{words} | {figures} |\n")
    for house in houses:
        said = ", ".join(f"{name} {count}" for name, count in house.statements.items())
        out.write(f"\nStatements at {_size(house)}: {said}.")
