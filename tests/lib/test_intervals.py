from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.lib import intervals

counts = st.integers(1, 5000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@given(counts)
def test_interval_is_where_the_score_test_does_not_reject(count: tuple[int, int]) -> None:
    """Wilson's interval is the set of p with (share - p)² <= z² p(1-p)/n; found here by bisection."""
    successes, trials = count
    found = intervals.wilson(successes, trials)
    share, z2 = successes / trials, 1.959963984540054**2

    def rejected(p: float) -> bool:
        return (share - p) ** 2 > z2 * p * (1 - p) / trials

    def edge(outside: float) -> float:
        inside = share
        if not rejected(outside):
            return outside
        for _ in range(80):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if rejected(middle) else (middle, outside)
        return inside

    assert found is not None
    assert found.low == pytest.approx(edge(0.0), abs=1e-9)
    assert found.high == pytest.approx(edge(1.0), abs=1e-9)
    assert 0 <= found.low <= found.point <= found.high <= 1


@given(counts)
def test_interval_of_failures_mirrors_that_of_successes(count: tuple[int, int]) -> None:
    successes, trials = count
    one, other = intervals.wilson(successes, trials), intervals.wilson(trials - successes, trials)
    assert one is not None
    assert other is not None
    assert (one.low, one.high) == (pytest.approx(1 - other.high), pytest.approx(1 - other.low))


def test_a_published_example() -> None:
    """81 of 263 → 0.2553 to 0.3662: R. G. Newcombe, Statistics in Medicine 17 (1998), table I."""
    found = intervals.wilson(81, 263)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("successes", "trials", "enough"), [(0, 3, False), (5, 19, False), (10, 20, False), (11, 22, True), (0, 20, True)]
)
def test_too_little_data_is_an_answer(successes: int, trials: int, enough: bool) -> None:
    found = intervals.wilson(successes, trials)
    assert found is not None
    assert found.is_enough is enough


def test_nothing_tried_is_no_share_and_nonsense_is_refused() -> None:
    assert intervals.wilson(0, 0) is None
    for successes, trials in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="is not a share"):
            intervals.wilson(successes, trials)
    with pytest.raises(ValueError, match="Confidence"):
        intervals.wilson(1, 2, confidence=1)
