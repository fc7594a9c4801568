"""What people typed is shown, never run: payloads in every text of an organisation, and every page read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

import pytest
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from recruit_platform.core import tenancy
from recruit_platform.core.models import MailboxMessage, Membership, Organisation, OutboxMessage
from tests.support import addresses, planting
from tests.support.builders import World

MARK = "kqx"
PAYLOADS = [
    "<kqx>", "</title><kqx>", '"><kqx>', "'><kqx>", "--><kqx>", "</textarea><kqx>", "</script><kqx>", "</style><kqx>", "]]><kqx>",
    "<script>kqx()</script>", "<img src=kqx onerror=kqx()>", "<svg/onload=kqx()>", '" onmouseover="kqx()',
    "' autofocus onfocus='kqx()",
    "<a href=javascript:kqx()>", "javascript:kqx()", '<iframe srcdoc="<kqx>">', "<math><kqx>", "<base href=//kqx>",
    "<style>@import kqx", "&lt;kqx&gt;", "{{ kqx }}", "{% kqx %}", "`kqx`",
]  # fmt: skip
LINKS = {"href", "src", "action", "formaction", "srcdoc", "data", "hx-get", "hx-post", "poster"}


class Planter(planting.Planter):
    """Plants a payload, the next one each time, where the ordinary one plants a word."""

    payloads = cycle(PAYLOADS)

    def value(self, field: models.Field, n: int) -> Any:
        if field.name == "day":  # pages list days to come
            return date(2031, 1, 1) + timedelta(days=n)
        return super().value(field, n)

    def text(self, field: models.Field, n: int) -> str:
        room = field.max_length or 200
        if getattr(field, "unique", False) or room < 40:
            return super().text(field, n)
        return f"{next(self.payloads)} {n}"


class Page(HTMLParser):
    """Reads a page as a browser does and notes what came alive, and which words are only shown."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.shown: list[str] = []
        self._raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._raw = tag if tag in {"script", "style"} and dict(attrs).get("type") != "application/json" else ""
        if MARK in tag or (tag in {"base", "iframe", "math"} and any(MARK in (value or "") for _, value in attrs)):
            self.alive.append(f"<{tag}>")
        for name, value in attrs:
            text = (value or "").strip().lower()
            if name.startswith("on") or MARK in name:
                self.alive.append(f"<{tag} {name}>")
            if name in LINKS and (text.startswith(("javascript:", "data:text")) or text.startswith("kqx")):
                self.alive.append(f"<{tag} {name}={text}>")
            self.shown.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if self._raw and MARK in data:
            self.alive.append(f"in <{self._raw}>")
        self.shown.append(data)


@pytest.fixture
def town(acme: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An organisation, its people and all its rows, named after payloads."""
    monkeypatch.setattr(planting, "Planter", Planter)  # the tests' own: which words are planted
    for person, payload in zip(acme.people.values(), PAYLOADS, strict=False):
        person.name = payload
        person.save(update_fields=["name"])
    with tenancy.scope(acme.id):
        Organisation.objects.filter(pk=acme.id).update(name='Acme"><kqx>')
    planting.plant(acme.organisation, canary="kqxmail", rows=len(PAYLOADS))
    with tenancy.scope(acme.id):
        for membership in Membership.objects.exclude(user__in=list(acme.people.values())):
            membership.delete()
    return acme


@pytest.mark.django_db
def test_no_payload_comes_alive_on_any_page(town: World) -> None:
    client, seen, pages = Client(), "", 0
    client.force_login(town.admin)
    for path in _paths(town):
        with transaction.atomic():
            answer = client.get(path)
            transaction.set_rollback(True)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            assert answer.headers.get("X-Content-Type-Options") == "nosniff"
            continue
        pages += 1
        seen += _judge(path, answer)
    assert pages > 40
    assert [payload for payload in PAYLOADS if payload not in seen] == [], "each payload is seen somewhere, as words"


@pytest.mark.django_db
def test_a_payload_that_is_not_escaped_is_noticed() -> None:
    for payload in PAYLOADS[:16]:
        page = Page()
        quoted = f'<input value="{payload}"><input value=\'{payload}\'><a href="{payload}">x</a>'
        page.feed(f"<p>{payload}</p>{quoted}<script>{payload}</script>")
        assert page.alive, payload


def _judge(path: str, answer: HttpResponse) -> str:
    page = Page()
    page.feed(answer.content.decode())
    page.close()
    if path.endswith("/inhoud/"):  # a mail as it came, for the sandboxed frame: nothing in it may run
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "script" not in policy
        return ""
    assert page.alive == [], path
    return "\n".join(page.shown)


def _paths(town: World) -> Iterator[str]:
    for address in addresses.every():
        if address in addresses.of_members():
            yield addresses.path_in(town, address)
        elif address.name and address.parameters in {("organisation",), ()} and not address.pattern.startswith("api/"):
            yield reverse(address.name, kwargs=dict.fromkeys(address.parameters, town.slug))
    with tenancy.scope(town.id):
        mails = list(OutboxMessage.objects.order_by("pk").values_list("public_id", flat=True))
        boxed = list(MailboxMessage.objects.order_by("pk").values_list("public_id", flat=True))
    for message in mails:
        yield reverse("mail", kwargs={"organisation": town.slug, "message": message})
    for message in boxed:
        for name in ("mailbox_message", "mailbox_body"):
            yield reverse(name, kwargs={"organisation": town.slug, "message": message})
