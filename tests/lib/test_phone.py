from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.lib import phone


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("06 12 34 56 78", "+31612345678"),
        ("+31 (0)6-12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("030 231 1234", "+31302311234"),
        ("+32 470 12 34 56", "+32470123456"),
        ("06 1234", None),
        ("geen", None),
        ("", None),
        ("6" * 500, None),
    ],
)
def test_numbers_as_typed(typed: str, found: str | None) -> None:
    assert phone.e164(typed) == found


def test_a_number_is_shown_as_people_write_it() -> None:
    assert phone.shown("+31612345678") == "06 12345678"
    assert phone.shown("+32470123456") == "+32 470 12 34 56"
    assert phone.shown("nonsense") == "nonsense"


@given(st.text(max_size=80))
def test_never_raises_and_only_gives_e164(typed: str) -> None:
    found = phone.e164(typed)
    assert found is None or (found[0] == "+" and found[1:].isdigit() and len(found) <= 16)
