from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recruit_platform.lib import text

anything = st.text(st.characters(codec=None), max_size=60)
nasty = st.text(
    st.sampled_from(
        "ab\x00\x1b\r\n\t\x7f\x85\ud83d\ude00\udfff\u202e\u2066\u200b\u200d\u200c\ufeff\u0301\u0302\u2028\u0627\U0001f468\ufffe"
    ),
    max_size=25,
)


@given(anything | nasty)
@example("\ud83d\ude00")
def test_what_comes_out_is_safe_to_store_and_show(dirty: str) -> None:
    cleaned = text.clean(dirty)
    cleaned.encode("utf-8")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {
        char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs"} - {"\n", "\t"} and char not in "\n\t"
    }
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufeff\u200b\u2028\u2029]", cleaned)
    assert text.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "fine",
    [
        "Zoë van der Linden-Øst",
        "regel één\n\tregel twee",
        "👩‍👩‍👧 ❤️‍🔥 🏳️‍🌈 🇳🇱",
        "می‌خواهم",  # Persian needs its non-joiner
        "שלום עולם",
        "<b>R&D</b> {{ x }} %s",
        "日本語",
        "",
    ],
)
def test_ordinary_text_stays_as_it_is(fine: str) -> None:
    assert text.clean(fine) == unicodedata.normalize("NFC", fine)


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("e\u0301", "é"),
        ("\ud83d\ude00 \ud83d!", "😀 !"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("pay\u200dpal\u200b", "paypal"),
        ("\ufeffnaam", "naam"),
        ("o" + "\u0337" * 40, "o" + "\u0337" * 4),
    ],
)
def test_each_kind_of_dirt(dirty: str, cleaned: str) -> None:
    assert text.clean(dirty) == cleaned


def test_one_line_stays_one_line() -> None:
    assert text.clean_line("  Bcc:\r\n a@b.example \t x\u2029y ") == "Bcc: a@b.example x y"


def test_a_tree_is_cleaned_to_its_leaves_and_keys() -> None:
    assert text.clean_tree({"a\x00": ["x\ud800", {"b": "\u202ey"}, 1, None, True]}) == {
        "a": ["x", {"b": "y"}, 1, None, True]
    }
