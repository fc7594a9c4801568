"""The effect of school holidays at equal spend: found where it was put, refused where it cannot be known."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.doors import holiday_effect as door
from dashboards.insight import HolidayEffect, Lack, Method, Shortfall, TooLittle, holiday_effect
from dashboards.insight.frames import days_from

from .histories import history, quiet

TWO_YEARS = history(seed=3)


def _effect(frame: pd.DataFrame) -> HolidayEffect:
    found = holiday_effect(days_from(frame))
    assert isinstance(found, HolidayEffect)
    return found


def _lacks(frame: pd.DataFrame) -> tuple[Shortfall, ...]:
    found = holiday_effect(days_from(frame))
    assert isinstance(found, TooLittle)
    return found.missing


@pytest.mark.parametrize("effect", [-0.6, -0.12, 0.0, 0.3])
def test_an_effect_without_noise_is_found_exactly(effect: float) -> None:
    found = _effect(quiet(effect=effect))
    assert found.effect == pytest.approx(effect, abs=1e-3)
    assert found.low == pytest.approx(effect, abs=5e-3)
    assert found.high == pytest.approx(effect, abs=5e-3)
    assert found.is_clear or not effect


def test_an_answer_says_what_it_rests_on() -> None:
    frame = quiet(effect=-0.2)
    school = frame["school_holiday"] == 1
    evidence = _effect(frame).evidence
    assert (evidence.days, evidence.holiday_days, evidence.holiday_blocks) == (730, int(school.sum()), 21)
    assert evidence.applications == round(frame["applications"].sum())
    assert evidence.holiday_applications == round(frame.loc[school, "applications"].sum())
    difference = 100 * (frame.loc[school, "spend"].mean() / frame.loc[~school, "spend"].mean() - 1)
    assert evidence.spend_difference_percent == pytest.approx(difference)


def test_noise_that_lasts_is_named() -> None:
    apart = _effect(history(level=60, correlation=0.0, noise_sd=0.05, dispersion=1.2))
    together = _effect(history(level=60, correlation=0.85, noise_sd=0.3))
    assert (apart.method, together.method) == (Method.DAYS_APART, Method.DAYS_TOGETHER)
    assert apart.lasting < together.lasting < 1


def test_a_planted_effect_lies_in_the_interval_as_often_as_promised() -> None:
    worlds = [
        {"level": 12.0, "correlation": 0.6},
        {"level": 40.0, "correlation": 0.85, "years": 1.0},
        {"level": 8.0, "correlation": 0.0, "effect": 0.0},
    ]
    inside, errors, widths = [], [], []
    for constants in worlds:
        wanted = constants.get("effect", -0.12)
        for seed in range(10):
            found = _effect(history(seed=seed, **constants))
            inside.append(found.low <= wanted <= found.high)
            errors.append(found.effect - wanted)
            widths.append(found.high - found.low)
    assert np.mean(inside) >= 0.9
    assert np.mean(widths) < 0.25, "an interval that holds everything says nothing"
    assert abs(np.mean(errors)) < 0.015


@settings(max_examples=4, deadline=None, derandomize=True)
@given(order=st.randoms(use_true_random=False), unit=st.floats(1e-4, 1e6))
def test_neither_the_order_of_rows_nor_the_unit_of_money_changes_the_answer(order: object, unit: float) -> None:
    places = list(range(len(TWO_YEARS)))
    order.shuffle(places)  # type: ignore[attr-defined]
    frame = TWO_YEARS.iloc[places].assign(spend=lambda rows: rows["spend"] * unit)
    assert door(frame) == pytest.approx(door(TWO_YEARS), abs=1e-6)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_no_history_breaks_it(seed: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    frame = history(seed=seed, years=data.draw(st.sampled_from([1.0, 1.3, 2.0])), level=data.draw(st.floats(1, 30)))
    for change in data.draw(st.lists(st.sampled_from(NONSENSE), max_size=3)):
        frame = change(frame, rng)
    found = holiday_effect(days_from(frame))
    if isinstance(found, HolidayEffect):
        assert -1 <= found.low <= found.effect <= found.high
        assert math.isfinite(found.high)
    else:
        assert all(0 <= one.found < one.needed for one in found.missing)


def _with(column: str, value: float, share: float) -> Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]:
    def change(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        return frame.assign(**{column: frame[column].astype(float).mask(rng.random(len(frame)) < share, value)})

    change.__name__ = f"{column} {value} {share}"
    return change


def _only_weekdays(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame[frame["date"].dt.day_of_week < 5]


def _only_mondays(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame[frame["date"].dt.day_of_week == 0]


def _silent_sundays(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame.assign(applications=frame["applications"].where(frame["date"].dt.day_of_week != 6, 0))


def _a_late_start(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame.assign(applications=frame["applications"].where(np.arange(len(frame)) > 200, 0))


def _a_gap(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame[(np.arange(len(frame)) < 100) | (np.arange(len(frame)) > 190)]


def _paused_in_holidays(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame.assign(spend=frame["spend"].where(frame["school_holiday"] == 0, 0.0))


def _a_spike(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    return frame.assign(applications=frame["applications"].where(np.arange(len(frame)) != 50, 100_000))


NONSENSE = [
    _with("spend", np.nan, 0.3),
    _with("spend", np.nan, 1.0),
    _with("spend", 0.0, 0.1),
    _with("spend", 0.0, 1.0),
    _with("spend", 0.001, 0.05),
    _with("spend", 250.0, 1.0),
    _with("applications", 0.0, 1.0),
    _with("applications", 0.0, 0.5),
    _with("applications", np.nan, 0.2),
    _with("school_holiday", 0.5, 0.3),
    _with("school_holiday", 0.0, 1.0),
    _with("school_holiday", 1.0, 1.0),
    _with("public_holiday", 0.0, 1.0),
    _with("public_holiday", 1.0, 1.0),
    _only_weekdays,
    _only_mondays,
    _silent_sundays,
    _a_late_start,
    _a_gap,
    _paused_in_holidays,
    _a_spike,
]


@pytest.mark.parametrize("change", NONSENSE, ids=lambda change: change.__name__)
def test_each_kind_of_nonsense_is_survived(change: Callable[..., pd.DataFrame]) -> None:
    effect, low, high = door(change(TWO_YEARS, np.random.default_rng(1)))
    assert math.isnan(effect) or low <= effect <= high


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_days_without_spend_do_not_bend_the_answer(share: float) -> None:
    frame = quiet(effect=-0.2, days=1_096)
    paused = np.random.default_rng(1).random(len(frame)) < share
    frame = frame.assign(spend=frame["spend"].mask(paused, 0.0), applications=frame["applications"].mask(paused, 3.0))
    assert _effect(frame).effect == pytest.approx(-0.2, abs=0.02)


def test_unknown_spend_costs_days_but_not_the_answer() -> None:
    frame = quiet(effect=-0.2).assign(spend=lambda rows: rows["spend"].mask(np.arange(730) % 7 == 3))
    found = _effect(frame)
    assert found.effect == pytest.approx(-0.2, abs=0.01)
    assert found.evidence.days == 730 - 104


def test_a_share_of_the_regions_is_a_share_of_the_effect() -> None:
    frame = quiet(effect=0.0)
    shares = frame["school_holiday"] * np.where(np.arange(730) % 2, 0.5, 1.0)
    frame = frame.assign(school_holiday=shares, applications=frame["applications"] * 0.7**shares)
    assert _effect(frame).effect == pytest.approx(-0.3, abs=0.01)


def test_ten_years_are_answered_too() -> None:
    assert _effect(quiet(effect=-0.2, days=3_650)).effect == pytest.approx(-0.2, abs=1e-3)


def test_less_than_a_year_is_too_little() -> None:
    assert _lacks(quiet(effect=-0.2, days=364)) == (Shortfall(Lack.DAYS, 364, 365),)


def test_two_holidays_are_too_few() -> None:
    frame = quiet(effect=0.0)
    frame = frame.assign(school_holiday=frame["school_holiday"].where(np.arange(730) < 70, 0))
    assert _lacks(frame) == (Shortfall(Lack.BLOCKS, 2, 3),)


def test_few_applications_are_too_few() -> None:
    frame = quiet(effect=0.0, level=2.0)
    assert _lacks(frame) == (Shortfall(Lack.APPLICATIONS, round(frame["applications"].sum()), 1_500),)


def test_silence_in_all_holidays_has_no_logarithm() -> None:
    assert _lacks(quiet(effect=-1.0)) == (Shortfall(Lack.HOLIDAY_APPLICATIONS, 0, 30),)


def test_campaigns_that_stand_still_in_all_holidays_leave_nothing_to_compare() -> None:
    frame = _paused_in_holidays(quiet(effect=-0.2), np.random.default_rng(1))
    frame = frame.assign(applications=40 - 10 * frame["school_holiday"])
    assert _lacks(frame) == (Shortfall(Lack.OWN_PATTERN, 0, 15),)


def test_spend_that_was_never_recorded_leaves_no_day_to_compare() -> None:
    frame = quiet(effect=-0.2).assign(spend=np.nan)
    assert {one.lack for one in _lacks(frame)} >= {Lack.COMPARABLE_DAYS, Lack.APPLICATIONS}


def test_the_door_says_not_a_number_for_too_little() -> None:
    assert all(math.isnan(number) for number in door(quiet(effect=-0.2, days=100)))


def test_the_door_gives_plain_fractions() -> None:
    numbers = door(TWO_YEARS)
    assert [type(number) for number in numbers] == [float, float, float]
    found = _effect(TWO_YEARS)
    assert numbers == (found.effect, found.low, found.high)


def test_a_date_that_stands_twice_is_refused_at_the_door() -> None:
    with pytest.raises(ValueError, match="2 times"):
        door(pd.concat([TWO_YEARS, TWO_YEARS.iloc[:1]]))
