from __future__ import annotations

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core.accounts import passwords
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.models import User


@pytest.mark.parametrize(
    "weak",
    [
        "kort",
        "elf-tekens!",
        "password1234",
        "Welkom2026!!!",
        "!!Leerkracht2026",
        "zomer2026zomer2026"[:5] + "2026202620",
        "abcabcabcabc",
        "aaaaaaaaaaaa",
        "abcdefghijklm",
        "qwertyuiopasdfgh",
        "123456789012",
        "4829104829174",
        "noor.vermeer@wijdeblik",
        "x" * 1001,
    ],
)
def test_what_is_guessed_first_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak, User(email="noor.vermeer@wijdeblik.example", name="Noor Vermeer"))


@pytest.mark.parametrize(
    "good",
    ["koffie-fiets-raam-zon", "mijn tante fietst naar Texel", "ñandú ø 漢字 emoji 🎈🎈 lang", "kV9" * 20 + "x?" * 40],
)
def test_long_and_odd_passwords_are_fine(good: str) -> None:
    validate_password(good, User(email="noor.vermeer@wijdeblik.example", name="Noor Vermeer"))


@given(st.text(min_size=1, max_size=4), st.integers(3, 8))
def test_any_short_piece_said_again_is_a_repeat(piece: str, times: int) -> None:
    assert passwords.is_repeat(piece * times)


@given(st.text(alphabet="abcdefghij", min_size=12, max_size=30))
def test_a_repeat_is_what_the_slow_way_says(text: str) -> None:
    slow = any(
        all(text[place] == text[place % size] for place in range(len(text)))
        for size in range(1, 6)
        if size <= len(text) // 2
    )
    assert passwords.is_repeat(text) == slow


def test_passwords_are_kept_with_argon2id(db: None) -> None:
    person = accounts.create(email="Noor@Example.org", name="Noor", password="koffie-fiets-raam-zon")
    assert person.password.startswith("argon2$argon2id$")
    assert identify_hasher(person.password).algorithm == "argon2"
    assert person.email == "noor@example.org"
