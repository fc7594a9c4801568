from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from recruit_platform.core import clock, files, tenancy
from recruit_platform.core.models import Event, StoredFile, User
from tests.support.builders import NOON, World


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def keep(
    world: World, *, name: str = "cv.pdf", plain: bytes = b"%PDF a cv", content_type: str = "application/pdf"
) -> StoredFile:
    with tenancy.scope(world.id):
        return files.store(
            io.BytesIO(plain),
            owner_kind="candidate",
            owner_id=1,
            name=name,
            purpose="cv",
            at=NOON,
            content_type=content_type,
        )


def link(stored: StoredFile, world: World, user: User) -> str:
    return files.download_path(stored, organisation=world.organisation, user=user)


def fetch(client: Client, user: User, path: str) -> Any:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return get(client, path)


def get(client: Client, path: str) -> Any:
    """Fetch and read to the end, as a browser does; the bytes are in ``body``."""
    answer: Any = client.get(path)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_a_link_shows_no_row_numbers(acme: World) -> None:
    from urllib.parse import parse_qs, urlsplit

    (signature,) = parse_qs(urlsplit(link(keep(acme), acme, acme.recruiter)).query)["s"]
    moment, seal = signature.split(":")
    assert (len(moment), len(seal)) == (6, 43)


def test_a_link_gives_its_person_the_file_safely_and_is_logged(acme: World, client: Client) -> None:
    stored = keep(acme, plain=b"%PDF" + b"x" * 100_000)
    answer = fetch(client, acme.recruiter, link(stored, acme, acme.recruiter))
    assert answer.status_code == 200
    assert answer.body == b"%PDF" + b"x" * 100_000
    assert answer["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert answer["Content-Length"] == "100004"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    with tenancy.scope(acme.id):
        event = Event.objects.get(kind="file.downloaded")
    assert (event.actor_id, event.subject_id) == (acme.recruiter.pk, stored.pk)


def test_every_changed_character_of_a_link_is_refused(acme: World, client: Client) -> None:
    path = link(keep(acme), acme, acme.admin)
    start = path.index("/bestanden/") + len("/bestanden/")
    client.force_login(acme.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    for place in range(start, len(path)):
        if path[place] in "-/?=s":
            continue
        other = "a" if path[place] != "a" else "b"
        answer = get(client, path[:place] + other + path[place + 1 :])
        assert answer.status_code == 404, place
    with tenancy.scope(acme.id):
        assert not Event.objects.filter(kind="file.downloaded").exists()


def test_a_link_is_for_one_person_in_one_organisation(acme: World, zed: World, client: Client) -> None:
    stored = keep(acme)
    path = link(stored, acme, acme.admin)
    assert fetch(client, acme.recruiter, path).status_code == 404
    assert fetch(client, zed.admin, path).status_code == 404
    assert fetch(client, zed.admin, path.replace("/acme/", "/zed/")).status_code == 404
    assert fetch(client, zed.admin, link(stored, zed, zed.admin)).status_code == 404
    client.logout()
    assert get(client, path).status_code == 302


def test_a_link_lives_five_minutes(acme: World, client: Client) -> None:
    path = link(keep(acme), acme, acme.admin)
    now = clock.now()
    client.force_login(acme.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    with time_machine.travel(now + timedelta(minutes=4, seconds=55), tick=False):
        assert get(client, path).status_code == 200
    with time_machine.travel(now + timedelta(minutes=5, seconds=5), tick=False):
        assert get(client, path).status_code == 404


def test_without_a_signature_there_is_nothing(acme: World, client: Client) -> None:
    path = link(keep(acme), acme, acme.admin).split("?")[0]
    for query in ("", "?s=", "?s=a:b:c", "?s=%00", "?s=" + "x" * 5000):
        assert fetch(client, acme.admin, path + query).status_code == 404


def test_an_erased_file_is_gone(acme: World, client: Client) -> None:
    stored = keep(acme)
    with tenancy.scope(acme.id):
        files.erase_owner("candidate", 1, at=NOON)
    assert fetch(client, acme.admin, link(stored, acme, acme.admin)).status_code == 404


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Zoë 简历.pdf", "attachment; filename*=utf-8''Zo%C3%AB%20%E7%AE%80%E5%8E%86.pdf"),
        ('a"; filename="evil.exe', 'attachment; filename="a_; filename=_evil.exe"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("x\r\nSet-Cookie: a=b", 'attachment; filename="x Set-Cookie_ a=b"'),
        ("CON\\LPT1:<>|?*.pdf", 'attachment; filename="CON_LPT1______.pdf"'),
        ("...", 'attachment; filename="bestand"'),
    ],
)
def test_hostile_names_become_harmless_headers(acme: World, client: Client, name: str, header: str) -> None:
    stored = keep(acme, name=name)
    answer = fetch(client, acme.admin, link(stored, acme, acme.admin))
    assert answer["Content-Disposition"] == header
    assert "Set-Cookie" not in answer.headers
