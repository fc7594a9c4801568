"""A vacancy against its planned line: pure arithmetic with values that can be redone on paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.planned_line import Course, Standing, judge, progress_of
from talentpool.models import StageKind

OPENED = date(2026, 9, 1)


def _course(**fields: Any) -> Course:
    values: dict[str, Any] = {
        "opens_on": OPENED,
        "needed_on": OPENED + timedelta(days=100),
        "is_published": True,
        "positions": 1,
        "hired": 0,
        "running": {},
        "last_movement_on": OPENED + timedelta(days=40),
        **fields,
    }
    return Course(**values)


@pytest.mark.parametrize(
    ("running", "standing", "days"),
    [
        ({}, Standing.FAR_BEHIND, -50),
        ({StageKind.NEW: 9}, Standing.FAR_BEHIND, -30),
        ({StageKind.CONTACTED: 1}, Standing.BEHIND, -15),
        ({StageKind.INTERVIEW: 1, StageKind.NEW: 5}, Standing.ON_SCHEDULE, 10),
        ({StageKind.OFFER: 1}, Standing.ON_SCHEDULE, 35),
    ],
    ids=["nobody", "applied", "spoken to", "talking", "offered"],
)
def test_half_way_the_furthest_candidate_decides(running: Any, standing: Standing, days: int) -> None:
    judged = judge(_course(running=running), today=OPENED + timedelta(days=50))
    assert (judged.standing, judged.days, judged.planned) == (standing, days, 0.5)


def test_each_position_needs_a_candidate_of_its_own() -> None:
    assert progress_of(_course(positions=4, hired=1, running={StageKind.OFFER: 1, StageKind.NEW: 9})) == pytest.approx(
        (1 + 0.85 + 0.2 + 0.2) / 4
    )


def test_a_vacancy_that_should_be_open_is_late_by_the_days_since() -> None:
    judged = judge(_course(is_published=False), today=OPENED + timedelta(days=20))
    assert (judged.standing, judged.days) == (Standing.NOT_OPEN, -20)


def test_without_a_day_that_somebody_is_needed_nothing_is_promised() -> None:
    moved = OPENED + timedelta(days=49)
    judged = judge(_course(needed_on=None, last_movement_on=moved), today=OPENED + timedelta(days=50))
    assert (judged.standing, judged.days) == (Standing.NO_DEADLINE, 0)


def test_on_schedule_but_silent_for_two_weeks_is_quiet() -> None:
    running = {StageKind.OFFER: 1}
    today = OPENED + timedelta(days=50)
    quiet = judge(_course(running=running, last_movement_on=today - timedelta(days=15)), today=today)
    busy = judge(_course(running=running, last_movement_on=today - timedelta(days=14)), today=today)
    assert (quiet.standing, busy.standing) == (Standing.QUIET, Standing.ON_SCHEDULE)


_counts = st.dictionaries(st.sampled_from([k for k in StageKind if k not in {"hired", "ended"}]), st.integers(0, 9))


@given(_counts, st.integers(1, 9), st.integers(0, 12), st.integers(0, 200))
def test_progress_stays_between_nothing_and_all_and_a_hire_never_sets_back(
    running: Any, positions: int, hired: int, gone: int
) -> None:
    course = _course(running=running, positions=positions, hired=hired)
    further = _course(running=running, positions=positions, hired=hired + 1)
    assert 0 <= progress_of(course) <= progress_of(further) <= 1 + 1e-9
    today = OPENED + timedelta(days=gone)
    assert judge(further, today=today).days >= judge(course, today=today).days
