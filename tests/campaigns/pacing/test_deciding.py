from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.pacing.deciding import decide
from campaigns.pacing.morning import RECENT, Morning, Past

from .mornings import make_morning

few = settings(max_examples=30, deadline=None)  # each example is a block of flights


@st.composite
def mornings(draw: st.DrawFn, flights: int = 6, channels: int = 4) -> Morning:
    """Flights in any state that can be told: late, overspent, paused, dead, over, without a budget."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (channels, flights)
    level = 10 ** chance.uniform(2, 6, flights)
    in_force = level * chance.uniform(0, 1, (28, *shape)) * (chance.random((28, *shape)) < 0.9)
    reported = in_force * chance.choice([0.0, 0.9, 1.0, 2.0, 10.0], (28, *shape))
    reported[chance.random((28, *shape)) < 0.2] = np.nan
    days = chance.integers(0, 400, flights)
    return Morning(
        days_left=days,
        budget=level * chance.choice([0.0, 1.0, 30.0, 400.0], flights),
        settled=level * chance.choice([0.0, 5.0, 300.0], flights),
        share=np.where(days > 0, np.minimum(1.0, chance.uniform(0, 2, flights) / np.maximum(days, 1)), 0.0),
        planned=level * chance.uniform(0, 300, flights),
        cap=np.where(chance.random(flights) < 0.3, level, np.inf),
        active=chance.random(shape) < 0.8,
        least=np.where(chance.random(shape) < 0.5, 500.0, 0.0),
        most=np.where(chance.random(shape) < 0.3, level, np.inf),
        over=chance.choice([1.0, 1.25, 2.0], shape),
        in_force=in_force[:RECENT],
        reported=reported[:RECENT],
        told=chance.uniform(0.8, 1.0, (RECENT, *shape)),
        past=Past.of(in_force[RECENT:], reported[RECENT:]),
        value=chance.uniform(0, 2, shape),
        scale=level * chance.uniform(0.01, 3, shape),
    )


@few
@given(mornings())
def test_budgets_are_never_negative_and_never_more_than_what_remains(morning: Morning) -> None:
    decision = decide(morning)
    left = np.maximum(morning.budget - decision.spent, 0)
    assert (decision.amounts >= 0).all()
    assert (decision.amounts.sum(0) <= np.minimum(left, morning.cap) + 1e-6).all()


@few
@given(mornings())
def test_what_is_paused_or_over_gets_nothing_and_what_runs_at_least_its_minimum(morning: Morning) -> None:
    amounts = decide(morning).amounts
    assert (amounts[~morning.active] == 0).all()
    assert (amounts[:, morning.days_left == 0] == 0).all()
    assert ((amounts == 0) | (amounts >= morning.least - 1)).all()
    assert (amounts <= np.maximum(morning.most, morning.least) + 1).all()


@few
@given(mornings())
def test_a_flight_is_decided_alone_as_it_is_in_a_block(morning: Morning) -> None:
    together = decide(morning).amounts
    for flight in range(together.shape[1]):
        assert (decide(_only(morning, flight)).amounts[:, 0] == together[:, flight]).all()


@few
@given(mornings(), st.permutations(range(4)))
def test_the_order_of_channels_changes_nothing(morning: Morning, order: list[int]) -> None:
    """Up to a cent: sums in another order round otherwise."""
    straight, turned = decide(morning).amounts, decide(_turned(morning, order)).amounts
    apart = np.abs(straight[order] - turned)
    close = (apart <= 1 + 1e-9 * straight[order]).all(0)
    assert close[~_on_an_edge(morning)].all()


def test_more_left_never_means_less_today() -> None:
    budgets = np.linspace(0, 2_000_000, 400)
    totals = [decide(make_morning(budget=np.array([budget]))).amounts.sum() for budget in budgets]
    steps = np.diff(totals)
    assert totals[0] == 0
    assert (steps >= -totals[-1] * 0.04).all(), "only the band in which budgets are held may step back"


def test_a_flight_on_plan_is_left_alone() -> None:
    later = make_morning(days_left=np.array([200]), share=np.array([1 / 200]), budget=np.array([250 * 9_500.0]))
    decision = decide(later)
    assert decision.held.all()
    assert (decision.amounts == 3_333).all()


def test_steps_stay_below_what_restarts_learning() -> None:
    morning = make_morning(budget=np.array([2_000_000.0]), planned=np.array([900_000.0]))
    amounts = decide(morning).amounts
    assert (amounts < 10_000 / 3 * 1.2).all(), "Meta learns anew above 20 %"
    assert (amounts > 10_000 / 3 * 1.1).all()


def test_a_plan_out_of_reach_with_ordinary_steps_breaks_the_limit() -> None:
    decision = decide(make_morning(days_left=np.array([2]), share=np.array([0.55])))
    assert decision.hurried.all()
    assert (decision.amounts > 10_000 / 3 * 2).all()


def test_a_network_that_spends_nothing_is_dead_and_the_others_take_its_part() -> None:
    silent = np.full((RECENT, 3, 1), 10_000 / 3 * 0.95)
    silent[:3, 1] = 0.0
    decision = decide(make_morning(reported=silent))
    assert decision.dead[:, 0].tolist() == [False, True, False]
    assert (decision.amounts[[0, 2], 0] > 3_700).all()
    assert 0 < decision.amounts[1, 0] <= 3_334


def test_untold_days_count_as_what_the_network_usually_spends() -> None:
    untold = np.full((RECENT, 3, 1), 10_000 / 3 * 0.95)
    untold[0] = np.nan
    told, guessed = decide(make_morning()), decide(make_morning(reported=untold))
    assert abs(guessed.spent[0] / told.spent[0] - 1) < 0.0005
    assert guessed.doubt[0] > 5 * told.doubt[0]


def test_restated_days_are_raised_by_what_was_learned() -> None:
    told = np.ones((RECENT, 3, 1))
    told[0] = 0.5
    spent = decide(make_morning(told=told)).spent[0] - decide(make_morning()).spent[0]
    assert abs(spent - 9_500) < 1


def test_a_report_ten_times_too_high_stops_the_flight_within_one_morning() -> None:
    wild = np.full((RECENT, 3, 1), 10_000 / 3 * 0.95)
    wild[0] *= 100
    assert decide(make_morning(reported=wild)).amounts.sum() == 0


def test_the_last_day_keeps_back_what_is_not_sure() -> None:
    decision = decide(make_morning(days_left=np.array([1]), share=np.array([1.0]), settled=np.array([865_000.0])))
    left = 950_000 - decision.spent[0]
    assert 0 < decision.guard[0] < left / 2
    assert abs((decision.amounts[:, 0] * decision.ratio[:, 0]).sum() - (left - decision.guard[0])) < 5


def test_a_cap_that_no_channel_can_run_on_stops_them_all() -> None:
    assert decide(make_morning(cap=np.array([1_200.0]))).amounts.sum() == 0


def test_a_channel_whose_minimum_is_too_dear_rests() -> None:
    value = np.array([[1.0], [1.0], [0.01]])
    decision = decide(make_morning(value=value, least=np.full((3, 1), 3_000.0)))
    assert decision.weak[:, 0].tolist() == [False, False, True]
    assert decision.amounts[2, 0] == 0


def _only(morning: Morning, flight: int) -> Morning:
    return _taken(morning, lambda values: values[..., [flight]])


def _turned(morning: Morning, order: list[int]) -> Morning:
    return _taken(morning, lambda values: values if values.ndim == 1 else values[..., order, :])


def _taken(morning: Morning, take) -> Morning:
    changed = {}
    for part in dataclasses.fields(morning):
        value = getattr(morning, part.name)
        if isinstance(value, Past):
            sums = {one.name: take(getattr(value, one.name)) for one in dataclasses.fields(value)}
            changed[part.name] = Past(**sums)
        else:
            changed[part.name] = take(value)
    return Morning(**changed)


def _on_an_edge(morning: Morning) -> np.ndarray:
    """Flights where the last cent tips a yes into a no: a step of just the held size, a minimum that just fits."""
    nudged = dataclasses.replace(morning, budget=morning.budget * (1 + 1e-9) + 0.01)
    before, after = decide(morning).amounts, decide(nudged).amounts
    return (np.abs(before - after) > 1 + 1e-6 * before).any(0)
