from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.pacing.split import fill

calm = settings(deadline=None, max_examples=60)
amounts = st.floats(0.01, 1_000.0)


@st.composite
def channels(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    many = draw(st.integers(1, 5))
    value, scale, low, more = (np.array([[draw(amounts)] for _n in range(many)]) for _kind in range(4))
    total = np.array([draw(st.floats(0.0, 1.3)) * (low + more).sum()])
    return total, value, scale, low, low + more


def by_bisection(total: float, value: np.ndarray, scale: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The slow obvious version: halve the interval of the water level until it stands still."""
    wanted = min(max(total, low.sum()), high.sum())
    lower, upper = 0.0, 1e12
    for _step in range(300):
        level = (lower + upper) / 2
        stands = np.clip(value * level - scale, low, high)
        lower, upper = (level, upper) if stands.sum() < wanted else (lower, level)
    return np.clip(value * upper - scale, low, high)


@calm
@given(channels())
def test_the_exact_split_is_what_bisection_finds(flight: tuple[np.ndarray, ...]) -> None:
    total, value, scale, low, high = flight
    found = fill(total, value=value, scale=scale, low=low, high=high)
    slow = by_bisection(total[0], value, scale, low, high)
    assert np.allclose(found, slow, rtol=1e-6, atol=1e-6 * high.sum())


@calm
@given(channels())
def test_the_split_spends_the_total_within_the_bounds(flight: tuple[np.ndarray, ...]) -> None:
    total, value, scale, low, high = flight
    found = fill(total, value=value, scale=scale, low=low, high=high)
    wanted = min(max(total[0], low.sum()), high.sum())
    assert abs(found.sum() - wanted) < 1e-6 * high.sum()
    assert (found >= low).all()
    assert (found <= high).all()


def test_no_split_of_a_small_grid_brings_more() -> None:
    value, scale = np.array([[3.0], [1.0], [2.0]]), np.array([[4.0], [1.0], [9.0]])
    low, high = np.array([[1.0], [0.0], [2.0]]), np.array([[12.0], [6.0], [20.0]])
    found = fill(np.array([20.0]), value=value, scale=scale, low=low, high=high)

    def brings(spend: np.ndarray) -> float:
        return float((value * np.log1p(spend / scale)).sum())

    grid = (
        np.array([[a], [b], [20.0 - a - b]])
        for a, b in itertools.product(np.arange(1, 12.01, 0.25), np.arange(0, 6.01, 0.25))
    )
    best = max(brings(spend) for spend in grid if 2.0 <= spend[2, 0] <= 20.0)
    assert best <= brings(found) + 1e-9
    assert best > brings(found) - 0.01


def test_the_split_does_not_depend_on_the_order_of_channels() -> None:
    chance = np.random.default_rng(4)
    value, scale, low = chance.uniform(0.1, 2, (5, 40)), chance.uniform(1, 9, (5, 40)), chance.uniform(0, 1, (5, 40))
    high, total = low + chance.uniform(0, 9, (5, 40)), chance.uniform(0, 30, 40)
    order = [3, 0, 4, 1, 2]
    straight = fill(total, value=value, scale=scale, low=low, high=high)
    turned = fill(total, value=value[order], scale=scale[order], low=low[order], high=high[order])
    assert np.allclose(straight[order], turned)
