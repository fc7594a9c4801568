from __future__ import annotations

import numpy as np
import pytest

from calendar_app.demand import read_history
from calendar_app.demand.history import (
    DayMissingError,
    HiredBeforeApplyingError,
    RejectedBeforeApplyingError,
    UnequalColumnsError,
    UnreadableHistoryError,
)
from tests.calendar_app.demand.histories import NAN


def test_each_application_is_hired_rejected_or_open_as_known_today() -> None:
    found = read_history([0, 1, 2, 3], [9, NAN, NAN, 11], [NAN, 5, NAN, NAN], today=10.0)
    assert (found.hire_lag.tolist(), found.hire_age.tolist()) == ([9], [10])
    assert (found.rejected_lag.tolist(), found.rejected_age.tolist()) == ([4], [9])
    assert found.open_age.tolist() == [7, 8]
    assert (found.applications, found.hires) == (4, 1)


def test_what_happens_after_today_is_not_known() -> None:
    whole = read_history([0, 4, 12], [9, NAN, NAN], [NAN, 11, NAN], today=8.0)
    then = read_history([0, 4], [NAN, NAN], [NAN, NAN], today=8.0)
    assert whole.open_age.tolist() == then.open_age.tolist() == [4, 8]
    assert (whole.applications, whole.hires) == (2, 0)


def test_who_was_rejected_and_then_hired_was_hired() -> None:
    found = read_history([0], [9], [3], today=10.0)
    assert (found.hires, found.rejected_lag.size) == (1, 0)


@pytest.mark.parametrize(
    ("columns", "today", "refusal"),
    [
        (([5], [4], [NAN]), 10, HiredBeforeApplyingError),
        (([5], [NAN], [4]), 10, RejectedBeforeApplyingError),
        (([NAN], [NAN], [NAN]), 10, DayMissingError),
        (([float("inf")], [NAN], [NAN]), 10, DayMissingError),
        (([1], [float("inf")], [NAN]), 10, DayMissingError),
        (([1], [NAN], [NAN]), NAN, DayMissingError),
        (([1, 2], [NAN], [NAN]), 10, UnequalColumnsError),
        (([[1]], [[NAN]], [[NAN]]), 10, UnequalColumnsError),
        ((["x"], [NAN], [NAN]), 10, UnreadableHistoryError),
    ],
)
def test_nonsense_is_refused_by_name(
    columns: tuple[list[object], ...], today: float, refusal: type[ValueError]
) -> None:
    with pytest.raises(refusal) as caught:
        read_history(*columns, today=today)
    assert isinstance(caught.value, UnreadableHistoryError)
    assert isinstance(caught.value, ValueError)


def test_the_order_of_applications_is_forgotten() -> None:
    hired, applied = np.array([7.0, 5, NAN, 9]), np.array([0.0, 1, 2, 3])
    one = read_history(applied, hired, hired * NAN, today=10.0)
    other = read_history(applied[::-1], hired[::-1], hired * NAN, today=10.0)
    assert [getattr(one, name).tolist() for name in ("hire_lag", "hire_age", "open_age")] == [
        getattr(other, name).tolist() for name in ("hire_lag", "hire_age", "open_age")
    ]
