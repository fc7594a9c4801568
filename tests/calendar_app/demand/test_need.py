from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.worlds import demand as worlds
from calendar_app import demand
from calendar_app.demand import ResponseCurve, applications_needed, applications_needed_in_the_end
from tests.calendar_app.demand.histories import NAN, read


def counted(applications: int, hires: int) -> demand.Outlook:
    """All that is known: so many applications of a year that ended half a year ago, so many of them hired after 30 days."""
    day = np.linspace(-565, -200, applications)
    hired = np.floor(np.arange(applications) * hires / applications + 0.5) != np.floor(
        np.arange(1, applications + 1) * hires / applications + 0.5
    )
    found = demand.read_history(day, np.where(hired, day + 30, NAN), np.where(hired, NAN, day + 20), today=0.0)
    assert (found.applications, found.hires) == (applications, hires)
    return demand.look(found, horizon_days=91)


def test_the_number_needed_is_the_smallest_that_is_sure_enough() -> None:
    outlook = demand.look(read(), horizon_days=91)
    needed = applications_needed(outlook, hires=20)
    for share, number in ((0.8, needed.sure), (0.1, needed.low), (0.5, needed.median), (0.9, needed.high)):
        assert 1 - outlook.hires(number).at_most(19) >= share > 1 - outlook.hires(number - 1).at_most(19)


def test_the_number_needed_agrees_with_trying_every_number() -> None:
    outlook = demand.look(read(days=200, per_day=2), horizon_days=91)
    tried = next(n for n in range(10_000) if outlook.hires(n).at_least(6) >= 0.8)
    assert applications_needed(outlook, hires=6).sure == tried


def test_little_history_asks_for_nearly_twice_the_naive_number_and_much_history_for_a_third_more() -> None:
    little, much = (applications_needed_in_the_end(counted(*found), hires=8) for found in ((50, 2), (5000, 200)))
    assert (little.naive, much.naive) == (200, 200)
    assert 1.75 <= little.sure / 200 <= 2.2
    assert 1.25 <= much.sure / 200 <= 1.45


def test_more_hires_need_more_applications() -> None:
    outlook = demand.look(read(), horizon_days=91)
    found = [applications_needed(outlook, hires=hires) for hires in (0, 8, 15, 40, 200)]
    assert [one.sure for one in found] == sorted({one.sure for one in found})
    for one in found:
        assert one.low <= one.median <= one.sure <= one.high


def test_what_the_pipeline_brings_needs_no_applications() -> None:
    outlook = demand.look(read(per_day=20), horizon_days=91)
    assert applications_needed(outlook, hires=3).sure == 0
    assert applications_needed_in_the_end(outlook, hires=3).sure > 0


def test_no_number_is_enough_when_nobody_can_be_hired_in_time() -> None:
    outlook = demand.look(read(), horizon_days=0)
    assert applications_needed(outlook, hires=0).sure == 0
    with pytest.raises(demand.OutOfReachError):
        applications_needed(outlook, hires=1)
    with pytest.raises(demand.ImpossiblePlanError):
        applications_needed(outlook, hires=-1)


def test_without_a_hire_there_is_no_naive_number_but_there_is_a_sure_one() -> None:
    outlook = demand.look(read(share=0.0), horizon_days=91)
    needed = applications_needed_in_the_end(outlook, hires=1)
    assert needed.naive is None
    assert needed.sure > 1000


def test_sure_plans_succeed_about_four_times_in_five() -> None:
    succeeded = []
    for seed in range(700, 715):
        case = worlds.play(worlds.draw(seed, per_day=4.0), seed)
        columns = (case.history[name] for name in ("app_day", "hire_day", "rejected_day"))
        outlook = demand.look(demand.read_history(*columns, today=case.history["today"]), horizon_days=91)
        hires = case.pipeline_hires + 10
        succeeded.append(case.hires_with(applications_needed(outlook, hires=hires).sure) >= hires)
    assert 0.5 <= np.mean(succeeded) <= 0.98


@given(st.floats(0.1, 50), st.floats(50, 50_000), st.floats(0, 400), st.integers(1, 400))
def test_euros_are_the_inverse_of_the_response_curve(scale: float, knee: float, wanted: float, days: int) -> None:
    curve = ResponseCurve(scale, knee)
    try:
        spend = curve.spend_minor(wanted, days=days)
    except demand.OutOfReachError:
        assert wanted / days / scale > 15
        return
    brought = days * curve.applications(spend / days)
    assert wanted * (1 - 1e-9) - 1e-6 <= brought
    assert days * curve.applications(max(spend - 1, 0) / days) <= wanted + 1e-6


def test_spending_evenly_is_the_cheapest_way() -> None:
    curve = ResponseCurve(4.0, 2_000.0)
    even = curve.spend_minor(60, days=10)
    uneven = curve.spend_minor(40, days=5) + curve.spend_minor(20, days=5)
    assert even < uneven
    assert curve.spend_minor(0, days=10) == 0
    assert curve.applications(0) == 0


def test_what_costs_more_than_there_is_is_out_of_reach() -> None:
    curve = ResponseCurve(1.0, 2_000.0)
    price = curve.spend_minor(30, days=10)
    assert curve.spend_minor(30, days=10, most_minor=price) == price
    with pytest.raises(demand.OutOfReachError):
        curve.spend_minor(30, days=10, most_minor=price - 1)
    with pytest.raises(demand.OutOfReachError):
        curve.spend_minor(10_000, days=1)


@pytest.mark.parametrize(("applications", "days"), [(-1, 10), (math.nan, 10), (1, 0)])
def test_impossible_orders_are_refused(applications: float, days: int) -> None:
    with pytest.raises(demand.ImpossiblePlanError):
        ResponseCurve(1.0, 2_000.0).spend_minor(applications, days=days)


@pytest.mark.parametrize(("scale", "knee"), [(0, 1), (1, 0), (math.nan, 1), (math.inf, 1)])
def test_a_curve_that_brings_nothing_is_refused(scale: float, knee: float) -> None:
    with pytest.raises(demand.ImpossiblePlanError):
        ResponseCurve(scale, knee)
