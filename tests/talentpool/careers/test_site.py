"""Home, list, vacancy and feeds: what visitors and machines read, from one set of facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calendar_app.models import FactLabel, Vacancy
from recruit_platform.core import tenancy
from talentpool.careers import links, wording
from talentpool.services import sites
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter, make_application
from tests.support.vacancies import make_fact, make_profile, make_vacancy

HIDDEN = "Geheime functie"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def read(world: World, name: str, *more: object, query: str = "") -> str:
    answer = Client(HTTP_USER_AGENT="Mozilla/5.0").get(reverse(name, args=[world.slug, *more]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def posting(world: World, vacancy: Vacancy) -> dict[str, Any]:
    page = read(world, "career_job", vacancy.public_id)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def a_full_vacancy(**fields: Any) -> Vacancy:
    values = {
        "department": "De Zonnewijzer",
        "street": "Zonnewijzerpad 4",
        "postcode": "3825 AA",
        "city": "Amersfoort",
        "week_minutes_min": 24 * 60,
        "week_minutes_max": 32 * 60,
        "contract": "temporary_then_permanent",
        "closes_on": date(2026, 12, 13),
        "starts_on": date(2027, 2, 1),
        "description": "Je staat **drie** dagen voor groep 5.\n\n- maandag\n- dinsdag",
        **fields,
    }
    return make_vacancy(**values)


def test_the_list_filters_by_address_and_counts_what_each_choice_gives(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_vacancy("Verpleegkundige")
    with tenancy.scope(acme.id):
        teacher, assistant = make_profile("Leerkracht"), make_profile("Onderwijsassistent")
        make_vacancy("Groep 5", profile=teacher, city="Amersfoort", week_minutes_min=1440, week_minutes_max=1920)
        make_vacancy("Groep 8", profile=teacher, city="Soest", week_minutes_min=480, week_minutes_max=960)
        make_vacancy("Assistent", profile=assistant, city="Soest")
        make_vacancy(HIDDEN, state="draft")
        make_vacancy(HIDDEN, opens_on=date(2026, 12, 1))
    page = read(acme, "career_jobs", query=f"?functie={teacher.public_id}&plaats=Soest")
    assert re.findall(r'class="go" href="[^"]+">([^<]+)<', page) == ["Groep 8"]
    assert "<h1>1 vacature</h1>" in page
    everything = read(acme, "career_jobs")
    assert re.findall(r'class="go" href="[^"]+">([^<]+)<', everything) == ["Assistent", "Groep 8", "Groep 5"]
    by_hours = read(acme, "career_jobs", query="?uren=24-32&uren=onzin")
    assert re.findall(r'class="go" href="[^"]+">([^<]+)<', by_hours) == ["Groep 5"]
    assert "Verpleegkundige" not in everything + page


def test_home_says_when_there_is_nothing(acme: World) -> None:
    assert "Er staan nu geen vacatures open" in read(acme, "career_home")


def test_what_is_not_recorded_never_reads_as_no(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = a_full_vacancy(remote="no")
        make_fact(vacancy, FactLabel.TRAVEL_ALLOWANCE, text="€ 0,23 per km")
    page = read(acme, "career_job", vacancy.public_id)
    facts = dict(re.findall(r"<div><dt>([^<]+)</dt><dd>(.*?)</dd>", page))
    assert "niet vermeld" in facts["Auto van de zaak"]
    assert facts["Thuiswerken"] == "Niet thuis"
    assert facts["Reiskosten"] == "€ 0,23 per km"


def test_page_json_ld_and_feed_agree_when_the_salary_changes_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = a_full_vacancy()
    for low, high in ((362_200, 552_000), (400_000, 610_000)):
        with tenancy.scope(acme.id):
            Vacancy.objects.update(salary_min_minor=low, salary_max_minor=high)
        value = posting(acme, vacancy)["baseSalary"]["value"]
        assert (value["minValue"], value["maxValue"], value["unitText"]) == (low // 100, high // 100, "MONTH")
        words = f"€\u00a0{low // 100:,} – €\u00a0{high // 100:,}".replace(",", ".")
        assert words in read(acme, "career_job", vacancy.public_id)
        assert words in read(acme, "career_jobs")
        feed = ElementTree.fromstring(read(acme, "career_feed").encode())
        assert words in (feed.findtext("job/salary") or "")


def test_json_ld_tells_what_the_page_shows_and_until_when(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = a_full_vacancy()
    found = posting(acme, vacancy)
    assert found["@type"] == "JobPosting"
    assert found["title"] == "Leerkracht groep 5"
    assert found["datePosted"] == "2026-11-23"
    assert found["validThrough"] == "2026-12-13T23:59:59+01:00"
    assert found["employmentType"] == ["PART_TIME", "TEMPORARY"]
    assert found["hiringOrganization"]["name"] == "Acme"
    assert found["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Zonnewijzerpad 4",
        "postalCode": "3825 AA",
        "addressLocality": "Amersfoort",
        "addressCountry": "NL",
    }
    assert "<strong>drie</strong>" in found["description"]


def test_json_ld_leaves_out_what_is_not_known(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(salary_min_minor=None, salary_max_minor=None, salary_left_out_because="Cao volgt nog")
    found = posting(acme, vacancy)
    assert {"validThrough", "baseSalary", "employmentType", "workHours", "jobLocationType"} & set(found) == set()


def test_why_there_is_no_salary_stays_inside(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(salary_min_minor=None, salary_max_minor=None, salary_left_out_because="Cao volgt nog")
    page = read(acme, "career_job", vacancy.public_id)
    assert "Het salaris staat niet in deze vacature. Vraag ernaar." in page
    public = [page, read(acme, "career_jobs"), read(acme, "career_feed"), read(acme, "career_home")]
    assert not any("Cao volgt nog" in one for one in public)


REQUIRED = {"title", "description", "datePosted", "hiringOrganization"}


@pytest.mark.parametrize(
    "fields",
    [
        {"city": "", "postcode": "3825 AA"},
        {"city": "", "province": "Utrecht"},
        {"city": "", "remote": "fully"},
        {"description": "", "summary": "", "opened_at": None},
        {},
    ],
)
def test_every_json_ld_we_print_has_what_search_engines_require(acme: World, fields: dict[str, Any]) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(**fields)
    found = posting(acme, vacancy)
    assert REQUIRED - set(found) == set()
    assert {"jobLocation", "jobLocationType"} & set(found)


def test_a_vacancy_without_a_place_has_a_page_but_no_json_ld(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(city="")
    page = read(acme, "career_job", vacancy.public_id)
    assert "Leerkracht groep 5" in page
    assert "ld+json" not in page


def test_a_title_cannot_end_the_script_it_stands_in(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("</script><script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    page = read(acme, "career_job", vacancy.public_id)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert posting(acme, vacancy)["title"] == "</script><script>alert(1)</script>"


def test_feeds_hold_the_open_ones_only_and_are_well_formed(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        make_vacancy(HIDDEN)
    with tenancy.scope(acme.id):
        shown = a_full_vacancy(title="Leerkracht & meer <groep 5>")
        make_vacancy(HIDDEN, closes_on=NOON.date() - timedelta(days=1))
        address = links.job_url(shown)
    feed = ElementTree.fromstring(read(acme, "career_feed").encode())
    assert [job.findtext("title") for job in feed.iter("job")] == ["Leerkracht & meer <groep 5>"]
    assert feed.findtext("job/url") == address
    site = ElementTree.fromstring(read(acme, "career_sitemap").encode())
    assert [url.text for url in site.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")][-1] == address


def test_a_site_that_is_switched_off_is_nowhere_but_own_links_work(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        token = links.status_token(make_application(vacancy))
        sites.change(values={"is_public": False}, by=a_recruiter(), at=NOON)
    for name in ("career_home", "career_jobs", "career_feed", "career_sitemap"):
        assert Client().get(reverse(name, args=[acme.slug])).status_code == 404
    for name in ("career_job", "career_apply"):
        assert Client().get(reverse(name, args=[acme.slug, vacancy.public_id])).status_code == 404
    assert Client().get(reverse("career_status", args=[acme.slug, token])).status_code == 200


def test_markdown_brings_no_html_and_no_pictures() -> None:
    rendered = wording.html("# Kop\n\n![x](http://elders/x.png)\n\n<b>vet</b> [link](javascript:alert(1))")
    assert "<h3>Kop</h3>" in rendered
    assert "<img" not in rendered
    assert "<b>" not in rendered
    assert 'href="javascript' not in rendered


def test_a_page_is_small(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = a_full_vacancy()
    assert len(read(acme, "career_job", vacancy.public_id).encode()) < 16_000


def test_english_words_for_who_asks_for_them(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = a_full_vacancy()
        make_fact(vacancy, FactLabel.BENEFITS, text="Laptop, ook voor thuis", text_en="A laptop, also for home")
    address = reverse("career_job", args=[acme.slug, vacancy.public_id])
    page = Client(headers={"Accept-Language": "en"}).get(address).content.decode()
    assert '<html lang="en"' in page
    assert "A laptop, also for home" in page
