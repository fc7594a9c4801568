"""Kept career pages: what a visitor gets is what Django would have said, and it is Django who says it when in doubt."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections

from calendar_app.models import ClosedBecause, Vacancy
from calendar_app.services import vacancies
from recruit_platform.core import clock, tenancy
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.models import Organisation
from recruit_platform.core.organisations import settings as house
from recruit_platform.core.poll import versions
from talentpool.careers import kept
from talentpool.services import funnel, sites
from tests.support.builders import World
from tests.support.candidates import a_recruiter
from tests.support.vacancies import make_vacancy
from tests.support.valkey import Valkey

CODE, OTHER_CODE = "f7k2mn9q", "abcd"
BROWSER = "Mozilla/5.0"


class Site:
    """The career sites behind one web process, and how often Django was asked."""

    def __init__(self, *, keeping: bool = True) -> None:
        self.asked = 0
        self._django = WSGIHandler()
        self._whole = kept.keeping_pages(self._counted) if keeping else self._django

    def get(self, path: str, *, status: int = 200, method: str = "GET", **environ: str) -> tuple[dict[str, str], str]:
        said: list[Any] = []
        where, _, query = path.partition("?")
        request = {
            "REQUEST_METHOD": method, "PATH_INFO": where, "QUERY_STRING": query, "SERVER_NAME": "testserver", "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(), "HTTP_USER_AGENT": BROWSER,
            "HTTP_HOST": "testserver", "HTTP_ACCEPT_LANGUAGE": "nl", **environ,
        }  # fmt: skip
        parts = self._whole(request, lambda *what: said.append(what))
        body = b"".join(parts).decode()
        assert int(said[0][0][:3]) == status
        headers = dict(said[0][1])
        assert len(headers) == len(said[0][1]), "a header came twice"
        if status == 200 and method == "GET":
            assert headers["Content-Length"] == str(len(body.encode()))
        return headers, body

    def is_kept(self, path: str, **environ: str) -> bool:
        before = self.asked
        self.get(path, **environ)
        return self.asked == before

    def _counted(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self._django(environ, start_response)


@pytest.fixture(autouse=True)
def thread_as_it_was() -> Iterator[None]:
    """A real request would close the connection, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Nothing is held near: each look is at what is kept for all processes."""
    monkeypatch.setattr(kept, "NEAR_SECONDS", 0.0)
    return Site()


def change_organisation(world: World, **values: str) -> None:
    with tenancy.scope(world.id):
        Organisation.objects.filter(pk=world.id).update(**values)


def warm(site: Site, *paths: str, **environ: str) -> None:
    """The first look tells whose pages these are, the second makes the page."""
    for path in paths:
        site.get(path, **environ)
        site.get(path, **environ)


def pages(world: World, vacancy: Vacancy) -> tuple[str, ...]:
    home = f"/werkbij/{world.slug}/"
    return home, f"{home}vacatures/", f"{home}vacatures/{vacancy.public_id}/"


def a_vacancy(world: World, **fields: Any) -> Vacancy:
    with tenancy.scope(world.id):
        return make_vacancy("Leerkracht", **fields)


def visits_of(world: World) -> int:
    today = clock.local_date(clock.now(), zone="Europe/Amsterdam")
    with tenancy.scope(world.id):
        return sum(
            one.n for one in tallies.per_day([funnel.VISIT], first=today, until=today.replace(year=today.year + 1))
        )


def test_a_page_is_made_once_and_says_what_django_says(acme: World, site: Site) -> None:
    for path in pages(acme, a_vacancy(acme)):
        warm(site, path)
        before = site.asked
        headers, body = site.get(path)
        assert site.asked == before
        ordinary, said = Site(keeping=False).get(path)
        assert body == said
        assert headers.pop("X-Request-ID") != ordinary.pop("X-Request-ID")
        assert headers == ordinary


def test_each_visitor_keeps_the_code_of_their_own_ad(acme: World, site: Site) -> None:
    for path in pages(acme, a_vacancy(acme)):
        warm(site, path, f"{path}?l={CODE}")
        before = site.asked
        _headers, plain = site.get(path)
        _headers, first = site.get(f"{path}?l={CODE}&utm_source=indeed&gclid=x")
        _headers, second = site.get(f"{path}?l={OTHER_CODE}")
        _headers, by_cookie = site.get(path, HTTP_COOKIE=f"herkomst={OTHER_CODE}.{CODE}")
        assert site.asked == before
        assert CODE not in plain + second
        assert OTHER_CODE not in plain + first + by_cookie
        assert first.count(CODE) > 1
        assert first == by_cookie
        assert kept._CODE not in plain + first + second + by_cookie
        assert first == Site(keeping=False).get(f"{path}?l={CODE}")[1]


def test_each_language_and_organisation_has_its_own(acme: World, zed: World, site: Site) -> None:
    mine, theirs = pages(acme, a_vacancy(acme))[0], pages(zed, a_vacancy(zed))[0]
    with tenancy.scope(acme.id):
        house.change(version=1, values={"english_on": True}, by=acme.admin, at=clock.now())
    warm(site, mine, theirs)
    warm(site, mine, HTTP_ACCEPT_LANGUAGE="en")
    before = site.asked
    assert 'lang="nl"' in site.get(mine)[1].split("\n", 3)[1] + site.get(mine)[1][:200]
    assert '<html lang="en"' in site.get(mine, HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.8")[1]
    assert '<html lang="en"' in site.get(mine, HTTP_COOKIE=f"{django_settings.LANGUAGE_COOKIE_NAME}=en")[1]
    assert acme.slug not in site.get(theirs)[1]
    assert zed.slug not in site.get(mine)[1]
    assert site.asked == before


@pytest.mark.parametrize(
    ("query", "environ"),
    [
        ("?functie=x", {}),
        ("?plaats=Soest", {}),
        ("?uren=24-32", {}),
        ("", {"HTTP_COOKIE": f"{django_settings.SESSION_COOKIE_NAME}=x"}),
        ("", {"HTTP_COOKIE": "theme=dark"}),
        ("?x=" + "y" * 2000, {}),
    ],
)
def test_whoever_is_somebody_or_filters_asks_django(
    acme: World, site: Site, query: str, environ: dict[str, str]
) -> None:
    path = pages(acme, a_vacancy(acme))[1]
    warm(site, path)
    assert site.is_kept(path)
    assert not site.is_kept(path + query, **environ)


def test_what_is_not_there_or_closed_is_never_kept(acme: World, site: Site) -> None:
    vacancy = a_vacancy(acme, state="closed", closed_at=clock.now(), closed_because=ClosedBecause.FILLED)
    home, _list, closed = pages(acme, vacancy)
    warm(site, home)
    for path, status in (
        (closed, 410),
        (f"{home}vacatures/{'0' * 8}-0000-0000-0000-{'0' * 12}/", 404),
        (f"{home}niets/", 404),
    ):
        for _ in range(3):
            before = site.asked
            site.get(path, status=status)
            assert site.asked == before + 1
    site.get(f"{home}?l={CODE}", status=200, method="HEAD")
    assert CODE in site.get(f"{home}?l={CODE}")[1]


def test_a_name_that_is_not_ours_goes_on_to_be_refused(acme: World, site: Site) -> None:
    home = f"/werkbij/{acme.slug}/"
    warm(site, home)
    before = site.asked
    site.get(home, status=400, HTTP_HOST="evil.example")
    assert site.asked == before + 1


def test_every_person_who_reads_a_kept_vacancy_is_a_visit(acme: World, site: Site) -> None:
    path = pages(acme, a_vacancy(acme))[2]
    for _ in range(5):
        site.get(path)
    site.get(path, HTTP_USER_AGENT="Googlebot/2.1")
    site.get(path, HTTP_SEC_PURPOSE="prefetch")
    assert (visits_of(acme), site.asked) == (5, 2)


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_at_once(acme: World, site: Site) -> None:
    vacancy = a_vacancy(acme)
    home, listed, page = pages(acme, vacancy)
    warm(site, home, listed, page)
    with tenancy.scope(acme.id):
        sites.change(values={"headline_nl": "Kom je bij ons?"}, by=a_recruiter(), at=clock.now())
    assert "Kom je bij ons?" in site.get(home)[1]
    with tenancy.scope(acme.id):
        house.change(version=1, values={"name": "Nieuwe naam"}, by=acme.admin, at=clock.now())
    assert "Nieuwe naam" in site.get(home)[1]
    with tenancy.scope(acme.id):
        vacancies.close(vacancy, because=ClosedBecause.PERSON, by=Actor.user(acme.admin), at=clock.now())
    site.get(page, status=410)
    assert "Leerkracht" not in site.get(listed)[1]


def test_a_page_made_before_a_change_is_not_kept_after_it(
    acme: World, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = f"/werkbij/{acme.slug}/"
    site.get(home)
    django = site._django

    def meanwhile(environ: Any, start_response: Any) -> Any:
        parts = django(environ, start_response)
        versions._renew((acme.id, kept.PANEL))
        return parts

    monkeypatch.setattr(site, "_django", meanwhile)
    site.get(home)
    monkeypatch.setattr(site, "_django", django)
    assert not site.is_kept(home)
    assert site.is_kept(home)


def test_an_address_that_changed_hands_shows_its_new_owner(acme: World, zed: World, site: Site) -> None:
    home = f"/werkbij/{acme.slug}/"
    warm(site, home)
    change_organisation(acme, slug="elders")
    versions._renew((acme.id, kept.PANEL))
    site.get(home, status=404)
    change_organisation(zed, slug=acme.slug)
    for _ in range(4):
        assert zed.organisation.name in site.get(home)[1]
    assert site.is_kept(home)


def test_without_redis_or_while_another_makes_it_django_answers(
    acme: World, site: Site, valkey: Valkey, settings: Any
) -> None:
    home = f"/werkbij/{acme.slug}/"
    warm(site, home)
    asked = kept._asked({"PATH_INFO": home, "REQUEST_METHOD": "GET", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http",
                         "wsgi.input": io.BytesIO(), "HTTP_ACCEPT_LANGUAGE": "nl"})  # fmt: skip
    assert asked is not None
    valkey.flush()
    versions.begin(acme.id, kept.PANEL)
    assert kept.fragments.look(asked.shelf(acme.id)) == kept.fragments.Seen(
        kept.fragments.hints.get(versions.key(acme.id, kept.PANEL)), None, True
    )
    assert not site.is_kept(home)
    settings.REDIS_URL = ""
    assert not site.is_kept(home)


def test_a_visit_that_cannot_be_counted_is_left_to_django(
    acme: World, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pages(acme, a_vacancy(acme))[2]
    warm(site, path)

    def broken(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr(kept.visits, "note", broken)
    before = site.asked
    site.get(path, status=503)
    assert site.asked == before + 1


def test_a_process_holds_a_page_near_for_a_second(acme: World, valkey: Valkey) -> None:
    site, home = Site(), f"/werkbij/{acme.slug}/"
    warm(site, home)
    valkey.flush()
    assert site.is_kept(home)
    assert kept.NEAR_SECONDS <= 1
    time.sleep(kept.NEAR_SECONDS)
    assert not site.is_kept(home)


def test_the_own_host_of_an_organisation_has_kept_pages_too(acme: World, site: Site, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["werken.acme.example", "testserver"]
    change_organisation(acme, career_host="werken.acme.example")
    vacancy = a_vacancy(acme)
    for path in ("/", "/vacatures/", f"/vacatures/{vacancy.public_id}/"):
        warm(site, path, HTTP_HOST="werken.acme.example")
        assert site.is_kept(path, HTTP_HOST="werken.acme.example")
