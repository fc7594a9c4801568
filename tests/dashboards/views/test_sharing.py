"""Links for people without an account: numbers without names, until they end or are taken back."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import time_machine
from django.test import Client

from dashboards.models import ShareLink
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import Event
from tests.support.builders import World
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_vacancy

PAGE = "/o/acme/delen/"


def _share(client: Client, world: World, *vacancies: str, days: int = 30) -> str:
    client.force_login(world.recruiter)
    answer = client.post(PAGE, {"name": "Bestuur", "days": days, "vacancies": vacancies})
    assert answer.status_code == 200
    address = re.search(r'id="deel-link" readonly value="([^"]+)"', html.unescape(answer.content.decode()))
    assert address is not None
    return address[1].partition("//")[2].partition("/")[2]


def test_a_link_shows_numbers_without_a_login_and_without_names(acme: World, zed: World, client: Client) -> None:
    with tenancy.scope(acme.id):
        make_application(make_vacancy("Open baan"), person=a_person("Geheim", "Persoon"), at=clock.now())
    path = "/" + _share(client, acme)
    assert path.startswith("/delen/acme/")
    visitor = Client()
    answer = visitor.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Open baan" in page
    assert "Geheim" not in page
    assert "Ontvangen sollicitaties, op de dag dat ze binnenkwamen." in page  # what each figure means
    assert "Doorstroom: het aantal in een stap" in page
    assert "stand van " in page
    assert "/o/acme/" not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert visitor.post(path).status_code in {403, 405}


def test_a_link_for_one_vacancy_shows_that_one_only(acme: World, zed: World, client: Client) -> None:
    with tenancy.scope(acme.id):
        one, other = make_vacancy("Deze baan"), make_vacancy("Andere baan")
        make_application(one, at=clock.now())
        make_application(other, at=clock.now())
    page = Client().get("/" + _share(client, acme, str(one.public_id))).content.decode()
    assert "Deze baan" in page
    assert "Andere baan" not in page
    assert "Mails verstuurd" not in page


def test_a_link_ends_is_revoked_and_belongs_to_one_organisation(acme: World, zed: World, client: Client) -> None:
    path = "/" + _share(client, acme, days=7)
    assert Client().get(path).status_code == 200
    assert Client().get(path.replace("/acme/", "/zed/")).status_code == 410
    assert Client().get(path[:-2] + ("y/" if path[-2] == "x" else "x/")).status_code == 410
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert Client().get(path).status_code == 410
    with tenancy.scope(acme.id):
        link = ShareLink.objects.get()
        assert link.token_hash not in path
        assert link.last_opened_at is not None
    client.post(f"{PAGE}{link.public_id}/intrekken/")
    assert Client().get(path).status_code == 410
    with tenancy.scope(acme.id):
        said = Event.objects.filter(subject_kind="share_link").order_by("id").values_list("kind", flat=True)
        assert list(said) == ["share_link.made", "share_link.revoked"]


def test_an_unfit_link_is_refused_and_nothing_is_made(acme: World, zed: World, client: Client) -> None:
    client.force_login(acme.recruiter)
    for data in (
        {"name": "", "days": 30},
        {"name": "X", "days": 4000},
        {"name": "X", "days": 30, "vacancies": ["onzin"]},
    ):
        assert client.post(PAGE, data).status_code == 422
    with tenancy.scope(acme.id):
        assert not ShareLink.objects.exists()


def test_a_hiring_manager_gives_no_numbers_away(acme: World, zed: World, client: Client) -> None:
    client.force_login(acme.hiring_manager)
    assert client.get(PAGE).status_code == 403
