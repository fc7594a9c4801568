from __future__ import annotations

import resource
from pathlib import Path

import pytest

from calendar_app.imports import feeds
from calendar_app.imports.feeds import Feed
from calendar_app.imports.jobs import Problem
from calendar_app.imports.tables import Unreadable

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "2-jobs"
real = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real files are not here ({REAL.name})")


def of_file(kind: str, name: str) -> Feed:
    return feeds.read(kind, (REAL / name).read_bytes())


def why(kind: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        feeds.read(kind, data)
    return refused.value.why


@real
def test_the_next_day_of_a_real_feed_lacks_one_vacancy_and_has_no_new_one() -> None:
    first = of_file("google_csv", "ggz_jobs_feed_2025-11-19.csv")
    second = of_file("google_csv", "ggz_jobs_feed_2025-11-20.csv")
    assert [(len(one.items), one.rows, one.problems) for one in (first, second)] == [(136, 136, ()), (135, 135, ())]
    for place in (0, 1):  # by id, and by path alone
        before = {item.keys[place]: item.title for item in first.items}
        after = {item.keys[place] for item in second.items}
        assert [title for key, title in before.items() if key not in after] == ["Verpleegkundige kliniek ouderen open"]
        assert after <= set(before)
    assert sum(1 for item in second.items if item.salary and not item.salary.doubt) == 129


@real
def test_a_real_indeed_feed_is_read_and_its_dollars_are_doubted() -> None:
    (item,) = of_file("indeed_xml", "indeed_samplefeed.xml").items
    assert (item.title, item.reference, item.department) == ("Sales Executive", "ab1212", "ABC Medical Group")
    assert (str(item.opens_on), str(item.closes_on), item.city) == ("2021-06-29", "2021-11-08", "Phoenix")
    assert item.keys == ("id:unique123131", "path:www.examplesite.com/viewjob.cfm?jobid=unique123131")
    assert item.salary is not None
    assert item.salary.doubt == "foreign"


@real
def test_a_real_table_of_a_thousand_flags_salaries_that_cannot_be() -> None:
    feed = of_file("table", "adzuna_nl_1000.csv")
    assert (feed.rows, len(feed.items), {one.what for one in feed.problems}) == (1000, 969, {"doubled"})
    doubts = {item.title: item.salary.doubt for item in feed.items if item.salary and item.salary.doubt}
    assert doubts["CE vrachtwagenchauffeur"] == "implausible"  # 8,400 a year
    assert doubts["Google Cloud developer"] == "wide"  # 36,000 to 120,000
    assert {item.salary.period for item in feed.items if item.salary} == {"year"}


@real
def test_real_examples_of_json_ld_are_found_in_their_pages() -> None:
    found = {name: len(of_file("json_ld", name).items) for name in (
        "schemaorg_issue_2384.txt", "schemaorg_issue_2396.txt", "schemaorg_jobposting_examples.txt")}  # fmt: skip
    assert found == {
        "schemaorg_issue_2384.txt": 2,
        "schemaorg_issue_2396.txt": 1,
        "schemaorg_jobposting_examples.txt": 2,
    }


def test_a_page_with_json_ld_gives_its_facts() -> None:
    page = b"""<html><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"JobPosting",
    "title":"Docent","identifier":{"@type":"PropertyValue","value":7},"datePosted":"2026-11-01","validThrough":"2026-12-18T23:59",
    "employmentType":["PART_TIME","TEMPORARY"],"jobLocationType":"TELECOMMUTE","description":"<p>Les &amp; meer</p>",
    "jobLocation":{"address":{"addressLocality":"Ede","postalCode":"6711 AA","addressRegion":"Gelderland"}},
    "baseSalary":{"currency":"EUR","value":{"minValue":3622,"maxValue":5520.5,"unitText":"MONTH"}}}]}</script></html>"""
    feed = feeds.read("json_ld", page)
    (item,) = feed.items
    assert (item.title, item.keys, item.city, item.postcode) == ("Docent", ("id:7",), "Ede", "6711 AA")
    assert (str(item.closes_on), item.contract, item.remote) == ("2026-12-18", "temporary", "fully")
    assert item.salary is not None
    assert (item.salary.low_minor, item.salary.high_minor, item.salary.period) == (362_200, 552_050, "month")
    assert (item.description, feed.complete) == ("Les & meer", False)


def test_a_broken_block_beside_a_good_one_is_a_problem_on_its_line() -> None:
    page = b'<script type="application/ld+json">{"@type":"JobPosting","title":"A"}</script>\n\n' \
           b'<script type="application/ld+json">{"@type":\n"JobPosting",}</script>'  # fmt: skip
    feed = feeds.read("json_ld", page)
    assert [item.title for item in feed.items] == ["A"]
    assert [(one.line, one.what) for one in feed.problems] == [(4, "broken_json")]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE source [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<source><job><title>&b;</title></job></source>"""


@pytest.mark.parametrize(
    ("kind", "data", "wanted"),
    [
        ("indeed_xml", BOMB, "entities"),
        ("indeed_xml", b'<!DOCTYPE source SYSTEM "file:///etc/passwd"><source/>', "entities"),
        ("indeed_xml", b"<source><job><title>x</title>", "broken_xml"),
        ("indeed_xml", b"<source>" + b"<a>" * 200, "too_deep"),
        ("indeed_xml", b"<rss></rss>", "no_jobs"),
        ("indeed_xml", b"", "broken_xml"),
        ("google_csv", b"a,b\n1,2\n", "no_google_columns"),
        ("google_csv", b"", "empty"),
        ("google_csv", b"\x00\x01\x02", "binary"),
        ("table", b"naam;x\n1;2\n", "no_title_column"),
        ("table", b"titel;plaats\n" + b"Kok;Ede\n" * 20_001, "too_many_jobs"),
        ("json_ld", b"<html></html>", "no_posting"),
        ("json_ld", b"[" * 100_000, ""),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_the_reason(kind: str, data: bytes, wanted: str) -> None:
    if not wanted:
        assert [one.what for one in feeds.read(kind, data).problems] == ["broken_json"]
        return
    assert why(kind, data) == wanted


def test_rows_that_are_no_vacancy_are_named_and_the_others_kept() -> None:
    rows = "titel;plaats;datum;sluitingsdatum\nKok;Ede;;\n;Ede;;\nKok;Ede;;\nArts;Ede;2026-12-01;2026-11-01\n"
    feed = feeds.read("table", rows.encode("cp1252"))
    assert [item.title for item in feed.items] == ["Kok"]
    assert feed.problems == (
        Problem(3, "no_title"),
        Problem(4, "doubled", "2"),
        Problem(5, "dates_backwards", "Arts"),
    )
    assert feed.rows == 4


def test_a_hundred_thousand_rows_are_refused_without_filling_the_memory() -> None:
    data = b"titel;plaats;omschrijving\n" + b"".join(b"Kok %d;Ede;%s\n" % (n, b"tekst " * 20) for n in range(100_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert why("table", data) == "too_many_jobs"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kilobytes, of a 13 MB file
