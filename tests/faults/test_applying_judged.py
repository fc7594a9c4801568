"""The judge of applications under kills sees what is lost, doubled or half."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.faults import applying
from tests.faults.applying import Applicant, Record, Verdict

WHOLE = {"reference": "A-1", "received": 1, "news": 2, "stages": 1, "call_backs": 1, "cvs": []}


def judged(*rows: dict[str, Any], number: int = 1, told: str = "A-1", **found: Any) -> Verdict:
    """One application, number one (no CV, keep me for a year) unless said otherwise, and what is found of it."""
    one = Applicant(number)
    standing = {
        "applications": {f"{one.email} {one.job}": list(rows)},
        "people": {one.email: 1},
        "consents": {one.email: [1, 1]},
        "listeners": 2,
        "wrong": {},
        "left_for_sweeper": 0,
        **found,
    }
    return applying.judge(Record(begun=[number], references={number: told} if told else {}), standing)


def test_what_stands_once_and_whole_is_clean() -> None:
    assert judged(WHOLE) == Verdict([], [], [], {}, 0)
    assert judged(WHOLE).is_clean
    assert judged(told="").is_clean, "nobody was told that it arrived"


@pytest.mark.parametrize(
    ("rows", "found", "expected"),
    [
        ([], {}, ([1], [], [])),
        ([{**WHOLE, "reference": "B-2"}], {}, ([1], [], [])),
        ([WHOLE, {**WHOLE, "reference": "B-2"}], {}, ([], [1], [])),
        ([WHOLE], {"people": {"s1@example.org": 2}}, ([], [1], [])),
        ([{**WHOLE, "received": 2}], {}, ([], [], [1])),
        ([{**WHOLE, "news": 1}], {}, ([], [], [1])),
        ([{**WHOLE, "call_backs": 0}], {}, ([], [], [1])),
        ([{**WHOLE, "cvs": [""]}], {}, ([], [], [1])),
        ([WHOLE], {"consents": {}}, ([], [], [1])),
    ],
)
def test_what_is_lost_doubled_or_half_is_named(
    rows: list[dict[str, Any]], found: dict[str, Any], expected: tuple[list[int], list[int], list[int]]
) -> None:
    verdict = judged(*rows, **found)
    assert (verdict.lost, verdict.doubled, verdict.half) == expected
    assert not verdict.is_clean


def test_a_cv_is_the_one_that_was_sent() -> None:
    one = Applicant(3)
    assert one.cv is not None
    right = {**WHOLE, "cvs": [hashlib.sha256(one.cv).hexdigest()]}
    assert judged(right, number=3).is_clean
    assert judged({**right, "cvs": ["another"]}, number=3).half == [3]
    assert judged({**right, "cvs": []}, number=3).half == [3]


def test_anything_that_stands_wrong_is_not_clean() -> None:
    assert not judged(WHOLE, wrong={"rows without their file": 1}).is_clean
