from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from calendar_app.models import JobProfile, Outflow
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.vacancies import make_profile

PAGE = "/o/acme/kalender/uitstroom/"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


@pytest.fixture
def profile(acme: World) -> JobProfile:
    with tenancy.scope(acme.id):
        return make_profile("Leerkracht")


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode())


def name(profile: JobProfile, month: str) -> str:
    return f"n-{profile.public_id}-{month}"


def held(world: World) -> list[tuple[date, str, int]]:
    with tenancy.scope(world.id):
        return list(Outflow.objects.order_by("month", "kind").values_list("month", "kind", "leavers"))


def shown(answer: Any) -> dict[str, str]:
    return {cell.name: cell.value for row in answer.context["rows"] for cell in row.cells if cell.value}


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_grid_saves_sets_zero_and_takes_away(acme: World, zed: World, profile: JobProfile) -> None:
    marketeer = browser(acme.marketeer)
    first = {name(profile, "2026-08"): "9", name(profile, "2026-09"): "0", name(profile, "2026-10"): ""}
    assert marketeer.post(PAGE, {"soort": "recorded", **first}).status_code == 302
    assert held(acme) == [(date(2026, 8, 1), "recorded", 9), (date(2026, 9, 1), "recorded", 0)]
    assert marketeer.post(PAGE, {"soort": "planned", name(profile, "2026-08"): "7"}).status_code == 302
    assert marketeer.post(PAGE, {"soort": "recorded", name(profile, "2026-09"): ""}).status_code == 302
    assert held(acme) == [(date(2026, 8, 1), "planned", 7), (date(2026, 8, 1), "recorded", 9)]
    assert shown(marketeer.get(PAGE)) == {name(profile, "2026-08"): "9"}
    with tenancy.scope(acme.id):
        assert [row.data["months"] for row in Event.objects.filter(kind="outflow.recorded").order_by("pk")] == [2, 1, 1]
    assert browser(acme.director).get(PAGE).status_code == 403
    assert browser(zed.admin).post("/o/zed/kalender/uitstroom/", first).status_code == 302
    assert held(zed) == []


@pytest.mark.parametrize("wrong", ["-1", "2,5", "veel", "²", "99999"])
def test_what_is_no_count_saves_nothing_and_stays_in_its_cell(acme: World, profile: JobProfile, wrong: str) -> None:
    sent = {name(profile, "2026-08"): "9", name(profile, "2026-09"): wrong}
    answer = browser(acme.admin).post(PAGE, {"soort": "recorded", **sent})
    assert answer.status_code == 422
    assert shown(answer) == sent
    assert held(acme) == []


@pytest.mark.parametrize(
    ("file_name", "data"),
    [
        (
            "uit.csv",
            b"Profiel;Maand;Aantal\nleerkracht;2026-08;3\nLeerkracht;aug 2026;2\nLeerkracht;10-2026;4\n",
        ),
        ("uit.csv", "Profiel,aug 2026,sep 2026,okt 2026\nLeerkracht,5,,4\n".encode("utf-16")),
        ("uit.xlsx", sheet([["Profiel", date(2026, 8, 1), date(2026, 10, 1)], ["Leerkracht", 5, 4.0]])),
    ],
)
def test_a_file_fills_the_grid_without_saving(acme: World, profile: JobProfile, file_name: str, data: bytes) -> None:
    upload = {"soort": "planned", "jaar": "2026-08", "file": SimpleUploadedFile(file_name, data, "text/csv")}
    if file_name.endswith("xlsx"):
        upload["file"] = SimpleUploadedFile(file_name, data, "application/octet-stream")
    answer = browser(acme.admin).post(f"{PAGE}bestand/", upload)
    assert answer.status_code == 200
    assert shown(answer) == {name(profile, "2026-08"): "5", name(profile, "2026-10"): "4"}
    assert held(acme) == []


def test_each_row_that_cannot_be_placed_is_named_and_the_rest_is_kept(acme: World, profile: JobProfile) -> None:
    rows = "Profiel;Maand;Aantal\nKok;2026-08;3\nLeerkracht;straks;1\nLeerkracht;2026-09;2,5\nLeerkracht;2031-01;1\n;2026-08;1\n"
    data = (rows + "Leerkracht;2026-11;6\n").encode("cp1252")
    upload = {"soort": "recorded", "jaar": "2026-08", "file": SimpleUploadedFile("u.csv", data, "text/csv")}
    answer = browser(acme.admin).post(f"{PAGE}bestand/", upload)
    assert shown(answer) == {name(profile, "2026-11"): "6"}
    assert list(answer.context["problems"]) == [
        "Regel 2: het profiel “Kok” is er niet",
        "Regel 3: “straks” is geen maand. Schrijf 2026-08 of aug 2026.",
        "Regel 4: “2,5” is geen aantal",
        "Regel 5: jan 2031 valt buiten dit jaar",
        "Regel 6: er staat geen profiel",
    ]


@pytest.mark.parametrize(
    ("file_name", "data", "says"),
    [
        ("u.csv", b"Naam;Aantal\nx;1\n", "Er is geen kolom Profiel."),
        ("u.csv", b"Profiel;Wat\nx;1\n", "geen kolom per maand"),
        ("u.pdf", b"%PDF-1.4", "Dit soort bestand nemen we niet aan."),
        ("u.csv", b"", "Dit bestand is leeg."),
        ("u.xlsx", b"PK\x03\x04 not really", ""),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_words(
    acme: World, profile: JobProfile, file_name: str, data: bytes, says: str
) -> None:
    upload = {"file": SimpleUploadedFile(file_name, data, "application/octet-stream")}
    answer = browser(acme.admin).post(f"{PAGE}bestand/", upload)
    assert answer.status_code == 422
    assert says in words(answer)
    assert answer.context["upload"].errors
