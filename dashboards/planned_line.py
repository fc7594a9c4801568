"""Is a vacancy on schedule? How far it has come against a straight planned line from opening to the day somebody is needed. Pure.

A stage reached is a part of the way: the weights say how much of the time a filled vacancy had usually used by then. They are
rough, the same for all, and shown with the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from talentpool.models import StageKind

WEIGHTS: Mapping[StageKind, float] = {
    StageKind.NEW: 0.20,
    StageKind.CONTACTED: 0.35,
    StageKind.INTERVIEW: 0.60,
    StageKind.OFFER: 0.85,
    StageKind.HIRED: 1.0,
}
SLACK_SHARE = 0.05  # of the whole time: within it a vacancy is on schedule
LEAST_SLACK_DAYS = 3
FAR_BEHIND_SHARE = 0.20
QUIET_DAYS = 14


class Standing(StrEnum):
    NOT_OPEN = "not_open"  # should have been opened
    FAR_BEHIND = "far_behind"
    BEHIND = "behind"
    QUIET = "quiet"  # nothing happened for two weeks
    ON_SCHEDULE = "on_schedule"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True)
class Course:
    """What is known of one vacancy. ``running`` counts applications per stage; ``needed_on`` is the day it should be filled."""

    opens_on: date
    needed_on: date | None
    is_published: bool
    positions: int
    hired: int
    running: Mapping[StageKind, int]
    last_movement_on: date | None


@dataclass(frozen=True)
class Schedule:
    """``days`` ahead (positive) or behind; ``progress`` 0..1 of the way, ``planned`` what the line asks for today."""

    standing: Standing
    days: int
    progress: float
    planned: float


def judge(course: Course, *, today: date) -> Schedule:
    """Compare how far a vacancy came with its planned line."""
    progress = progress_of(course)
    if not course.is_published:
        return Schedule(Standing.NOT_OPEN, min(0, (course.opens_on - today).days), progress, 0.0)
    if course.needed_on is None:
        return Schedule(_quiet_or(Standing.NO_DEADLINE, course, today=today), 0, progress, 0.0)
    total = max(1, (course.needed_on - course.opens_on).days)
    elapsed = (today - course.opens_on).days
    days = round(progress * total) - elapsed
    planned = min(1.0, max(0.0, elapsed / total))
    slack = max(LEAST_SLACK_DAYS, round(SLACK_SHARE * total))
    if days < -max(slack, round(FAR_BEHIND_SHARE * total)):
        return Schedule(Standing.FAR_BEHIND, days, progress, planned)
    if days < -slack:
        return Schedule(Standing.BEHIND, days, progress, planned)
    return Schedule(_quiet_or(Standing.ON_SCHEDULE, course, today=today), days, progress, planned)


def progress_of(course: Course) -> float:
    """How much of the way is done: per position the furthest candidate counts, one candidate for one position."""
    done = min(course.hired, course.positions)
    progress, left = float(done), course.positions - done
    for kind in (StageKind.OFFER, StageKind.INTERVIEW, StageKind.CONTACTED, StageKind.NEW):
        here = min(left, course.running.get(kind, 0))
        progress += here * WEIGHTS[kind]
        left -= here
    return progress / course.positions


def _quiet_or(standing: Standing, course: Course, *, today: date) -> Standing:
    moved_on = course.last_movement_on or course.opens_on
    return Standing.QUIET if today - moved_on > timedelta(days=QUIET_DAYS) else standing
