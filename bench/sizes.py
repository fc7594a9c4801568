"""One organisation of a given size, served by the product from a database of its own; what ``bench.pages`` measures."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench import bare_views, database, serving
from bench.serving import Server

if TYPE_CHECKING:
    from django.test import Client

    from tests.support.builders import World


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


@contextmanager
def house(size: int, *, number: int) -> Iterator[House]:
    from recruit_platform.core import clock
    from tests.support import builders, bulk, bulk_apps
    from tests.support.database import as_owner

    with database.own(f"pages_{number}"):
        for n in range(number * 2):
            builders.make_organisation(
                f"vorige-{n}"
            )  # Redis is shared by all sizes: their organisations differ in number
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


def _furnished(world: World, size: int, server: Server) -> House:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from calendar_app.models import Vacancy
    from recruit_platform.core import references, tenancy

    slug, organisation_id = world.slug, world.id
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(world.recruiter, "allauth.account.auth_backends.AuthenticationBackend")
    path = f"/o/{slug}/talentpool/"
    with tenancy.scope(organisation_id):
        vacancy = Vacancy.objects.filter(state="published").order_by("id").values_list("public_id", flat=True)[0]
        deepest = {
            view: f"{path}?{urlencode({'weergave': view, 'before': references.cursor(row, of=path)})}"
            for view, row in _deep_rows(world).items()
        }
    pages = {
        "an empty page": f"/o/{slug}/talentpool/nieuw/",
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


def _deep_rows(world: World) -> dict[str, int]:
    """The id before which the last whole page of each view of the pool begins."""
    from recruit_platform.core import clock
    from recruit_platform.core.models import Membership
    from talentpool.selectors import pool
    from talentpool.selectors.pool import Filters, View

    member = Membership.objects.get(user=world.recruiter)
    found = {}
    for view in (View.EVERYONE, View.RUNNING, View.WARM):
        oldest = pool.found(member, Filters(view=view), at=clock.now()).order_by("id").values_list("id", flat=True)[:51]
        found[view.value] = list(oldest)[-1]
    return found


def _statements(client: Client, address: str) -> int:
    """Statements of a page that is asked for a second time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    return len(seen)


def make_limits(house: House) -> None:
    """Make the tables of the bare views; the fifty lines are those that the candidate list shows."""
    from django.db import connection

    from tests.support.database import as_owner

    text = page(house, house.pool)
    shown = re.findall(r"<tr role=\"row\" id.*?</tr>", text, re.DOTALL)
    lines = [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd] .*?</t[hd]>", line, re.DOTALL)
        ]
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


def details(unique: str) -> dict[str, str]:
    number = f"06 1{abs(hash(unique)) % 10_000_000:07}"
    return {
        "name": "Noor Voorbeeld",
        "email": f"a{unique}@voorbeeld.example",
        "phone": number,
        "motivation": "Ik werk graag.",
    }


def filled_in(house: House, *, forms: int) -> list[str]:
    """Forms complete but for sending; each has waited its turn, as many from one network must."""
    from django.db import connection

    from calendar_app.models import Vacancy
    from recruit_platform.core import clock, tenancy
    from talentpool.services import drafts

    connection.close()
    held, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], house.database
    at = clock.now() - timedelta(hours=1)
    try:
        with tenancy.scope(house.organisation_id):
            vacancy = Vacancy.objects.get(public_id=house.vacancy.rstrip("/").rsplit("/", 1)[1])
            tokens = []
            for n in range(forms):
                data = {**details(f"{time.time_ns()}.{n}"), "consent": "28", "proof": {"from": at.isoformat()}}
                tokens.append(drafts.start(vacancy=vacancy, data=data, at=at).token)
        return tokens
    finally:
        connection.close()
        connection.settings_dict["NAME"] = held


def page(house: House, path: str) -> str:
    request = urllib.request.Request(house.server.address + path, headers=dict(house.cookie))
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())
