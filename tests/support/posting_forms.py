"""Every form of the product as a browser meets it: found by asking each address what it takes and reading each page's forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.support import addresses
from tests.support.addresses import Address
from tests.support.builders import World

# What the login package puts in its addresses; nothing is behind these.
_PLACES = {"uidb36": "1", "key": "x-y", "pk": "1"}


@dataclass(frozen=True)
class Field:
    """A field as it stands in the page: ``value`` is what a browser would send untouched, ``options`` what it offers."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        return self.kind in {"text", "email", "textarea", "url", "search", "tel"}


@dataclass(frozen=True)
class PostedForm:
    """Where a form goes, as whom it was found, and its fields (none when no page shows it)."""

    path: str
    who: str
    fields: tuple[Field, ...] = ()

    def untouched(self) -> dict[str, str]:
        return {one.name: one.value or (one.options[0] if one.options else "") for one in self.fields}


@dataclass
class _Reading:
    action: str
    fields: list[Field] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects the forms of a page that post."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, []  # type: str, list[_Reading]
        self._form: _Reading | None = None
        self._select: tuple[str, list[str], str] | None = None
        self._area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = given.get("method", "get").lower() == "post"
            self._form = _Reading((given.get("action") or self.path).split("?")[0]) if posts else None
            if self._form:
                self.forms.append(self._form)
        elif self._form is None or given.get("name") == "csrfmiddlewaretoken":
            return
        elif tag in {"input", "button"} and given.get("name"):
            self._form.fields.append(Field(given["name"], given.get("type", "text"), given.get("value", "")))
        elif tag == "textarea" and given.get("name"):
            self._area = (given["name"], [])
        elif tag == "select" and given.get("name"):
            self._select = (given["name"], [], "")
        elif tag == "option" and self._select:
            name, options, chosen = self._select
            options.append(given.get("value", ""))
            self._select = (name, options, given.get("value", "") if "selected" in given else chosen)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form:
            self._form.fields.append(Field(self._area[0], "textarea", "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select and self._form:
            name, options, chosen = self._select
            self._form.fields.append(Field(name, "select", chosen, tuple(options)))
            self._select = None


def in_page(text: str, path: str) -> list[PostedForm]:
    """The forms of one page that post, with their fields."""
    page = _Page(path)
    page.feed(text)
    return [PostedForm(one.action, "", tuple(one.fields)) for one in page.forms]


def typed_in(text: str, path: str) -> dict[str, str]:
    """What stands in the typed fields of the form on a page that goes to ``path``."""
    return {
        one.name: one.value for form in in_page(text, path) if form.path == path for one in form.fields if one.is_typed
    }


def every(world: World, clients: dict[str, Callable[[], Client]], *, more: dict[str, str]) -> list[PostedForm]:
    """Each address that takes POST, per person who gets as far, with the fields that any page shows for it.

    A view of ours says so itself in the Allow header of a method it does not take; of the login package's, its pages tell.
    ``more`` fills places in addresses.
    """
    found: list[PostedForm] = []
    paths = [path for address in addresses.every() if (path := _path(world, address, more))]
    for who, client in clients.items():
        shown: dict[str, list[Field]] = {}
        for form in _shown(client, paths):
            known = shown.setdefault(form.path, [])
            known.extend(one for one in form.fields if one.name not in {other.name for other in known})
        for path in paths:
            with _undone():
                answer = client().put(path)
            says_so = answer.status_code == 405 and "POST" in answer.headers.get("Allow", "")
            if says_so or path in shown:
                found.append(PostedForm(path, who, tuple(shown.get(path, ()))))
    return found


def _shown(client: Callable[[], Client], paths: list[str]) -> Iterator[PostedForm]:
    for path in paths:
        with _undone():
            answer = client().get(path)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            yield from in_page(answer.content.decode(), path)


def _path(world: World, address: Address, more: dict[str, str]) -> str | None:
    """Return an address with its places filled; None for what has no name or is not of pages (API, probes)."""
    if not address.name or address.pattern.startswith(("api/", "livez", "readyz", "metrics", "werkbij/")):
        return None
    if address in addresses.of_members():
        return addresses.path_in(world, address)
    if address.name == "file_download":
        return None  # by signed link only, and nothing is posted there
    places = {**_PLACES, "organisation": world.slug, **more}
    return reverse(address.name, kwargs={name: places[name] for name in address.parameters})


class _undone:  # noqa: N801  reads as a statement
    """A transaction that is rolled back: whatever is asked inside leaves nothing."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, *what: Any) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)
