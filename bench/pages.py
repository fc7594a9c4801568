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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

from bench import bare_views, database, serving
from bench.poll import Row
from bench.serving import Load, Server

POSTS, SEARCHES, RENDERS = 12, 30, 8  # a turn of each, one by one
PANELS = ("today", "calls", "numbers", "funnel", "schedule", "pace")
# Beginnings of first names, last names, whole names and addresses; rare, common, and somebody who is not there.
SOUGHT = ("noor", "noor boer", "zuid", "molenho", "a", "berk", "lindeveld", "fat", "thijs vis", "youssef7", "xavier", "jansen", "'t", "s",
          "haanbrink", "0612345678", "kuiperstra", "omar h", "zoe", "emma1")  # fmt: skip


@dataclass(frozen=True)
class House:
    """One size: its server, and the addresses to ask for with the cookie of a recruiter."""

    size: int
    server: Server
    organisation_id: int
    slug: str
    cookie: Mapping[str, str]
    database: str
    deepest: Mapping[str, str]
    vacancy: str
    statements: Mapping[str, int]

    @property
    def pool(self) -> str:
        return f"/o/{self.slug}/talentpool/"


@dataclass(frozen=True)
class OneByOne:
    """Requests sent one after another by one client: milliseconds, and the CPU of the web and of PostgreSQL a request."""

    p50_ms: float
    p95_ms: float
    web_cpu_ms: float
    database_cpu_ms: float


Turn = Mapping[str, Load | OneByOne]


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    options.add_argument("--applications", type=int, nargs="+", default=[10_000])
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(arguments)
    with ExitStack() as stack:
        houses, bare = [], None
        for number, size in enumerate(sorted(chosen.applications)):
            houses.append(stack.enter_context(_house(size, number=number)))
            if bare is None:
                _make_limits(houses[0])
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
    _print(rows)
    return 0 if all(row.holds for row in rows) else 1


@contextmanager
def _house(size: int, *, number: int) -> Iterator[House]:
    from recruit_platform.core import clock
    from tests.support import builders, bulk, bulk_apps
    from tests.support.database import as_owner

    with database.own(f"pages_{number}"):
        for n in range(number * 2):
            builders.make_organisation(f"vorige-{n}")  # Redis is shared by all sizes: their organisations differ in number
        world, other = builders.make_world("groot"), builders.make_world("klein")
        started = time.monotonic()
        with as_owner(), bulk.walls_lifted_for_the_owner():
            bulk_apps.fill({world.id: size, other.id: 500}, at=clock.now())
            _vacuum()
        print(f"{size:,} applications with all around them: {time.monotonic() - started:.0f} s", flush=True)
        with serving.gunicorn() as server:
            yield _furnished(world, size, server)


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _furnished(world: object, size: int, server: Server) -> House:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from calendar_app.models import Vacancy
    from recruit_platform.core import references, tenancy

    slug, organisation_id = world.slug, world.id  # type: ignore[attr-defined]
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(world.recruiter, "allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[attr-defined]
    path = f"/o/{slug}/talentpool/"
    with tenancy.scope(organisation_id):
        vacancy = Vacancy.objects.filter(state="published").order_by("id").values_list("public_id", flat=True)[0]
        deepest = {
            view: f"{path}?{urlencode({'weergave': view, 'before': references.cursor(row, of=path)})}"
            for view, row in _deep_rows(world).items()
        }
    pages = {
        "dashboard": f"/o/{slug}/",
        "candidate list": path,
        "search": f"{path}?q=noor",
        "career home": f"/werkbij/{slug}/",
        "career vacancy": f"/werkbij/{slug}/vacatures/{vacancy}/",
    }
    statements = {name: _statements(client, address) for name, address in pages.items()}
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return House(
        size=size,
        server=server,
        organisation_id=organisation_id,
        slug=slug,
        cookie={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"},
        database=str(connection.settings_dict["NAME"]),
        deepest=deepest,
        vacancy=f"/werkbij/{slug}/vacatures/{vacancy}/",
        statements=statements,
    )


def _deep_rows(world: object) -> dict[str, int]:
    """The id before which the last whole page of each view of the pool begins."""
    from recruit_platform.core import clock
    from recruit_platform.core.models import Membership
    from talentpool.selectors import pool
    from talentpool.selectors.pool import Filters, View

    member = Membership.objects.get(user=world.recruiter)  # type: ignore[attr-defined]
    found = {}
    for view in (View.EVERYONE, View.RUNNING, View.WARM):
        oldest = pool.found(member, Filters(view=view), at=clock.now()).order_by("id").values_list("id", flat=True)[:51]
        found[view.value] = list(oldest)[-1]
    return found


def _statements(client: object, address: str) -> int:
    """Statements of a page that is asked for a second time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    return len(seen)


def _make_limits(house: House) -> None:
    """Make the tables of the bare views; the fifty lines are those that the candidate list shows."""
    from django.db import connection

    from tests.support.database import as_owner

    text = _page(house, house.pool)
    shown = re.findall(r"<tr role=\"row\" id.*?</tr>", text, re.DOTALL)
    lines = [
        [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd] .*?</t[hd]>", line, re.DOTALL)]
        for line in reversed(shown)
    ]
    if len(lines) != 50 or {len(line) for line in lines} != {6}:
        raise SystemExit("The candidate list does not show fifty rows of six cells.")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(bare_views.TABLES)
        places = ", ".join(["%s"] * 6)
        for line in lines:
            cursor.execute(
                f"INSERT INTO bench_line (name, job, stage, source, contact, following) VALUES ({places})", line
            )


def _limits(bare: Server) -> Turn:
    posts = [("/two-inserts", _details(f"{time.time_ns()}.{n}")) for n in range(POSTS)]
    return {
        "constant view": serving.measure(bare, "/livez", seconds=1, warm_up=False),
        "bare table": serving.measure(bare, "/fifty-rows", seconds=1, warm_up=False),
        "bare table, one by one": _one_by_one(bare, [("/fifty-rows", None)] * RENDERS),
        "bare form, two inserts": _one_by_one(bare, posts),
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
    public = {"career home": f"/werkbij/{house.slug}/", "career vacancy": house.vacancy}
    found: dict[str, Load | OneByOne] = {}
    for name, path in public.items():
        found[name] = serving.measure(house.server, path, seconds=1, warm_up=False)
    for name, path in asked.items():
        found[name] = _one_by_one(house.server, [(path, None)] * RENDERS, headers=house.cookie)
    found["poll, first render"] = _first_renders(house)
    anew = [(f"/o/{house.slug}/", None)] * RENDERS
    found["dashboard, all panels anew"] = _one_by_one(
        house.server, anew, headers=house.cookie, before=lambda: _outdate(house)
    )
    sought = [(f"{house.pool}?q={quote(SOUGHT[n % len(SOUGHT)])}", None) for n in range(SEARCHES)]
    found["search"] = _one_by_one(house.server, sought, headers=house.cookie)
    found["beginning to apply"] = _one_by_one(
        house.server, [(f"{house.vacancy}solliciteren/", _details(f"{time.time_ns()}.{n}")) for n in range(POSTS)]
    )
    tokens = _filled_in(house)
    found["sending an application"] = _one_by_one(
        house.server, [(f"/werkbij/{house.slug}/solliciteren/{token}/controle/", {}) for token in tokens], ends="/klaar/"
    )
    return found


def _first_renders(house: House) -> OneByOne:
    """Polls of the funnel, each of a version that nobody rendered yet."""
    import html

    text = _page(house, f"/o/{house.slug}/")
    found = re.search(r'"(/[^"]*/live/funnel[^"]*)"', text)
    if found is None:
        raise SystemExit("The dashboard shows no live funnel.")
    polled = re.sub(r"&v=\w+", "", html.unescape(found.group(1)))
    return _one_by_one(house.server, [(polled, None)] * RENDERS, headers=house.cookie, before=lambda: _outdate(house))


def _outdate(house: House) -> None:
    """Make the version of each panel a new one, as a commit does."""
    from recruit_platform.core import tenancy
    from recruit_platform.core.poll import versions

    with tenancy.active(house.organisation_id):
        for panel in PANELS:
            versions._renew((house.organisation_id, panel))


def _details(unique: str) -> dict[str, str]:
    number = f"06 1{abs(hash(unique)) % 10_000_000:07}"
    return {"name": "Noor Voorbeeld", "email": f"a{unique}@voorbeeld.example", "phone": number, "motivation": "Ik werk graag."}


def _filled_in(house: House) -> list[str]:
    """Forms complete but for sending; each has waited its turn, as many from one network must."""
    from calendar_app.models import Vacancy
    from django.db import connection

    from recruit_platform.core import clock, tenancy
    from talentpool.services import drafts

    connection.close()
    held, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], house.database
    at = clock.now() - timedelta(hours=1)
    try:
        with tenancy.scope(house.organisation_id):
            vacancy = Vacancy.objects.get(public_id=house.vacancy.rstrip("/").rsplit("/", 1)[1])
            tokens = []
            for n in range(POSTS):
                data = {**_details(f"{time.time_ns()}.{n}"), "consent": "28", "proof": {"from": at.isoformat()}}
                tokens.append(drafts.start(vacancy=vacancy, data=data, at=at).token)
        return tokens
    finally:
        connection.close()
        connection.settings_dict["NAME"] = held


class _Staying(urllib.request.HTTPRedirectHandler):
    """Redirects are answers here, not ways on."""

    def redirect_request(self, *_about: object) -> None:
        return None


_opener = urllib.request.build_opener(_Staying)


def _one_by_one(
    server: Server,
    requests: Sequence[tuple[str, Mapping[str, str] | None]],
    *,
    headers: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    ends: str = "",
) -> OneByOne:
    """Send requests one after another; a form's fields make it a post, which must be redirected (to ``ends``)."""
    taken = []
    web, rows = server.web_cpu_seconds(), server.database_cpu_seconds()
    for path, fields in requests:
        if before is not None:
            before()
        data = None if fields is None else urlencode(fields).encode()
        request = urllib.request.Request(server.address + path, data=data, headers=dict(headers or {}))
        start = time.perf_counter()
        status, place = _answer(request)
        taken.append(1000 * (time.perf_counter() - start))
        if status != (200 if fields is None else 302) or not place.endswith(ends):
            raise SystemExit(f"{path} answers {status} {place}.")
    many = len(requests)
    return OneByOne(
        p50_ms=statistics.median(taken),
        p95_ms=statistics.quantiles(taken, n=20)[-1],
        web_cpu_ms=1000 * (server.web_cpu_seconds() - web) / many,
        database_cpu_ms=1000 * (server.database_cpu_seconds() - rows) / many,
    )


def _answer(request: urllib.request.Request) -> tuple[int, str]:
    try:
        with _opener.open(request) as answer:
            answer.read()
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        answer.read()
        return answer.code, answer.headers.get("Location", "")


def _page(house: House, path: str) -> str:
    request = urllib.request.Request(house.server.address + path, headers=dict(house.cookie))
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())


def _weights(house: House) -> list[Row]:
    """What a browser loads for the public pages, compressed."""
    rows = []
    for name, path in (("home", f"/werkbij/{house.slug}/"), ("vacancy", house.vacancy)):
        text = _page(house, path)
        parts = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|woff2|svg)[^"#]*)', text))
        total = len(gzip.compress(text.encode())) + sum(_compressed(house, part) for part in parts)
        outside = set(re.findall(r'(?:src|<link[^>]+href)="https?://([^/"]+)', text))
        kilobytes = total / 1000
        figure = f"{kilobytes:.0f} kB in {1 + len(parts)} files" + (f", outside: {sorted(outside)}" if outside else "")
        rows.append(Row("P7", f"career {name}, compressed with all it names", figure, "50 kB", kilobytes <= 50 and not outside))
    return rows


def _compressed(house: House, path: str) -> int:
    with urllib.request.urlopen(house.server.address + path) as answer:
        body = answer.read()
    return len(body) if path.endswith("woff2") else min(len(body), len(gzip.compress(body)))


def _rows(houses: Sequence[House], turns: Sequence[tuple[Turn, Sequence[Turn]]], memory: float) -> list[Row]:
    rows = []
    smallest, largest = houses[0], houses[-1]
    for place, house in enumerate(houses):
        size = _size(house)

        def against(number: str, what: str, limit: float, name: str, of: str, field: str, place: int = place) -> Row:
            """A page of this size against a bare view."""
            return _ratio(number, what, limit, [_of(here[place], name, field) / max(0.001, _of(bare, of, field)) for bare, here in turns])

        def within(number: str, what: str, limit: float, name: str, of: str, place: int = place) -> Row:
            """Two pages of one size."""
            return _ratio(number, what, limit, [_of(here[place], name) / _of(here[place], of) for _bare, here in turns])

        rows += [
            against("P6", f"sending an application, {size}, time", 2, "sending an application", "bare form, two inserts", "p50_ms"),
            against("P7", f"career home, {size}, CPU of the web", 1.1, "career home", "constant view", "web_cpu_ms"),
            against("P7", f"career vacancy, {size}, CPU of the web", 1.1, "career vacancy", "constant view", "web_cpu_ms"),
            against("P9", f"candidate list, {size}, time", 1.5, "candidate list", "bare table, one by one", "p50_ms"),
            _milliseconds("P10", f"search in {size}, p95 of the whole page", 50, [_of(here[place], "search", "p95_ms") for _bare, here in turns]),
            within("P11", f"last page of all, {size}", 1.5, "candidate list, last page", "candidate list"),
            within("P11", f"last page of the running, {size}", 1.5, "running, last page", "running, first page"),
            within("P11", f"last page of the warm, {size}", 1.5, "warm, last page", "warm, first page"),
        ]  # fmt: skip
        if house is smallest:
            continue
        for number, name, limit in (
            ("P3", "poll, first render", 1.2),
            ("P3", "dashboard", 1.2),
            ("P3", "dashboard, all panels anew", 1.2),
            ("P6", "sending an application", 1.2),
            ("P9", "candidate list", 1.2),
        ):
            seen = [_of(here[place], name) / _of(here[0], name) for _bare, here in turns]
            rows.append(_ratio(number, f"{name}, {size} against {_size(smallest)}", limit, seen))
    number = max(house.statements["candidate list"] for house in houses)
    rows.append(Row("P9", "statements of the candidate list", str(number), "6", number <= 6))
    rows.append(Row("P16", f"memory of a web worker, up to {_size(largest)}", f"{memory:.0f} MB", "150 MB", memory <= 150))
    return rows


def _of(turn: Turn, name: str, field: str = "p50_ms") -> float:
    return float(getattr(turn[name], field))


def _ratio(number: str, what: str, limit: float, seen: Sequence[float]) -> Row:
    middle = statistics.median(seen)
    return Row(number, what, f"{middle:.2f} x ({min(seen):.2f} to {max(seen):.2f})", f"{limit} x", middle <= limit)


def _milliseconds(number: str, what: str, limit: float, seen: Sequence[float]) -> Row:
    middle = statistics.median(seen)
    return Row(number, what, f"{middle:.0f} ms ({min(seen):.0f} to {max(seen):.0f})", f"{limit} ms", middle <= limit)


def _size(house: House) -> str:
    return f"{house.size // 1_000_000}M" if house.size >= 1_000_000 else f"{house.size // 1000}k"


def _print_turns(houses: Sequence[House], turns: Sequence[tuple[Turn, Sequence[Turn]]]) -> None:
    out = sys.stdout
    out.write("\nMedians of the turns.\n\n| what | p50 ms | p95 ms | web CPU ms | PostgreSQL CPU ms |\n|---|---|---|---|---|\n")
    columns = [("", [bare for bare, _here in turns])]
    columns += [(f", {_size(house)}", [here[n] for _bare, here in turns]) for n, house in enumerate(houses)]
    for words, played in columns:
        for name in played[0]:
            fields = ("p50_ms", "p95_ms", "web_cpu_ms", "database_cpu_ms")
            figures = " | ".join(f"{statistics.median(_of(turn, name, field) for turn in played):.2f}" for field in fields)
            out.write(f"| {name}{words} | {figures} |\n")
    for house in houses:
        said = ", ".join(f"{name} {count}" for name, count in house.statements.items())
        out.write(f"\nStatements at {_size(house)}: {said}.")


def _print(rows: Sequence[Row]) -> None:
    sys.stdout.write("\n\n| # | what | figure | limit | |\n|---|---|---|---|---|\n")
    for row in rows:
        said = "holds" if row.holds else "MISSED"
        sys.stdout.write(f"| {row.number} | {row.what} | {row.figure} | {row.limit} | {said} |\n")
