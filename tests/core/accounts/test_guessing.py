"""Guessing passwords: slow for the guesser, no wall for the person."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from tests.core.accounts.test_sessions import with_password
from tests.support.builders import PASSWORD, World


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were really compared; the hasher itself stays as it is."""
    seen: list[str] = []
    real = Argon2PasswordHasher.verify

    def verify(self: Any, password: str, encoded: str) -> bool:
        seen.append(password)
        return real(self, password, encoded)

    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    return seen


def guess(client: Client, email: str, password: str, *, ip: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=ip)


def test_of_many_guesses_from_one_network_few_are_compared(acme: World, hashed: list[str]) -> None:
    person = with_password(acme)
    for n in range(40):
        guess(Client(), person.email, f"mis-geraden-{n}", ip="203.0.113.9")
    assert 1 <= len(hashed) <= 10
    answer = guess(Client(), person.email, PASSWORD, ip="198.51.100.7")
    assert answer.status_code == 302, "the person logs in from elsewhere all the same"


def test_of_many_guesses_from_many_networks_fifty_an_hour_are_compared(acme: World, hashed: list[str]) -> None:
    person = with_password(acme)
    known = Client()
    assert guess(known, person.email, PASSWORD, ip="198.51.100.7").status_code == 302
    known.post("/account/logout/")
    hashed.clear()
    for n in range(56):
        guess(Client(), person.email, f"mis-geraden-{n}", ip=f"203.0.113.{n}")
    assert len(hashed) <= 50
    assert guess(Client(), person.email, PASSWORD, ip="192.0.2.1").status_code == 422
    assert guess(known, person.email, PASSWORD, ip="192.0.2.1").status_code == 302, (
        "a browser that was here before gets in"
    )


def test_a_device_cookie_of_one_address_is_none_for_another(acme: World, zed: World) -> None:
    from django.test import RequestFactory

    from recruit_platform.core.accounts import devices

    client = Client()
    person = with_password(acme)
    guess(client, person.email, PASSWORD, ip="198.51.100.7")
    request = RequestFactory().get("/")
    request.COOKIES = {devices.COOKIE: client.cookies[devices.COOKIE].value}
    assert devices.of(request, person.email.upper())
    assert devices.of(request, zed.recruiter.email) is None
    value = client.cookies[devices.COOKIE].value
    request.COOKIES = {devices.COOKIE: value[:-1] + ("A" if value[-1] != "A" else "B")}
    assert devices.of(request, person.email) is None


def test_an_unknown_address_gets_the_same_answer(acme: World) -> None:
    person = with_password(acme)
    known = guess(Client(), person.email, "mis-geraden-mis", ip="203.0.113.1")
    unknown = guess(Client(), "niemand@acme.example", "mis-geraden-mis", ip="203.0.113.2")
    assert known.status_code == unknown.status_code == 422
    assert _words(known).replace(person.email, "") == _words(unknown).replace("niemand@acme.example", "")


@pytest.mark.slow
def test_an_unknown_address_takes_as_long(acme: World) -> None:
    """Less than a tenth between the medians. Taken in turns, and longer when a busy machine makes them differ."""
    person = with_password(acme)
    took: dict[str, list[float]] = {person.email: [], "niemand@acme.example": []}
    for _round in range(5):
        cache.clear()  # or the limits would answer instead of the comparison
        for n in range(20):
            for email in sorted(took, reverse=bool(n % 2)):
                client, ip = Client(), f"203.0.113.{n * 2 + (email == person.email)}"
                began = time.perf_counter()
                answer = guess(client, email, "mis-geraden-mis", ip=ip)
                took[email].append(time.perf_counter() - began)
                assert "Dit e-mailadres en wachtwoord" in answer.content.decode()
        known, unknown = (statistics.median(times) for times in took.values())
        if abs(known - unknown) / max(known, unknown) < 0.10:
            return
    pytest.fail(f"known {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms")


def test_a_reset_for_an_unknown_address_gets_the_same_answer(acme: World, mailoutbox: list[Any]) -> None:
    person = with_password(acme)
    answers = [
        Client().post("/account/password/reset/", {"email": email}, follow=True)
        for email in (person.email, "niemand@acme.example")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert _words(answers[0]) == _words(answers[1])
    assert [mail.to for mail in mailoutbox] == [[person.email], ["niemand@acme.example"]]
    assert "/account/password/reset/key/" in mailoutbox[0].body
    assert "/account/password/reset/key/" not in mailoutbox[1].body


def test_there_is_no_sign_up_without_an_invitation(db: None) -> None:
    from recruit_platform.core.models import User

    answer = Client().post(
        "/account/signup/", {"email": "mallory@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "uitnodiging" in answer.content.decode()
    assert not User.objects.exists()


def _words(answer: Any) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"', "", answer.content.decode())
