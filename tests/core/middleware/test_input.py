from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from recruit_platform.lib.text import clean

pytestmark = [pytest.mark.urls("tests.core.middleware.urls"), pytest.mark.django_db]


class Untouched(io.RawIOBase):
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("The body was read.")


def test_query_forms_and_file_names_are_cleaned(client: Client) -> None:
    file = SimpleUploadedFile("cv\u202efdp\x00.exe", b"x\x00y")
    answer = client.post(
        "/echo/?q=a%00b&q=%E2%80%AEc", {"name\x00": "Zoë\x00\u202e", "text": "a\r\nb", "cv": file}
    ).json()
    assert answer["get"] == {"q": ["ab", "c"]}
    assert answer["post"] == {"name": ["Zoë"], "text": ["a\nb"]}
    assert answer["files"] == [["cv", "cvfdp.exe", 3]]


def test_clean_input_passes_as_it_is(client: Client) -> None:
    answer = client.post("/echo/?q=50%25&q=", {"name": "Zoë 👩‍👩‍👧", "empty": ""}).json()
    assert (answer["get"], answer["post"]) == ({"q": ["50%", ""]}, {"name": ["Zoë 👩‍👩‍👧"], "empty": [""]})


@pytest.mark.parametrize("path", ["/echo/a%00b/", "/echo/%0A/", "/echo/%1b%5b2J/", "/echo/%7f/"])
def test_control_characters_in_a_path_are_refused(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "Niet begrepen" in answer.content.decode()) == (400, True)


def test_control_characters_in_headers_are_refused_and_in_cookies_dropped(client: Client) -> None:
    assert client.get("/echo/", headers={"user-agent": "x\x00y"}).status_code == 400
    answer = client.get("/echo/", headers={"cookie": 'good=1; session="\\000abc"; other="\\342"'})
    assert answer.json()["cookies"] == {"good": "1", "other": "â"}


def test_a_large_body_is_refused_in_words_without_being_read(client: Client, settings: Any) -> None:
    for path, kind in (("/echo/", "text/html"), ("/api/echo/", "application/problem+json")):
        answer = client.post(path, **{"wsgi.input": Untouched(), "CONTENT_LENGTH": str(100 * 1024 * 1024)})
        assert answer.status_code == 413
        assert answer["Content-Type"].startswith(kind)
        assert "12 MB" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


def test_a_view_may_take_less_or_more(client: Client) -> None:
    assert client.post("/small/", b"x" * 200, content_type="text/plain").content == b"200"
    answer = client.post("/small/", b"x" * 201, content_type="text/plain")
    assert (answer.status_code, "0 kB" in answer.content.decode()) == (413, True)


def test_too_much_text_and_too_many_fields_are_refused(client: Client) -> None:
    assert client.post("/echo/", {"a": "x" * 3_000_000}).status_code == 413
    assert client.post("/echo/", {f"f{n}": "" for n in range(501)}).status_code == 400
    assert client.post("/echo/", {f"f{n}": SimpleUploadedFile("a", b"x") for n in range(21)}).status_code == 400
    assert client.get("/echo/?" + "&".join(f"f{n}=" for n in range(501))).status_code == 400


def test_broken_forms_and_lengths_are_refused_not_crashed_on(client: Client) -> None:
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "multipart/form-data; boundary=" + "x" * 300,
    ):
        assert client.post("/echo/", b"--x\r\n\r\n", content_type=kind).status_code == 400
    for length in ("-1", "abc", "１", "²", "9" * 400):
        assert client.post("/echo/", CONTENT_LENGTH=length).status_code == 400


def test_huge_headers_are_refused(client: Client) -> None:
    assert client.get("/echo/", headers={"x-a": "x" * 40_000}).status_code == 400


def test_a_full_disk_is_503_with_retry_after(client: Client) -> None:
    answer = client.get("/full/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


@examples(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=5),
    st.sampled_from(
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json", "x/y", ""]
    ),
    st.binary(max_size=200),
)
def test_nothing_that_is_posted_crashes_and_what_arrives_is_clean(
    client: Client, fields: dict[str, str], kind: str, noise: bytes
) -> None:
    for answer in (
        client.post("/echo/", noise, content_type=kind, query_params=fields),
        client.post("/echo/", b"&".join([noise, b"a=%ED%A0%80%00"]), content_type="application/x-www-form-urlencoded"),
    ):
        assert answer.status_code in {200, 400}
        if answer.status_code == 200:
            text = json.dumps(answer.json(), ensure_ascii=False)
            assert clean(text) == text
