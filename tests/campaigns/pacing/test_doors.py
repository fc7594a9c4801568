"""The engine through its doors, in worlds of the bench: whole flights, and nonsense."""

from __future__ import annotations

import copy
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bench import doors
from bench.worlds import flights
from bench.worlds.events import Events
from campaigns.pacing import refusals


def flown(kind: flights.Kind, *, seed: int, many: int) -> flights.Flights:
    world = flights.Flights(kind, many, seed)
    memories: list[dict[str, Any]] = [{} for _flight in range(many)]
    while (world.day < world.total).any():
        world.morning()
        budgets = np.zeros((many, world.channels))
        for row in np.flatnonzero(world.is_live):
            budgets[row, world.exists[row]] = doors.pace(world.observation(row, memories[row]))
        world.live(budgets)
    return world


def test_flights_of_a_month_end_near_their_budget_and_not_above_it() -> None:
    world = flown(flights.MONTH, seed=5, many=8)
    error = world.spend.sum((1, 2)) / world.budget - 1
    assert np.abs(error).mean() < 0.012
    assert error.max() < 0.005


def test_the_same_morning_twice_gives_the_same_budgets() -> None:
    world = flights.Flights(flights.MONTH, 1, 3)
    memory: dict[str, Any] = {}
    for _day in range(12):
        world.morning()
        seen = copy.deepcopy(memory)
        first = doors.pace(world.observation(0, memory))
        assert doors.pace(world.observation(0, memory)) == first
        assert doors.pace(world.observation(0, seen)) == first
        world.live(np.array([_whole(world, first)]))


def test_a_lost_memory_is_no_reason_to_stop() -> None:
    world = flights.Flights(flights.MONTH, 1, 3)
    for _day in range(12):
        world.morning()
        budgets = doors.pace(world.observation(0, {}))
        assert sum(budgets) > 0
        world.live(np.array([_whole(world, budgets)]))


def morning(**told: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "day": 0, "days_total": 10, "days_left": 10, "date": None, "total_budget": 1_000.0, "remaining_reported": 1_000.0,
        "channels": ["meta", "google"], "min_budget": [5.0, 0.0], "max_budget": [np.inf, np.inf], "over_cap": [1.75, 2.0],
        "daily_cap": np.inf, "weights": np.ones(10), "active": [True, True], "known_pause": np.zeros(10, bool),
        "budgets": np.zeros((0, 2)), "spend": np.zeros((0, 2)), "impressions": np.zeros((0, 2)), "clicks": np.zeros((0, 2)),
        "apps": np.zeros((0, 2)), "qualified": np.zeros((0, 2)), "school_holiday": np.zeros(10), "weekday": np.arange(10) % 7,
        "memory": {},
    }  # fmt: skip
    return SimpleNamespace(**(values | told))


@pytest.mark.parametrize(
    "told",
    [
        {"channels": ["nobody knows this network"], "min_budget": [0.0], "max_budget": [np.inf], "over_cap": [1.0],
         "active": [True], **{name: np.zeros((0, 1)) for name in ("budgets", "spend", "apps", "qualified")}},
        {"days_total": 1, "days_left": 1, "weights": [1.0], "known_pause": [False]},
    ],
)  # fmt: skip
def test_one_unknown_channel_and_a_flight_of_one_day_work(told: dict[str, Any]) -> None:
    budgets = doors.pace(morning(**told))
    assert 0 < sum(budgets) <= 1_000


def test_a_budget_of_nothing_is_spent_on_nothing() -> None:
    assert list(doors.pace(morning(total_budget=0.0))) == [0.0, 0.0]


def test_a_flight_that_is_over_gets_nothing() -> None:
    past = np.zeros((10, 2))
    ended = morning(day=10, days_left=0, budgets=past, spend=past, apps=past, qualified=past)
    assert list(doors.pace(ended)) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"total_budget": float("nan")}, refusals.NotMoney),
        ({"total_budget": -1.0}, refusals.NotMoney),
        ({"total_budget": float("inf")}, refusals.NotMoney),
        ({"min_budget": [-5.0, 0.0]}, refusals.NotMoney),
        ({"max_budget": [float("nan"), 1.0]}, refusals.NotMoney),
        ({"daily_cap": -1.0}, refusals.NotMoney),
        ({"channels": []}, refusals.NoChannel),
        ({"days_total": 0}, refusals.EndsBeforeStart),
        ({"day": -1}, refusals.EndsBeforeStart),
        ({"day": 3}, refusals.WrongShape),
        (
            {"day": 1, **{name: np.full((1, 2), np.inf) for name in ("budgets", "spend", "apps", "qualified")}},
            refusals.NotMoney,
        ),
    ],
)
def test_nonsense_is_refused_by_name(told: dict[str, Any], refused: type[ValueError]) -> None:
    with pytest.raises(refused):
        doors.pace(morning(**told))


def test_events_of_two_days_end_near_their_budget_and_not_above_it() -> None:
    world, caps, memory = Events(60, 4, lag=3), [], {}
    for _hour in range(50):
        caps.append(doors.pace_event(world.observation(caps, memory)))
        world.live(caps[-1])
    error = world.spend.sum((1, 2)) / world.budget - 1
    assert np.abs(error).mean() < 0.02
    assert error.max() < 0.01
    assert error.mean() < -0.003, "something is kept back for the hours nobody is told of"


def test_a_negative_event_budget_is_refused() -> None:
    world = Events(2, 1)
    hour = world.observation([], {})
    hour.B = np.array([100.0, -1.0])
    with pytest.raises(refusals.NotMoney):
        doors.pace_event(hour)


def test_the_doors_need_no_django() -> None:
    code = "import sys; from bench import doors; from campaigns.pacing import single; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _whole(world: flights.Flights, budgets: Any) -> np.ndarray:
    row = np.zeros(world.channels)
    row[world.exists[0]] = budgets
    return row
