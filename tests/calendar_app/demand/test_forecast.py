from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.doors import hires_forecast
from bench.worlds import demand as worlds
from calendar_app import demand
from calendar_app.demand import chances, lags
from calendar_app.demand.history import HiredBeforeApplyingError
from calendar_app.demand.spread import Mixture, smallest
from tests.calendar_app.demand.histories import NAN, columns, door, read

calm = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)  # a busy machine is no fault of the forecast


@st.composite
def histories(draw: st.DrawFn) -> dict[str, object]:
    """Any applications within three years, each hired, rejected, or neither."""
    rows = draw(
        st.lists(st.tuples(st.floats(-1100, 0), st.sampled_from("hro"), st.floats(0, 400)), min_size=0, max_size=60)
    )
    lag = {kind: [day + after if one == kind else NAN for day, one, after in rows] for kind in "hr"}
    return door(
        app_day=[row[0] for row in rows],
        hire_day=lag["h"],
        rejected_day=lag["r"],
        planned=draw(st.integers(0, 3000)),
        horizon=draw(st.floats(0, 800)),
    )


@calm
@given(histories())
def test_bands_are_ordered_finite_and_never_negative(history: dict[str, object]) -> None:
    low, median, high = hires_forecast(history)
    assert 0 <= low <= median <= high < math.inf


@calm
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_applications_changes_nothing(history: dict[str, object], random: object) -> None:
    rows = list(zip(*(history[name] for name in ("app_day", "hire_day", "rejected_day")), strict=True))
    random.shuffle(rows)
    mixed = dict(zip(("app_day", "hire_day", "rejected_day"), map(list, zip(*rows, strict=True)), strict=False))
    assert hires_forecast(history | mixed) == hires_forecast(history)


@calm
@given(histories(), st.integers(1, 500))
def test_more_planned_applications_never_bring_fewer_hires(history: dict[str, object], more: int) -> None:
    fewer = hires_forecast(history)
    richer = hires_forecast(history | {"planned_apps": history["planned_apps"] + more})
    assert all(one <= other + 1e-9 for one, other in zip(fewer, richer, strict=True))


def test_a_longer_horizon_brings_more_of_the_pipeline() -> None:
    found = read()
    bands = [demand.forecast_hires(found, planned=0, horizon_days=days).hires.median for days in (0, 10, 30, 90)]
    assert bands[0] == 0
    assert bands == sorted(bands)
    assert len(set(bands)) == 4


def test_history_is_where_the_day_scale_says() -> None:
    rows = columns()
    moved = {name: values + 20_000.0 for name, values in rows.items()}
    one, other = hires_forecast(door(**rows)), hires_forecast(door(**moved, today=20_000.0))
    assert one == pytest.approx(other, rel=1e-6)


def test_people_who_applied_last_week_are_not_failures() -> None:
    rows = columns(days=360, per_day=6)
    fresh = np.linspace(-7, 0, 200)
    with_fresh = {
        name: np.concatenate([values, fresh if name == "app_day" else fresh * NAN]) for name, values in rows.items()
    }
    before = demand.look(demand.read_history(**rows, today=0.0), horizon_days=91)
    after = demand.look(demand.read_history(**with_fresh, today=0.0), horizon_days=91)
    assert after.hires(0).mean > before.hires(0).mean + 200 * 0.06 * 0.5
    assert after.hires(500).mean - after.hires(0).mean == pytest.approx(
        before.hires(500).mean - before.hires(0).mean, rel=0.08
    )


def test_an_open_application_whose_time_has_passed_is_hardly_hoped_for() -> None:
    rows = columns(days=900, per_day=3)
    stale = demand.read_history(
        np.append(rows["app_day"], np.full(300, -890.0)),
        np.append(rows["hire_day"], np.full(300, NAN)),
        np.append(rows["rejected_day"], np.full(300, NAN)),
        today=0.0,
    )
    with_stale = demand.look(stale, horizon_days=91).hires(0).mean
    without = demand.look(demand.read_history(**rows, today=0.0), horizon_days=91).hires(0).mean
    assert with_stale == pytest.approx(without, rel=0.05)


def test_the_estimate_agrees_with_counting_when_nothing_drifts_and_all_is_known() -> None:
    day = -np.linspace(300, 1500, 24_000)
    hired = np.where(np.arange(day.size) % 20 == 0, day + 10.0, NAN)
    told = np.where(np.isnan(hired), day + 5.0, NAN)
    outlook = demand.look(demand.read_history(day, hired, told, today=0.0), horizon_days=60)
    assert outlook.basis.drift < 0.08
    assert outlook.basis.difference < 0.05
    assert float(outlook.belief @ outlook.in_the_end) == pytest.approx(0.05, rel=0.05)


def test_drift_between_quarters_is_estimated_from_ones_own_quarters() -> None:
    calm_house, wild_house = (
        demand.look(_quarters([share] * 8 if even else [0.02, 0.08] * 4), horizon_days=91)
        for even, share in ((True, 0.05), (False, 0.05))
    )
    assert calm_house.basis.drift < 0.1
    assert wild_house.basis.drift > 0.3
    narrow, wide = (one.hires(1000).band() for one in (calm_house, wild_house))
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def _quarters(shares: list[float]) -> demand.History:
    """A thousand applications a quarter; the given shares of them hired after 20 days, the others told at once."""
    day = -np.linspace(0.01, 1, 1000 * len(shares)) * 91.3 * len(shares)
    share = np.repeat(shares, 1000)
    hired = np.floor(np.arange(day.size) * share) != np.floor((np.arange(day.size) + 1) * share)
    return demand.read_history(day, np.where(hired, day + 20, NAN), np.where(hired, NAN, day + 1), today=0.0)


def test_the_posterior_of_one_month_is_that_of_a_grid() -> None:
    hired, known, centre = 4.0, 60.0, math.log(0.04 / 0.96)
    found = chances.Outcomes(*(np.array([one]) for one in (hired, known - hired)), *_nobody_open())
    laplace = chances.estimate(found, ahead=1)
    drift, difference = np.meshgrid(chances.DRIFTS, chances.DIFFERENCES, indexing="ij")
    alone = int(np.flatnonzero((drift.ravel() == 0) & (difference.ravel() == 0))[0])
    grid = np.linspace(-9, 3, 4001)
    weight = hired * grid - known * np.log1p(np.exp(grid)) - 0.5 * ((grid - centre) / 1.5) ** 2
    weight = np.exp(weight - weight.max())
    mean = weight @ grid / weight.sum()
    spread = math.sqrt(weight @ (grid - mean) ** 2 / weight.sum())
    assert laplace.mean[alone, 1] == pytest.approx(mean, abs=0.15)
    assert math.sqrt(laplace.spread[alone, 1, 1]) == pytest.approx(spread, rel=0.1)


def _nobody_open() -> tuple[np.ndarray, ...]:
    return (np.zeros(0, int), np.zeros(0), np.zeros(0), np.zeros(0))


def test_the_shares_that_are_hired_in_time_agree_with_playing_them() -> None:
    outlook = demand.look(read(), horizon_days=91)
    rng = np.random.default_rng(2)
    arrive = 91 * rng.random(200_000)
    lag = np.interp(rng.random(arrive.size), outlook.law.by_day, np.arange(outlook.law.by_day.size))
    played = float(np.mean(arrive + lag <= 91))
    assert float(outlook.belief @ outlook.in_time) == pytest.approx(
        played * float(outlook.belief @ outlook.in_the_end), rel=0.03
    )


@calm
@given(st.integers(0, 3), st.floats(0, 40), st.floats(0.01, 60))
def test_a_mixture_agrees_with_drawing_from_it(seed: int, moved: float, rest: float) -> None:
    rng = np.random.default_rng(seed)
    found = Mixture(np.array([0.3, 0.7]), np.array([moved, 0.0]), np.array([rest, 2 * rest]))
    which = rng.random(40_000) < 0.3
    step = np.floor(moved) + (rng.random(which.size) < moved % 1)
    drawn = np.where(which, step + rng.poisson(rest, which.size), rng.poisson(2 * rest, which.size))
    at = int(np.median(drawn))
    assert found.at_most(at) == pytest.approx(np.mean(drawn <= at), abs=0.015)
    assert found.mean == pytest.approx(drawn.mean(), rel=0.03, abs=0.03)
    assert abs(found.quantile(0.9) - np.quantile(drawn, 0.9)) <= 1 + 0.02 * rest


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_smallest_number_is_found_from_any_guess(border: int, guess: int) -> None:
    assert smallest(lambda number: number >= border, guess=guess) == border


def test_the_same_history_gives_the_same_answer_in_another_process() -> None:
    program = (
        "from bench.doors import hires_forecast; from tests.calendar_app.demand.histories import columns, door;"
        "import sys; print(hires_forecast(door(**columns()))); assert 'django' not in sys.modules"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = tuple(float(one) for one in said.stdout.strip(" ()\n").split(","))
    assert found == pytest.approx(hires_forecast(door(**columns())), rel=1e-9)


@pytest.mark.parametrize(
    "history",
    [
        door(),
        door(app_day=[-3]),
        door(app_day=[-3], hire_day=[-1]),
        door(app_day=[-3], rejected_day=[-3]),
        door(app_day=list(np.linspace(-500, 0, 4000))),
        door(app_day=list(np.linspace(-500, 0, 400)), hire_day=list(np.linspace(-500, 0, 400))),
        door(app_day=[-1e9, -3.0]),
        door(app_day=[-3], horizon=1e7),
        door(app_day=[-3], planned=10**7),
    ],
    ids=["empty", "one", "one hired", "one told", "all open", "all hired", "long ago", "for ever", "everybody"],
)
def test_odd_histories_still_get_a_band(history: dict[str, object]) -> None:
    low, median, high = hires_forecast(history)
    assert 0 <= low <= median <= high < math.inf


@pytest.mark.parametrize("given_", [{"planned": 0}, {"horizon": 0}])
def test_nothing_planned_or_no_time_brings_nobody(given_: dict[str, float]) -> None:
    assert hires_forecast(door(**given_)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("given_", [{"planned": -1}, {"planned": NAN}, {"horizon": -1}, {"horizon": NAN}])
def test_impossible_plans_are_refused_by_name(given_: dict[str, float]) -> None:
    with pytest.raises(demand.ImpossiblePlanError):
        hires_forecast(door(**given_))
    with pytest.raises(demand.ImpossiblePlanError):
        demand.forecast_hires(read(), planned=given_.get("planned", 1), horizon_days=given_.get("horizon", 1))


def test_a_hire_before_its_application_is_refused_at_the_door() -> None:
    with pytest.raises(HiredBeforeApplyingError):
        hires_forecast(door(app_day=[-3], hire_day=[-4]))


def test_too_little_data_is_said_with_what_is_missing() -> None:
    few = demand.forecast_hires(read(days=10, per_day=2, seed=3), planned=50, horizon_days=91)
    assert [one.what for one in few.shortages] == [demand.Missing.APPLICATIONS, demand.Missing.HIRES]
    assert [(one.found, one.needed) for one in few.shortages] == [(few.basis.applications, 50), (few.basis.hires, 2)]
    assert demand.forecast_hires(read(), planned=50, horizon_days=91).shortages == ()


def test_a_forecast_carries_what_the_screen_prints() -> None:
    rows = columns()
    found = demand.forecast_hires(demand.read_history(**rows, today=0.0), planned=200, horizon_days=91)
    assert (found.hires.low, found.hires.median, found.hires.high) == hires_forecast(door(**rows))
    assert (found.planned, found.horizon_days) == (200, 91)
    assert found.basis.applications == rows["app_day"].size
    assert found.basis.hires == np.isfinite(rows["hire_day"]).sum()
    assert found.basis.open_applications == np.sum(np.isnan(rows["hire_day"]) & np.isnan(rows["rejected_day"]))
    assert 20 < found.basis.lead_days < found.basis.lead_days_most < 60
    assert found.from_pipeline.median + found.from_planned.median == pytest.approx(found.hires.median, abs=1)


@pytest.mark.parametrize("per_day", [1.5, 8.0])
def test_bands_hold_about_four_in_five_futures(per_day: float) -> None:
    held = []
    for seed in range(300, 320):
        case = worlds.play(worlds.World(per_day=per_day, drift=0.2), seed)
        low, _, high = hires_forecast(case.history)
        held.append(low <= case.hires_with(case.history["planned_apps"]) <= high)
    assert 0.6 <= np.mean(held) <= 0.95


def test_prompt_rejections_make_the_open_ones_likelier() -> None:
    found = read(days=500, per_day=6)
    law = lags.of_hires(found)
    told = chances.outcomes(found, law, lags.of_rejections(found, law))
    untold = chances.outcomes(found, law, replace(lags.of_rejections(found, law), by_day=np.zeros(lags.LAST_DAY + 1)))
    assert (told.odds >= untold.odds).all()
    assert told.odds.max() > 1.3
    assert untold.odds.max() <= 1.0
