from __future__ import annotations

import numpy as np
import pytest

from calendar_app.demand import lags, read_history
from tests.calendar_app.demand.histories import NAN, read


@pytest.mark.parametrize("mean", [20.0, 60.0])
def test_time_to_hire_is_learned_though_the_slow_ones_are_not_seen_yet(mean: float) -> None:
    rng = np.random.default_rng(4)
    day = -150 * rng.random(60_000)
    lag = rng.gamma(4.0, mean / 4, day.size)
    hired = np.where(day + lag <= 0, day + lag, NAN)
    law = lags.of_hires(read_history(day, hired, hired * NAN, today=0.0))
    seen = np.nanmean((hired - day) <= mean)
    at = np.array([0.5 * mean, mean, 1.5 * mean])
    truth = np.array([np.mean(lag <= days) for days in at])
    assert np.abs(law.within(at) - truth).max() < 0.03
    assert np.mean((hired - day)[np.isfinite(hired)] <= mean) > truth[1] + 0.01  # what a plain average would say
    assert 0 < seen < 1


def test_a_few_hires_move_the_law_a_little_and_many_move_it_to_their_own() -> None:
    medians = []
    for hires in (0, 3, 300):
        day = np.linspace(-700, -400, hires)
        medians.append(lags.of_hires(read_history(day, day + 90.0, day * NAN, today=0.0)).days_for(0.5))
    assert 25 < medians[0] < 45
    assert medians[0] < medians[1] < medians[2]
    assert medians[2] == pytest.approx(90, abs=2)


def test_a_law_grows_from_nothing_to_everybody() -> None:
    law = lags.of_hires(read())
    assert law.by_day[0] == 0
    assert law.by_day[-1] == pytest.approx(1)
    assert (np.diff(law.by_day) >= 0).all()
    assert law.within(-5.0) == 0
    assert law.within(law.days_for(0.8)) == pytest.approx(0.8)


def test_rejections_that_never_come_leave_the_law_short_of_everybody() -> None:
    found = read(days=600, per_day=10, share=0.05)
    law = lags.of_rejections(found, lags.of_hires(found))
    assert law.by_day[-1] == pytest.approx(0.8, abs=0.02)
    assert law.within(20.0) == pytest.approx(0.8 * 0.594, abs=0.03)  # a gamma law of two steps of ten days


def test_without_rejections_the_law_of_rejections_is_nothing() -> None:
    found = read_history([-30.0, -20], [NAN, NAN], [NAN, NAN], today=0.0)
    assert lags.of_rejections(found, lags.of_hires(found)).by_day.max() == 0
