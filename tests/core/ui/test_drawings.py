"""Geometry of the small drawings: inside the box, never a comma, honest at the edges."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core import ui
from recruit_platform.core.ui import drawings

numbers = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@given(st.lists(numbers, min_size=2, max_size=60))
def test_a_spark_line_stays_in_its_box(values):
    points = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", drawings.spark_path(values))]
    assert len(points) == 2 * len(values)
    assert all(0 <= x <= drawings.SPARK_WIDTH for x in points[::2])
    assert all(2 <= y <= 26 for y in points[1::2])


def test_a_spark_line_goes_up_when_the_numbers_do():
    assert drawings.spark_path([1, 2, 3]) == "M0 26 44 14 88 2"


def test_equal_numbers_lie_flat_in_the_middle_and_one_number_draws_nothing():
    assert drawings.spark_path([7, 7]) == "M0 14 88 14"
    assert drawings.spark_path([7]) == ""
    assert drawings.spark_path([]) == ""


def test_spark_bars_start_at_zero():
    bars = drawings.spark_bars([0, 5, -3, 10])
    assert [bar.height for bar in bars] == ["0", "14", "0", "28"]
    assert [bar.is_last for bar in bars] == [False, False, False, True]
    assert drawings.spark_bars([]) == []


@given(numbers)
def test_a_bar_never_leaves_its_track(share):
    assert 0 <= float(ui.Bar(share=share).width) <= 100
    drift = ui.Drift(share=share)
    assert 0 <= float(drift.x) <= 50
    assert float(drift.x) + float(drift.width) <= 100.01


def test_a_drift_goes_left_when_behind():
    assert (ui.Drift(share=-0.5).x, ui.Drift(share=-0.5).width) == ("25", "25")
    assert (ui.Drift(share=0.5).x, ui.Drift(share=0.5).width) == ("50", "25")


def test_an_interval_that_holds_no_effect_is_unsure():
    sure = ui.Interval(low=-27, middle=-18, high=-8, scale_from=-40, scale_to=20)
    unsure = ui.Interval(low=0.84, middle=1.31, high=2.05, scale_from=0, scale_to=4, nothing_at=1)
    touching = ui.Interval(low=0, middle=1, high=2, scale_from=-1, scale_to=3)
    assert (sure.is_sure, unsure.is_sure, touching.is_sure) == (True, False, False)
    assert (sure.x_nothing, sure.nothing_anchor, unsure.x_nothing) == ("66.67", "middle", "25")


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, None, None), (0, 10, 0), (1, 3, 33), (12, 10, 100), (5, 0, None)]
)
def test_headway_in_whole_percents(done, total, percent):
    assert ui.Headway(label="x", done=done, total=total).percent == percent


def make_timeline(**lane):
    return ui.Timeline(
        id="j",
        caption="",
        starts_on=date(2026, 8, 1),
        ends_on=date(2027, 7, 31),
        today=date(2026, 11, 23),
        lanes=[ui.Lane(title="x", says="x", **lane)],
    )


def test_a_year_of_days_on_one_axis():
    year = make_timeline()
    assert (year.days, year.today_at) == (365, 114)
    assert [month.days for month in year.months] == [31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31]
    assert sum(month.days for month in year.months) == year.days
    assert [month.label for month in year.months if month.is_now] == ["nov"]
    assert year.month_starts[:3] == [31, 61, 92]


def test_a_bar_lasts_until_the_evening_of_its_last_day_and_is_cut_at_the_edges():
    (lane,) = make_timeline(
        bars=[
            ui.Span(starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 1)),
            ui.Span(starts_on=date(2020, 1, 1), ends_on=date(2030, 1, 1)),
        ],
        marks=[ui.Mark(day=date(2026, 8, 3)), ui.Mark(day=date(2028, 1, 1))],
    ).drawn
    assert [(bar.x1, bar.x2) for bar in lane.bars] == [(0, 1), (0, 365)]
    assert [mark.x1 for mark in lane.marks] == [2]
