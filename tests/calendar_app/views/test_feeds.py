from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from calendar_app.models import FeedRun, FeedSource, Vacancy
from recruit_platform.core import tenancy
from recruit_platform.core.models import LongJob
from tests.support.builders import NOON, World

PAGE = "/o/acme/kalender/inlezen/"
TABLE = "titel;plaats;salaris van;salaris tot\nKok;Ede;2500;3000\n<b>Arts</b>;Ede;3;4\n;Ede;;\n"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode())


def hand_in(client: Client, text: str | bytes, *, name: str = "lijst.csv", kind: str = "table", **more: str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    sent = {"source": "Lijst", "kind": kind, "file": SimpleUploadedFile(name, data, "text/csv"), **more}
    return client.post(PAGE, sent)


def test_a_file_is_shown_done_and_undone(acme: World, zed: World) -> None:
    recruiter = browser(acme.recruiter)
    there = hand_in(recruiter, TABLE, publish="on")["Location"]
    shown = words(recruiter.get(there))
    assert "Er is nog niets veranderd. Dit zou er gebeuren." in shown
    assert "Regel 4: er staat geen titel" in shown
    assert "Regel 3, Arts: 3 – 4, onwaarschijnlijk voor een volledige baan" in shown
    assert "1 nieuwe vacature heeft geen salaris dat klopt." in shown
    too_long = recruiter.post(f"{there}doorvoeren/", {"salary_reason": "x" * 201})
    assert (too_long.status_code, "Fout:" in words(too_long)) == (422, True)
    assert recruiter.post(f"{there}doorvoeren/", {"salary_reason": " cao volgt "}).status_code == 302
    assert "1 vacature is zonder salaris gepubliceerd, want: cao volgt" in words(recruiter.get(there))
    with tenancy.scope(acme.id):
        assert list(Vacancy.objects.order_by("pk").values_list("title", "state", "salary_min_minor")) == [
            ("Kok", "published", 250_000),
            ("Arts", "published", None),
        ]
    assert "Terugdraaien" in words(recruiter.get(there))
    assert recruiter.post(f"{there}terugdraaien/").status_code == 302
    with tenancy.scope(acme.id):
        assert not Vacancy.objects.exists()
        assert FeedRun.objects.get().state == "undone"
    assert browser(acme.marketeer).get(PAGE).status_code == 403
    assert browser(zed.admin).get(there.replace("/acme/", "/zed/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "kind", "data", "says"),
    [
        ("x.pdf", "table", b"%PDF", "Kies een CSV, XML of webpagina."),
        ("x.csv", "table", b"", "Dit bestand is leeg."),
        ("x.csv", "table", b"naam\nx\n", "Er is geen kolom met de functietitel."),
        ("x.xml", "indeed_xml", b"<!DOCTYPE a><source/>", "Dat nemen we niet aan."),
        ("x.html", "json_ld", b"<p>", "geen vacature in JSON-LD"),
        ("x.csv", "anders", b"titel\nx\n", "Fout:"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_leaves_nothing(
    acme: World, name: str, kind: str, data: bytes, says: str
) -> None:
    answer = hand_in(browser(acme.recruiter), data, name=name, kind=kind)
    assert answer.status_code == 422
    assert says in words(answer)
    assert 'value="Lijst"' in words(answer)
    with tenancy.scope(acme.id):
        assert not FeedSource.objects.exists()


def test_without_a_reason_the_page_says_what_stays_a_draft(acme: World) -> None:
    recruiter = browser(acme.recruiter)
    there = hand_in(recruiter, "titel;plaats\nKok;Ede\nArts;\n", publish="on")["Location"]
    assert "1 nieuwe vacature noemt geen plaats en wordt een concept." in words(recruiter.get(there))
    recruiter.post(f"{there}doorvoeren/")
    assert "1 vacature zonder salaris is concept gebleven." in words(recruiter.get(there))
    with tenancy.scope(acme.id):
        assert set(Vacancy.objects.values_list("state", flat=True)) == {"draft"}


def test_a_long_file_goes_to_a_worker(acme: World) -> None:
    recruiter = browser(acme.recruiter)
    there = hand_in(recruiter, "titel\n" + "".join(f"Kok {n}\n" for n in range(151)))["Location"]
    answer = recruiter.post(f"{there}doorvoeren/", follow=True)
    assert "Het inlezen loopt." in words(answer)
    with tenancy.scope(acme.id):
        assert LongJob.objects.get().input == {"run": FeedRun.objects.get().pk}
        assert not Vacancy.objects.exists()
