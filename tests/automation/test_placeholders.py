"""Placeholders: a closed list, replaced once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation import placeholders


def test_values_take_the_place_of_names() -> None:
    filled = placeholders.fill("Hoi {voornaam}, over {functie}.", {"voornaam": "Noor", "functie": "leerkracht"})
    assert filled == "Hoi Noor, over leerkracht."


def test_a_value_is_never_read_as_a_placeholder() -> None:
    values = {"voornaam": "{status_link}", "status_link": "https://geheim.example"}
    assert placeholders.fill("Hoi {voornaam}", values) == "Hoi {status_link}"


@pytest.mark.parametrize("text", ["{0}", "{voornaam.__class__}", "{voornaam!r}", "{salary}", "{}", "{ voornaam }"])
def test_what_is_not_on_the_list_is_refused_in_words(text: str) -> None:
    with pytest.raises(placeholders.UnknownPlaceholder) as refusal:
        placeholders.check("Hoi {voornaam}", text)
    assert text in str(refusal.value.words)
    assert "{recruiter}" in str(refusal.value.words)


@pytest.mark.parametrize("text", ["Hoi {voornaam}", "zonder", "een { los haakje", "een } los haakje", "{over\nregels}"])
def test_what_is_on_the_list_or_no_placeholder_passes(text: str) -> None:
    placeholders.check(text)


@given(st.text(), st.text())
def test_filling_never_raises_and_leaves_other_words_alone(before: str, after: str) -> None:
    values = dict.fromkeys(placeholders.EXPLAINED, "X")
    told = before.replace("{", "").replace("}", "") + "{voornaam}" + after.replace("{", "").replace("}", "")
    assert placeholders.fill(told, values) == told.replace("{voornaam}", "X")
