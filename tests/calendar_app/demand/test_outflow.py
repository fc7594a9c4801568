from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app import demand
from calendar_app.demand import forecast_outflow, lags, latest_start, next_months, start_months
from tests.calendar_app.demand.histories import read

TODAY = date(2026, 11, 23)


def months(first: date, count: int) -> list[date]:
    return list(next_months(first, count))


def test_outflow_follows_the_season_of_earlier_years() -> None:
    given_ = months(date(2023, 11, 1), 36)
    counted = {month: 30 if month.month == 8 else 10 for month in given_}
    found = {one.month.month: one for one in forecast_outflow(counted, months=months(date(2026, 11, 1), 12))}
    assert 22 < found[8].leavers.median < 30
    assert 9 < found[3].leavers.median < 12
    assert all(one.leavers.low <= one.leavers.median <= one.leavers.high for one in found.values())
    assert not found[8].is_said


def test_what_somebody_said_goes_before_the_forecast() -> None:
    counted = dict.fromkeys(months(date(2025, 11, 1), 12), 5)
    said = {date(2026, 12, 1): 40}
    first, second = forecast_outflow(counted, months=[date(2026, 12, 1), date(2027, 1, 1)], said=said)
    assert (first.leavers, first.is_said) == (demand.Band(40.0, 40.0, 40.0), True)
    assert (4 < second.leavers.median < 6, second.is_said) == (True, False)


def test_too_few_months_are_refused_unless_everything_was_said() -> None:
    few = dict.fromkeys(months(date(2026, 6, 1), 5), 5)
    with pytest.raises(demand.TooFewMonthsError):
        forecast_outflow(few, months=[date(2026, 12, 1)])
    assert forecast_outflow({}, months=[date(2026, 12, 1)], said={date(2026, 12, 1): 3})[0].leavers.median == 3
    with pytest.raises(demand.ImpossiblePlanError):
        forecast_outflow({date(2026, 1, 1): -1}, months=[])


def test_months_where_nobody_leaves_are_forecast_to_stay_quiet() -> None:
    counted = dict.fromkeys(months(date(2024, 11, 1), 24), 0)
    (found,) = forecast_outflow(counted, months=[date(2026, 12, 1)])
    assert found.leavers.low == 0
    assert found.leavers.high < 1


def test_bands_of_outflow_hold_about_four_in_five_months() -> None:
    rng, held = np.random.default_rng(8), []
    for _ in range(150):
        level, season = rng.uniform(3, 30), np.exp(0.3 * rng.standard_normal(12))
        given_ = months(date(2024, 11, 1), 25)
        drawn = rng.poisson(level * rng.gamma(10, 0.1, 25) * season[[month.month - 1 for month in given_]])
        counted = dict(zip(given_[:24], map(int, drawn), strict=False))
        (found,) = forecast_outflow(counted, months=given_[24:])
        held.append(found.leavers.low <= drawn[24] <= found.leavers.high)
    assert 0.72 <= np.mean(held) <= 0.9


def test_hires_of_a_month_start_a_lead_time_earlier() -> None:
    found = start_months({date(2027, 4, 1): 30.0}, lead_days=45, today=TODAY)
    assert [(one.month, one.late) for one in found] == [(date(2027, 2, 1), 0), (date(2027, 3, 1), 0)]
    assert [one.hires for one in found] == pytest.approx([14.0, 16.0])  # 15 February to 16 March


def test_what_should_have_begun_begins_now_and_is_said_to_be_late() -> None:
    found = start_months({date(2026, 12, 1): 31.0}, lead_days=20, today=TODAY)
    assert [one.month for one in found] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert found[0].late == pytest.approx(12)  # 11 to 22 November are over
    assert [one.hires for one in found] == pytest.approx([20, 11])


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(months(date(2026, 1, 1), 36)), st.just(0.0) | st.floats(0.01, 50), max_size=8),
    st.integers(0, 400),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_no_hire_is_lost_or_invented_by_shifting(needed: dict[date, float], lead_days: int, today: date) -> None:
    found = start_months(needed, lead_days=lead_days, today=today)
    assert sum(one.hires for one in found) == pytest.approx(sum(needed.values()), abs=1e-9)
    assert all(one.month >= today.replace(day=1) and 0 <= one.late <= one.hires + 1e-9 for one in found)
    by_day: dict[date, float] = {}
    for month, hires in needed.items():
        following = next_months(month, 2)[1]
        for n in range((following - month).days):
            day = max(month + timedelta(days=n - lead_days), today)
            by_day[day.replace(day=1)] = by_day.get(day.replace(day=1), 0.0) + hires / (following - month).days
    assert {one.month: pytest.approx(one.hires) for one in found} == {day: n for day, n in by_day.items() if n}


def test_impossible_needs_are_refused() -> None:
    for needed, lead_days in (({TODAY: -1.0}, 1), ({TODAY: float("nan")}, 1), ({TODAY: 1.0}, -1)):
        with pytest.raises(demand.ImpossiblePlanError):
            start_months(needed, lead_days=lead_days, today=TODAY)


def test_the_latest_start_leaves_the_measured_lead_time() -> None:
    law = lags.of_hires(read())
    found = latest_start(date(2027, 3, 1), law=law, today=TODAY)
    assert law.within(float(found.lead_days)) >= 0.8 > law.within(found.lead_days - 1.0)
    assert found.on == date(2027, 3, 1) - timedelta(days=found.lead_days)
    assert (found.days_left, found.is_measured) == ((found.on - TODAY).days, True)
    late = latest_start(TODAY + timedelta(days=5), law=law, today=TODAY, sure_share=0.5)
    assert late.days_left < 0
    assert late.lead_days < found.lead_days
    assert not latest_start(TODAY, law=lags.of_hires(read(days=20)), today=TODAY).is_measured
