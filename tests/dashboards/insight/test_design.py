"""Which days and columns the season model looks at."""

from __future__ import annotations

import numpy as np

from dashboards.insight.design import Kind, design_of
from dashboards.insight.frames import days_from

from .histories import quiet


def test_a_weekday_on_which_nobody_applies_is_not_compared() -> None:
    frame = quiet(effect=-0.2)
    sunday = frame["date"].dt.day_of_week == 6
    design = design_of(days_from(frame.assign(applications=frame["applications"].mask(sunday, 0.0))))
    np.testing.assert_array_equal(design.used, ~sunday)
    assert len(design.of(Kind.WEEKDAY)) == 5


def test_spend_that_never_changes_is_not_in_the_model() -> None:
    design = design_of(days_from(quiet(effect=-0.2).assign(spend=250.0)))
    assert design.of(Kind.SPEND) == []
    assert [choice.belief for choice in design.choices] == [1.0]


def test_holidays_that_follow_from_the_weekday_have_no_pattern_of_their_own() -> None:
    frame = quiet(effect=-0.2)
    design = design_of(days_from(frame.assign(school_holiday=(frame["date"].dt.day_of_week == 2).astype(int))))
    assert design.school is None
    assert design.school_alone < 1e-6
