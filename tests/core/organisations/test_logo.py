"""The logo: judged by its bytes, public under its own address, never one of another organisation."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.files import shelf
from recruit_platform.core.models import Event, OrganisationSettings, StoredFile
from tests.core.organisations.pictures import png, webp
from tests.support.builders import World

PAGE = "/o/acme/instellingen/huisstijl/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(acme: World, client: Client) -> Client:
    client.force_login(acme.admin)
    return client


def upload(client: Client, data: bytes, *, name: str = "logo.png", kind: str = "image/png", slug: str = "acme") -> Any:
    return client.post(
        f"/o/{slug}/instellingen/huisstijl/logo/", {"logo": SimpleUploadedFile(name, data, content_type=kind)}
    )


def address_of(world: World) -> str:
    with tenancy.scope(world.id):
        return f"/werkbij/{world.slug}/logo/{OrganisationSettings.objects.get().logo.public_id}/"


@pytest.mark.parametrize(
    "picture", [(png(), "logo.png", "image/png"), (webp(), "beeldmerk.WEBP", "image/webp")], ids=["png", "webp"]
)
def test_a_logo_stands_on_the_public_site_and_in_the_menu(
    acme: World, zed: World, admin: Client, picture: tuple[bytes, str, str]
) -> None:
    data, name, kind = picture
    assert upload(admin, data, name=name, kind=kind).headers["Location"] == PAGE
    address = address_of(acme)
    visitor = Client()
    assert f'<img src="{address}"' in visitor.get("/werkbij/acme/").content.decode()
    assert f'class="mark logo" src="{address}"' in admin.get("/o/acme/").content.decode()
    answer = visitor.get(address)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, data, kind)
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert visitor.get(address.replace("acme", "zed")).status_code == 404
    assert "<img" not in visitor.get("/werkbij/zed/").content.decode()
    with tenancy.scope(acme.id):
        facts = list(Event.objects.values_list("kind", "data"))
    assert facts == [("settings.changed", {"fields": ["logo_id"], "version": 2})]


def test_another_logo_has_another_address_and_the_old_one_is_gone(acme: World, admin: Client) -> None:
    upload(admin, png(2, 2))
    first = address_of(acme)
    upload(admin, png(3, 3))
    second = address_of(acme)
    assert first != second
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    with tenancy.scope(acme.id):
        assert StoredFile.objects.count() == 1


def test_the_bytes_of_the_old_logo_leave_the_disk(
    acme: World, admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        upload(admin, png(2, 2))
    with tenancy.scope(acme.id):
        path = shelf.path_of(acme.id, StoredFile.objects.get().public_id)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(f"{PAGE}logo/weg/")
    assert not path.exists()
    with tenancy.scope(acme.id):
        assert (OrganisationSettings.objects.get().logo, StoredFile.objects.count()) == (None, 0)
    assert admin.post(f"{PAGE}logo/weg/").status_code == 302
    with tenancy.scope(acme.id):
        assert Event.objects.count() == 2, "a second time changes nothing"


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ((SVG, "logo.svg", "image/svg+xml"), "Kies een van deze: JPG, PNG, WEBP."),
        ((SVG, "logo.png", "image/png"), "is niet wat de naam zegt"),
        ((webp()[:-4], "logo.webp", "image/webp"), "niet compleet"),
        ((png(), "logo.png", "text/html"), "kloppen niet met elkaar"),
        ((b"", "logo.png", "image/png"), "Dit bestand is leeg."),
        ((png(9000, 9000, drawn=1), "logo.png", "image/png"), "te veel beeldpunten"),
        ((png()[:-12] + bytes(1_100_000) + png()[-12:], "logo.png", "image/png"), "het mag 1 MB zijn"),
    ],
)
def test_what_is_not_a_logo_is_refused_in_words_and_nothing_is_kept(
    acme: World, admin: Client, picture: tuple[bytes, str, str], words: str
) -> None:
    data, name, kind = picture
    answer = upload(admin, data, name=name, kind=kind)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "<title>Fout: Huisstijl" in answer.content.decode()
    with tenancy.scope(acme.id):
        assert (OrganisationSettings.objects.get().version, StoredFile.objects.count()) == (1, 0)


def test_without_a_file_it_asks_for_one_and_the_address_leads_back(acme: World, admin: Client) -> None:
    answer = admin.post(f"{PAGE}logo/", {})
    assert (answer.status_code, "Kies eerst een bestand." in answer.content.decode()) == (422, True)
    assert admin.get(f"{PAGE}logo/").headers["Location"] == PAGE


def test_only_who_manages_the_settings_sets_it(acme: World, zed: World, client: Client) -> None:
    client.force_login(acme.recruiter)
    assert upload(client, png()).status_code == 403
    client.force_login(zed.admin)
    assert upload(client, png()).status_code == 404
