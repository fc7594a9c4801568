from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.doors import compare_pairs
from bench.worlds import pairs as worlds
from dashboards.insight import comparison
from dashboards.insight.comparison import MeasuredTooEarlyError, Pair, UnreadablePairsError, Verdict, check_follow_up

NAN = float("nan")
calm = settings(deadline=None, max_examples=30)  # a busy machine is no fault of the comparison

euros = st.floats(100, 10_000)
tables = st.lists(
    st.builds(Pair, euros, st.integers(0, 30), euros, st.integers(0, 30)), min_size=3, max_size=30
).filter(lambda pairs: sum(one.always_on_hires + one.event_hires > 0 for one in pairs) >= 3)


def compare(pairs: list[Pair], *, observational: bool = False) -> comparison.Comparison:
    return comparison.compare(pairs, observational=observational)


def flat(*hires: tuple[int, int]) -> list[Pair]:
    """Pairs with a thousand euros on each side."""
    return [Pair(1000.0, always_on, 1000.0, event) for always_on, event in hires]


def frame(pairs: list[Pair]) -> pd.DataFrame:
    return pd.DataFrame([vars(one) for one in pairs])


@calm
@given(tables)
def test_the_interval_holds_the_ratio(pairs: list[Pair]) -> None:
    found = compare(pairs)
    assert 0 <= found.low <= found.ratio <= found.high
    assert found.seen_from > 1
    assert (found.pairs, found.empty) == (len(pairs), sum(not one.always_on_hires + one.event_hires for one in pairs))


@calm
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(pairs: list[Pair], random: object) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)
    assert compare(mixed) == compare(pairs)


@calm
@given(tables)
def test_turning_the_sides_around_turns_the_ratio_over(pairs: list[Pair]) -> None:
    found = compare(pairs)
    turned = compare(
        [Pair(one.event_euros, one.event_hires, one.always_on_euros, one.always_on_hires) for one in pairs]
    )
    for value, other in ((found.ratio, turned.ratio), (found.low, turned.high), (found.high, turned.low)):
        assert (1 / value if value else math.inf) == pytest.approx(other, rel=1e-3)


@calm
@given(tables, st.floats(0.2, 5))
def test_dearer_always_on_campaigns_are_worth_as_much_less(pairs: list[Pair], dearer: float) -> None:
    """Exact where all pairs have the same budgets relation; here the currency of one side changes for all of them."""
    alike = [Pair(1000.0, one.always_on_hires, 1000.0, one.event_hires) for one in pairs]
    found = compare(alike)
    other = compare([Pair(1000.0 * dearer, one.always_on_hires, 1000.0, one.event_hires) for one in pairs])
    for value, changed in ((found.ratio, other.ratio), (found.low, other.low), (found.high, other.high)):
        assert changed == pytest.approx(value / dearer, rel=1e-4)


def test_equal_budgets_and_few_hires_give_the_ratio_of_the_sums_and_fieller() -> None:
    pairs = flat((1, 0), (0, 1), (1, 0), (1, 0), (0, 1), (1, 0), (0, 1), (1, 0), (1, 0), (1, 0))
    pairs = pairs * 3
    found = compare(pairs)
    assert found.ratio == pytest.approx(7 / 3)
    always_on, event = (np.array([getattr(one, name) for one in pairs]) for name in ("always_on_hires", "event_hires"))
    limit = 2.045230  # Student's t, 29 degrees of freedom, 97.5 %

    def inside(ratio: float) -> bool:
        rest = always_on - ratio * event
        return abs(rest.mean()) <= limit * rest.std(ddof=1) / math.sqrt(rest.size)

    assert inside(found.low * 1.001)
    assert not inside(found.low * 0.999)
    assert inside(found.high * 0.999)
    assert not inside(found.high * 1.001)


def test_the_estimate_sets_the_sum_of_the_surprises_to_zero() -> None:
    pairs = [
        Pair(1200.0, 9, 800.0, 3),
        Pair(500.0, 1, 900.0, 4),
        Pair(3000.0, 20, 2500.0, 11),
        Pair(700.0, 0, 700.0, 2),
    ]
    ratio = compare(pairs).ratio
    total = 0.0
    for one in pairs:
        both = one.always_on_hires + one.event_hires
        share = ratio * one.always_on_euros / (ratio * one.always_on_euros + one.event_euros)
        total += (one.always_on_hires - both * share) / (1 + 0.05 * (both - 1))
    assert total == pytest.approx(0, abs=1e-6)


def test_a_pair_without_any_hire_says_nothing_about_the_ratio() -> None:
    pairs = flat((3, 1), (4, 2), (2, 3), (5, 1), (3, 2))
    with_empty = compare([*pairs, *flat((0, 0), (0, 0))])
    found = compare(pairs)
    assert (with_empty.ratio, with_empty.low, with_empty.high) == (found.ratio, found.low, found.high)
    assert (with_empty.pairs, with_empty.empty) == (7, 2)


def test_a_side_without_hires_has_an_open_end() -> None:
    found = compare(flat(*[(1, 0)] * 4, (2, 0)))
    assert (found.ratio, found.high) == (math.inf, math.inf)
    assert 0 < found.low < math.inf
    turned = compare(flat(*[(0, 1)] * 4, (0, 2)))
    assert (turned.ratio, turned.low) == (0, 0)
    assert turned.high == pytest.approx(1 / found.low, rel=1e-6)


def test_three_pairs_that_agree_exactly_are_not_certainty() -> None:
    assert compare(flat((1, 0), (1, 0), (1, 0))).verdict is Verdict.CANNOT_TELL
    assert compare(flat(*[(1, 0)] * 12)).verdict is Verdict.ALWAYS_ON_BETTER
    same = compare(flat((6, 4), (6, 4), (6, 4), (6, 4)))
    assert same.low < 1.2 < same.ratio < 1.9 < same.high


@pytest.mark.parametrize(
    ("hires", "verdict"),
    [
        ([(9, 3), (8, 4), (12, 5), (7, 2), (10, 4), (6, 2)], Verdict.ALWAYS_ON_BETTER),
        ([(3, 9), (4, 8), (5, 12), (2, 7), (4, 10), (2, 6)], Verdict.EVENT_BETTER),
        ([(9, 3), (2, 8), (5, 5), (7, 2), (3, 6), (6, 5)], Verdict.CANNOT_TELL),
        ([(9, 3), (8, 2)], Verdict.TOO_LITTLE),
        ([(9, 3), (8, 2), (0, 0), (0, 0)], Verdict.TOO_LITTLE),
        ([(0, 0)] * 20, Verdict.TOO_LITTLE),
        ([], Verdict.TOO_LITTLE),
    ],
)
def test_there_is_no_verdict_while_the_interval_holds_one(hires: list[tuple[int, int]], verdict: Verdict) -> None:
    found = compare(flat(*hires))
    assert found.verdict is verdict
    assert (verdict is Verdict.CANNOT_TELL) == (found.low <= 1 <= found.high)
    assert all(math.isnan(getattr(found, name)) for name in ("ratio", "low", "high", "seen_from")) == (
        verdict is Verdict.TOO_LITTLE
    )


def test_self_chosen_assignment_is_called_observational() -> None:
    pairs = flat((9, 3), (8, 4), (12, 5))
    assert compare(pairs, observational=True).observational
    assert not compare(pairs, observational=False).observational


def test_sixteen_pairs_show_a_ratio_of_about_one_point_seven() -> None:
    seen = [compare(_drawn(worlds.World(pairs=16, hires=5.0), seed)).seen_from for seed in range(40)]
    assert 1.5 < np.median(seen) < 2.0
    more = [compare(_drawn(worlds.World(pairs=40, hires=5.0), seed)).seen_from for seed in range(40)]
    assert np.median(more) < 1.5


def test_what_could_be_seen_is_seen_in_four_cases_of_five() -> None:
    world = worlds.World(pairs=16, ratio=1.75, hires=5.0)
    found = [compare(_drawn(world, seed)).verdict is Verdict.ALWAYS_ON_BETTER for seed in range(80)]
    assert 0.65 < np.mean(found) < 0.92


@pytest.mark.parametrize(
    "constants",
    [{"hires": 1.0}, {"hires": 6.0, "ratio": 2.5, "between": 1.0}, {"ratio": 0.5, "unequal": 0.5, "richer": 1.5}],
)
def test_intervals_hold_the_truth_about_nineteen_times_in_twenty(constants: dict[str, float]) -> None:
    world = worlds.World(pairs=10, **constants)
    found = [compare(_drawn(world, seed)) for seed in range(80)]
    assert 0.89 <= np.mean([one.low <= world.ratio <= one.high for one in found]) <= 0.99


def _drawn(world: worlds.World, seed: int) -> list[Pair]:
    return [Pair(*row) for row in worlds.play(world, seed).itertuples(index=False)]


@pytest.mark.parametrize(
    "pair",
    [
        Pair(0.0, 3, 1000.0, 2),
        Pair(1000.0, 3, -1.0, 2),
        Pair(1000.0, -1, 1000.0, 2),
        Pair(NAN, 3, 1000.0, 2),
        Pair(1000.0, NAN, 1000.0, 2),
        Pair(1000.0, 3, math.inf, 2),
    ],
)
def test_a_pair_that_makes_no_sense_is_refused_by_name(pair: Pair) -> None:
    pairs = [*flat((3, 1), (4, 2), (2, 3)), pair]
    with pytest.raises(UnreadablePairsError):
        compare(pairs)
    assert all(math.isnan(value) for value in compare_pairs(frame(pairs)))


def test_the_door_gives_the_three_numbers() -> None:
    pairs = flat((9, 3), (8, 4), (12, 5), (0, 1))
    found = compare(pairs)
    assert compare_pairs(frame(pairs)) == (found.ratio, found.low, found.high)
    assert all(math.isnan(value) for value in compare_pairs(frame(pairs[:2])))
    assert all(math.isnan(value) for value in compare_pairs(frame(pairs)[:0]))


def test_hires_counted_while_the_ads_ran_are_refused() -> None:
    last = date(2026, 6, 30)
    check_follow_up(ads_last_on=last, counted_to=date(2026, 8, 29), follow_up_days=60)
    for counted_to, follow_up_days in ((date(2026, 8, 28), 60), (last, 0), (date(2026, 6, 1), 0)):
        with pytest.raises(MeasuredTooEarlyError):
            check_follow_up(ads_last_on=last, counted_to=counted_to, follow_up_days=follow_up_days)
