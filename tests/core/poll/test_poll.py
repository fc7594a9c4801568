from __future__ import annotations

import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client

from recruit_platform.core import clock, hints, tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import User
from recruit_platform.core.poll import fragments, tokens, versions
from recruit_platform.core.poll.early import answering_polls
from tests.support.builders import World, make_organisation
from tests.support.mails import put
from tests.support.valkey import Valkey

PATH = "/o/acme/live/mails-sent"
SHELF = fragments.Shelf(7, "mails-sent", "nl")


class Passed(Exception):
    """The poll went on to Django."""


def _early(path: str, *, cookie: str, **more: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the early answer alone; raises Passed when it leaves the poll to Django."""
    answered: list[Any] = []

    def django(environ: Any, start_response: Any) -> Any:
        raise Passed

    where, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "HTTP_COOKIE": f"theme=dark; {django_settings.SESSION_COOKIE_NAME}={cookie}",
        **more,
    }
    body = answering_polls(django)(environ, lambda status, headers: answered.append((status, dict(headers))))
    return int(answered[0][0][:3]), answered[0][1], b"".join(body)


def _next(body: bytes) -> str:
    found = re.search(r'hx-get="([^"]+)"', body.decode())
    assert found, body
    return unescape(found[1])


def current(organisation_id: int, panel: str) -> bytes | None:
    versions.begin(organisation_id, panel)
    return hints.get(versions.key(organisation_id, panel))


@pytest.fixture
def reader(acme: World, client: Client) -> Client:
    client.force_login(acme.recruiter)
    return client


def _cookie(client: Client) -> str:
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def _sent(organisation_id: int, n: int) -> None:
    with tenancy.scope(organisation_id):
        tallies.count("mail.sent", day=clock.local_date(clock.now(), zone="Europe/Amsterdam"), n=n)
        versions._renew((organisation_id, "mails-sent"))


def test_the_first_answer_carries_the_address_of_the_next_poll(
    acme: World, zed: World, reader: Client, valkey: Valkey
) -> None:
    _sent(acme.id, 3)
    _sent(zed.id, 99)
    answer = reader.get(PATH)
    assert answer.status_code == 200
    assert "<span>3</span>" in answer.content.decode()
    following = _next(answer.content)
    status, headers, body = _early(following, cookie=_cookie(reader))
    assert (status, body) == (204, b"")
    etag = headers["ETag"]
    assert _early(re.sub("&v=.*", "", following), cookie=_cookie(reader), HTTP_IF_NONE_MATCH=etag)[0] == 304


def test_a_version_that_nobody_rendered_is_rendered_early_for_the_holder_of_a_token(
    acme: World,
    zed: World,
    reader: Client,
    valkey: Valkey,
) -> None:
    following = _next(reader.get(PATH).content)
    _sent(zed.id, 99)
    _sent(acme.id, 7)
    asked = _early(following, cookie=_cookie(reader))
    ordinary = reader.get(re.sub("&v=.*", "", following))
    assert asked[0] == 200
    assert "<span>7</span>" in asked[2].decode()
    early, late = (re.sub(r'hx-get="[^"]+"', "", body.decode()) for body in (asked[2], ordinary.content))
    assert early == late
    assert tenancy.current() is None


def test_an_early_render_speaks_the_language_of_the_reader(acme: World, reader: Client, valkey: Valkey) -> None:
    User.objects.filter(pk=acme.recruiter.pk).update(language="en")
    following = _next(reader.get(PATH).content)
    _sent(acme.id, 2)
    assert b"emails sent" in _early(following, cookie=_cookie(reader))[2].lower()


def test_a_database_in_trouble_leaves_an_early_render_to_django(acme: World, reader: Client, valkey: Valkey) -> None:
    following = _next(reader.get(PATH).content)
    _sent(acme.id, 7)
    with transaction.atomic(), connection.cursor() as cursor, pytest.raises(Passed):
        cursor.execute("SET LOCAL search_path = pg_catalog")  # its tables are out of sight
        _early(following, cookie=_cookie(reader))


def test_a_change_is_served_early_from_the_fragment_that_another_reader_made(
    acme: World,
    reader: Client,
    valkey: Valkey,
) -> None:
    following = _next(reader.get(PATH).content)
    _sent(acme.id, 5)
    other = Client()
    other.force_login(acme.admin)
    other.get(PATH)
    status, headers, body = _early(following, cookie=_cookie(reader))
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<span>5</span>" in body
    again = _next(body)
    assert again.split("&v=")[0] == following.split("&v=")[0]
    assert _early(again, cookie=_cookie(reader))[0] == 204


def test_the_same_content_under_a_new_version_is_no_change(acme: World, reader: Client, valkey: Valkey) -> None:
    following = _next(reader.get(PATH).content)
    versions._renew((acme.id, "mails-sent"))
    assert reader.get(following).status_code == 204
    assert _early(following, cookie=_cookie(reader))[0] == 204


@pytest.mark.parametrize(
    "change",
    ["cookie", "path", "start", "middle", "end", "shorter", "longer", "other key", "nothing", "no base64", "too short"],
)
def test_a_token_is_worth_nothing_changed_or_with_another_cookie(
    acme: World,
    zed: World,
    reader: Client,
    valkey: Valkey,
    change: str,
) -> None:
    following, cookie = _next(reader.get(PATH).content), _cookie(reader)
    where, _, query = following.partition("?")
    token, _, version = query.removeprefix("t=").partition("&v=")
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    middle = len(raw) // 2
    forged = AESSIV(sha256(b"another key").digest())
    changes = {
        "start": bytes([raw[0] ^ 1]) + raw[1:],
        "middle": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
        "end": raw[:-1] + bytes([raw[-1] ^ 1]),
        "shorter": raw[:-1],
        "longer": raw + b"0",
        "other key": forged.encrypt(
            f"{zed.id}.zed.UTC.1.99999999999.mails-sent.nl.".encode(), [PATH.encode(), cookie.encode()]
        ),
        "nothing": b"",
        "too short": raw[:9],
    }
    assert _early(following, cookie=cookie)[0] == 204
    assert b"mails-sent" not in raw, "a token cannot be read, so it shows no row numbers"
    told = "=%é" if change == "no base64" else urlsafe_b64encode(changes.get(change, raw)).decode().rstrip("=")
    changed = f"{where}?t={quote(told)}&v={version}"
    if change == "path":
        changed = changed.replace("/acme/", "/zed/")
    with pytest.raises(Passed):
        _early(changed, cookie="other" if change == "cookie" else cookie)


def test_a_token_lives_a_minute_and_the_view_gives_a_new_one(acme: World, reader: Client, valkey: Valkey) -> None:
    assert tokens.LIFE_SECONDS <= 60
    following = _next(reader.get(PATH).content)
    with time_machine.travel(time.time() + 40, tick=False):
        assert _early(following, cookie=_cookie(reader))[0] == 204
        answer = reader.get(following)  # the view renews what has less than half its life
        assert answer.status_code == 200
        assert _next(answer.content) != following
    with time_machine.travel(time.time() + 61, tick=False), pytest.raises(Passed):
        _early(following, cookie=_cookie(reader))


def test_without_redis_every_poll_is_an_ordinary_view(acme: World, reader: Client, settings: Any) -> None:
    settings.REDIS_URL = ""
    following = _next(reader.get(PATH).content)
    with pytest.raises(Passed):
        _early(following, cookie=_cookie(reader))
    assert reader.get(following).status_code == 204
    _sent(acme.id, 2)
    answer = reader.get(following)
    assert (answer.status_code, b"<span>2</span>" in answer.content) == (200, True)


def test_other_requests_pass_untouched() -> None:
    def django(environ: Any, start_response: Any) -> Any:
        raise Passed

    page, post = {"PATH_INFO": "/o/acme/", "REQUEST_METHOD": "GET"}, {"PATH_INFO": PATH, "REQUEST_METHOD": "POST"}
    for environ in (page, post, {}):
        with pytest.raises(Passed):
            answering_polls(django)(environ, lambda *_: None)


def test_only_members_who_may_see_mail_get_the_panel(acme: World, zed: World, client: Client) -> None:
    assert client.get(PATH).status_code == 302
    for user, expected in ((acme.recruiter, 200), (acme.hiring_manager, 403), (zed.admin, 404)):
        client.force_login(user)
        assert client.get(PATH).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_a_sent_mail_changes_the_version_after_the_commit_only(valkey: Valkey) -> None:
    organisation_id = make_organisation("acme").pk
    before = current(organisation_id, "mails-sent")
    with tenancy.scope(organisation_id):
        versions.touch("mails-sent")
        assert current(organisation_id, "mails-sent") == before
    changed = current(organisation_id, "mails-sent")
    assert changed != before
    with pytest.raises(ZeroDivisionError), transaction.atomic(), tenancy.scope(organisation_id):
        versions.touch("mails-sent")
        raise ZeroDivisionError
    assert current(organisation_id, "mails-sent") == changed
    from recruit_platform.core.outbox import sending

    put(organisation_id)
    sending.drain(organisation_id)
    assert current(organisation_id, "mails-sent") != changed


def test_a_version_is_never_repeated_and_lives_for_seconds(valkey: Valkey) -> None:
    seen = set()
    for _ in range(50):
        valkey.flush()
        seen.add(current(7, "mails-sent"))
    assert len(seen) == 50
    assert 1 < versions.LIFE_SECONDS <= 15
    with valkey.client() as client:
        assert 0 < client.pttl(versions.key(7, "mails-sent")) <= versions.LIFE_SECONDS * 1000


def test_a_render_of_old_data_is_never_kept_under_a_newer_version(valkey: Valkey) -> None:
    def render_while_it_changes() -> str:
        versions._renew((7, "mails-sent"))
        return "old"

    fragments.shared(SHELF, render=render_while_it_changes)
    assert fragments.shared(SHELF, render=lambda: "new").body == b"new"
    assert fragments.shared(SHELF, render=lambda: "newer").body == b"new"


def test_one_renders_while_the_others_wait(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "_PATIENCE_SECONDS", 10.0)
    monkeypatch.setattr(fragments, "_RENDER_SECONDS", 30.0)
    rendered = []

    def render() -> str:
        rendered.append(1)
        time.sleep(0.05)
        return "slow"

    def ask(_: int) -> bytes:
        try:
            return fragments.shared(SHELF, render=render).body
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [b"slow"] * 8
    assert len(rendered) == 1
    assert hints.get(replace(SHELF, organisation_id=8).key) is None
