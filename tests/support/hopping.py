"""Random requests over every address by people of several organisations, and what foreign showed in the answers."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection, models, transaction
from django.http import HttpResponse, SimpleCookie
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from recruit_platform.core.models import Membership, OrganisationSettings, ScopedManager
from recruit_platform.core.policies import Audience
from tests.support.town import PUBLIC, Person, Town

METHODS = ["GET"] * 11 + ["POST"] * 5 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
WORDS = [
    "q",
    "zoek",
    "v",
    "na",
    "voor",
    "cursor",
    "after",
    "before",
    "limit",
    "page",
    "kind",
    "soort",
    "state",
    "sort",
    "id",
    "next",
]
NASTY = ["' OR 1=1 --", "%", "_", "0", "-1", "1e9", "null", "../../..", "{{ 7*7 }}", "<script>", "é€😀", "9" * 30, ""]
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_NAMED = re.compile(r'\bname="([\w.-]{1,40})"')
_ASKED = re.compile(r"[?&;]([\w-]{1,30})=")


# With row-level security down these must still be filtered, or every page stops at the door.
DOORS: frozenset[type[models.Model]] = frozenset({Membership, OrganisationSettings})


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver: its text with places to fill, and who it is for."""

    route: str
    audience: Audience | None

    @property
    def of_organisation(self) -> bool:
        return "<slug:organisation>" in self.route


@dataclass(frozen=True)
class Leak:
    who: str
    asked: str
    status: int
    found: str


@dataclass
class Result:
    """What happened. ``leaks`` is the figure; the rest shows that the requests reached something."""

    requests: int = 0
    leaks: list[Leak] = field(default_factory=list)
    told: list[Leak] = field(default_factory=list)  # a stranger got another answer than "not found"
    broken: list[Leak] = field(default_factory=list)  # 5xx
    statuses: Counter[int] = field(default_factory=Counter)
    addresses: Counter[str] = field(default_factory=Counter)
    foreign_asked: int = 0  # requests that named another organisation, or something of it
    own_shown: int = 0  # answers with something of the asker's own organisation

    def add(self, other: Result) -> None:
        self.requests += other.requests
        self.leaks += other.leaks
        self.told += other.told
        self.broken += other.broken
        self.statuses += other.statuses
        self.addresses += other.addresses
        self.foreign_asked += other.foreign_asked
        self.own_shown += other.own_shown


def addresses() -> list[Address]:
    """Every address of the resolver; a new one takes part by itself."""
    found: list[Address] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for entry in resolver.url_patterns:
            here = before + _route(entry)
            if isinstance(entry, URLResolver):
                walk(entry, here)
            elif isinstance(entry, URLPattern):
                policy = getattr(entry.callback, "policy", None)
                found.append(Address(here, policy.audience if policy else None))

    walk(get_resolver(), "/")
    return found


def _route(entry: URLResolver | URLPattern) -> str:
    if isinstance(entry.pattern, RoutePattern):
        return str(entry.pattern)
    text = str(entry.pattern).strip("^$")
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", text)


@dataclass(frozen=True)
class _Question:
    """Who asked what, of which organisation, in which words."""

    person: Person
    address: Address
    organisation: int
    name: str
    words: str

    def is_public(self, home: int, kind: str) -> bool:
        return (
            kind == PUBLIC
            and home == self.organisation
            and self.address.audience in {Audience.VISITOR, Audience.ANYONE}
        )

    @property
    def is_a_strangers(self) -> bool:
        return self.address.audience is Audience.MEMBER and self.organisation not in self.person.homes


class Hopper:
    """Asks at random, the same way for the same seed."""

    def __init__(self, town: Town, *, seed: int, people: list[Person] | None = None) -> None:
        self.town, self.chance = town, random.Random(seed)
        self.people = people or town.people
        self.addresses = addresses()
        self.client = Client(raise_request_exception=False)  # one: each would load the middleware anew
        self.words: dict[str, list[str]] = {}
        self.result = Result()
        self.ids: dict[str, list[str]] = {}
        for public_id, (_organisation, model) in town.public_ids.items():
            self.ids.setdefault(model, []).append(public_id)

    def hop(self, times: int) -> Result:
        for _ in range(times):
            n = self.result.requests  # every address in turn first, then by chance
            address = self.addresses[n] if n < len(self.addresses) else self.chance.choice(self.addresses)
            self.ask(self.somebody(address), address)
        return self.result

    def somebody(self, address: Address) -> Person:
        """Programs ask the API, people the pages; now and then the other way round."""
        fitting = [person for person in self.people if bool(person.api_key) == address.route.startswith("/api/")]
        return self.chance.choice(fitting if fitting and self.chance.random() < 0.9 else self.people)

    def ask(self, person: Person, address: Address) -> None:
        organisation = self.chance.choice([*self.town.slugs, *person.homes, *person.homes])
        method = self.chance.choice(METHODS)
        path = self.filled(address, organisation)
        query = self.fields(address) if self.chance.random() < 0.4 else {}
        body = self.fields(address) if method in {"POST", "PUT", "PATCH"} else {}
        response, text = self.send(person, address, method, path + ("?" + urlencode(query) if query else ""), body)
        self.learn(address, text)
        asked = f"{path} {' '.join(map(str, [*query.values(), *body.values()]))}".lower()
        self.judge(_Question(person, address, organisation, f"{method} {path}", asked), response, text)

    def send(
        self, person: Person, address: Address, method: str, path: str, body: dict[str, str]
    ) -> tuple[HttpResponse, str]:
        """Send one request; whatever it changed is undone, so that every request meets the same rows."""
        client = self.client
        client.cookies = SimpleCookie(person.cookies)
        headers = {"HX-Request": "true"} if self.chance.random() < 0.2 else {}
        if person.api_key and address.route.startswith("/api/"):
            headers["Authorization"] = f"Bearer {person.api_key}"
        extra: dict[str, Any] = {"headers": headers}
        if method in {"POST", "PUT", "PATCH"}:
            as_json = address.route.startswith("/api/") or self.chance.random() < 0.1
            extra["data"] = json.dumps(body) if as_json else urlencode(body)
            extra["content_type"] = "application/json" if as_json else "application/x-www-form-urlencoded"
        with transaction.atomic():
            response = getattr(client, method.lower())(path, **extra)
            text = _text(response)
            transaction.set_rollback(True)
        return response, text

    def filled(self, address: Address, organisation: int) -> str:
        def value(place: re.Match[str]) -> str:
            kind, name = place[1] or "str", place[2]
            if name == "organisation":
                return self.town.slugs[organisation]
            if kind == "int":
                return str(self.number())
            return self.public_id(name) if kind == "uuid" else self.word(name)

        return _PLACE.sub(value, address.route)

    def public_id(self, name: str) -> str:
        if self.chance.random() < 0.03:
            return str(uuid.UUID(int=self.chance.getrandbits(128)))
        fitting = [model for model in self.ids if name.replace("_", "") in model]
        if fitting and self.chance.random() < 0.7:
            return self.chance.choice(self.ids[self.chance.choice(fitting)])
        return self.chance.choice(list(self.town.public_ids))

    def number(self) -> int:
        return self.chance.choice(self.town.numbers[self.chance.choice(list(self.town.numbers))])

    def word(self, name: str) -> str:
        if name == "day":
            return f"2026-01-0{self.chance.randrange(1, 9)}"
        return self.chance.choice([*self.town.canaries, self.public_id(name), str(self.number()), "x"])

    def fields(self, address: Address) -> dict[str, str]:
        names = [*self.words.get(address.route, []), *self.chance.sample(WORDS, 3)]
        return {name: self.anything(name) for name in names}

    def anything(self, name: str) -> str:
        return self.chance.choice(
            [
                self.public_id(name),
                str(self.number()),
                self.word(name),
                self.chance.choice(NASTY),
                *self.town.slugs.values(),
            ]
        )

    def learn(self, address: Address, text: str) -> None:
        known = self.words.setdefault(address.route, [])
        if len(known) < 20:
            known.extend({*_NAMED.findall(text), *_ASKED.findall(text)} - {*known, "csrfmiddlewaretoken"})

    def judge(self, question: _Question, response: HttpResponse, text: str) -> None:
        person, address, result, status = question.person, question.address, self.result, response.status_code
        result.requests += 1
        result.statuses[status] += 1
        result.addresses[address.route] += 1
        # What the asker sent may come back: a page says which address it did not find.
        named = {word for *_rest, word in self.town.whose(question.words)}
        result.foreign_asked += any(home not in person.homes for home, *_rest in self.town.whose(question.words))
        found = list(self.town.whose(text.lower()))
        result.own_shown += any(home in person.homes for home, *_rest in found)
        for home, kind, word in found:
            if home not in person.homes and word not in named and not question.is_public(home, kind):
                result.leaks.append(Leak(person.name, question.name, status, word))
        if status >= 500:
            result.broken.append(Leak(person.name, question.name, status, ""))
        if question.is_a_strangers and not _says_nothing(person, response):
            result.told.append(Leak(person.name, question.name, status, ""))


def _says_nothing(person: Person, response: HttpResponse) -> bool:
    """A stranger learns nothing: not found; not this way; or, to who is not signed in, the login page."""
    if response.status_code in {404, 405}:
        return True
    to_login = "/account/login/" in response.headers.get("Location", "") + response.headers.get("HX-Redirect", "")
    return not person.cookies and to_login


def _text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers} {response.cookies} {body.decode('utf-8', 'replace')}"


@contextmanager
def without_the_managers_filter(*, but_for: frozenset[type[models.Model]] = frozenset()) -> Iterator[None]:
    """Take the first wall away: the manager of every table of an organisation finds all rows it is given."""
    filtered = ScopedManager.get_queryset

    def unfiltered(manager: ScopedManager) -> models.QuerySet[Any]:
        return filtered(manager) if manager.model in but_for else models.Manager.get_queryset(manager)

    ScopedManager.get_queryset = unfiltered  # type: ignore[method-assign]
    try:
        yield
    finally:
        ScopedManager.get_queryset = filtered  # type: ignore[method-assign]


def tear_down_row_level_security() -> None:
    """As the owner, in a database of one's own: to see that the meter shows a leak when there is one."""
    from recruit_platform.core.tenancy import deletion

    with connection.cursor() as cursor:
        for table in deletion.tables():
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')
