"""One flight, morning by morning, told as plain tables in whole currency: how the engine is met from outside."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from . import refusals
from .hourly import HourMemory, decide_hour
from .morning import Decision, Numbers
from .pilot import Pilot, View

_CENTS = 100.0


class Observation(Protocol):
    """What one flight's morning is told by; the tables are [day, channel], NaN where nothing is told."""

    day: int
    days_total: int
    total_budget: float
    channels: Sequence[str]
    min_budget: ArrayLike
    max_budget: ArrayLike
    over_cap: ArrayLike
    daily_cap: float | None
    weights: ArrayLike
    active: ArrayLike
    known_pause: ArrayLike
    budgets: ArrayLike
    spend: ArrayLike
    apps: ArrayLike
    qualified: ArrayLike
    memory: MutableMapping[str, Any]


def decide_day(flight: Observation) -> Decision:
    """Return today's budgets of one flight: arrays of one row, whole cents. The same morning twice gives the same.

    ``memory`` keeps what was learned from report to report; without it the engine knows less, not worse. Raises Nonsense.
    """
    view = _view(flight)
    pilot: Pilot | None = flight.memory.get("pilot")
    if pilot is None:
        pilot = flight.memory["pilot"] = Pilot(1, len(flight.channels))
    return pilot.decide(view)


def decide_event_hour(flights: Any) -> Numbers:
    """Return the caps of this hour in whole currency: [N, C]. Raises Nonsense."""
    budget, hours = np.asarray(flights.B, float), np.asarray(flights.H, float)
    refusals.money("B", budget)
    refusals.reported("rep", flights.rep)
    if flights.C < 1:
        raise refusals.NoChannel
    if (hours < 1).any() or flights.h < 0:
        raise refusals.EndsBeforeStart(f"hour {flights.h} of {hours.min()}")
    memory = flights.mem.setdefault("hours", HourMemory())
    newest = np.asarray(flights.lastrep, float)
    if newest.ndim != 3:
        newest = np.zeros((len(budget), 0, flights.C))
    usual = np.nan_to_num(np.asarray(flights.tod, float))
    longest = int(max(hours.max(), flights.h + 1))
    if len(usual) < longest:
        usual = np.resize(usual if len(usual) else np.ones(1), longest)
    return decide_hour(
        int(flights.h),
        hours=hours,
        budget=budget,
        reported=np.nan_to_num(np.asarray(flights.rep, float)),
        newest=newest,
        usual=usual,
        caps=[np.asarray(cap, float) for cap in flights.caps],
        channels=int(flights.C),
        lag=int(flights.lag),
        memory=memory,
    )


def _view(flight: Observation) -> View:
    channels, day, total = len(flight.channels), int(flight.day), int(flight.days_total)
    if channels == 0:
        raise refusals.NoChannel
    if total < 1 or day < 0:
        raise refusals.EndsBeforeStart(f"day {day} of {total}")
    refusals.money("total_budget", flight.total_budget)
    refusals.money("min_budget", flight.min_budget)
    cap = np.inf if flight.daily_cap is None else float(flight.daily_cap)
    refusals.money("daily_cap", cap, may_be_infinite=True)
    refusals.money("max_budget", flight.max_budget, may_be_infinite=True)
    for name in ("budgets", "spend", "apps", "qualified"):
        refusals.reported(name, getattr(flight, name))
    tables = {name: _table(name, getattr(flight, name), day, channels) for name in ("spend", "apps", "qualified")}
    return View(
        day=day,
        total=np.array([total]),
        budget=np.array([round(flight.total_budget * _CENTS)], float),
        weights=_weights(flight, total=total, day=day),
        active=_row(flight.active, channels).astype(bool),
        exists=np.ones((1, channels), bool),
        least=_row(flight.min_budget, channels) * _CENTS,
        most=_row(flight.max_budget, channels) * _CENTS,
        over=np.maximum(np.nan_to_num(_row(flight.over_cap, channels), nan=1.0), 1.0),
        cap=np.array([cap * _CENTS]),
        in_force=np.maximum(np.nan_to_num(_table("budgets", flight.budgets, day, channels)), 0.0) * _CENTS,
        spend=tables["spend"] * _CENTS,
        apps=np.maximum(tables["apps"], 0.0),
        qualified=np.maximum(tables["qualified"], 0.0),
    )


def _table(name: str, values: ArrayLike, day: int, channels: int) -> Numbers:
    """The days behind today; rows of today and later are nobody's knowledge and left out."""
    table = np.asarray(values, float).reshape(-1, channels) if np.size(values) else np.zeros((0, channels))
    if len(table) < day:
        raise refusals.WrongShape(f"{name} has {len(table)} days, not {day}")
    return table[None, :day]


def _row(values: ArrayLike, channels: int) -> Numbers:
    refusals.shape("a channel's value", np.broadcast_to(np.asarray(values), (channels,)), (channels,))
    return np.broadcast_to(np.asarray(values, float), (channels,))[None].copy()


def _weights(flight: Observation, *, total: int, day: int) -> Numbers:
    """Plan weights by day up to the end, zero on announced pauses; where nothing is left of them, even ones."""
    long = max(total, day + 1)
    weights = np.zeros(long)
    told = np.nan_to_num(np.asarray(flight.weights, float), posinf=0.0)[:total]
    weights[: len(told)] = np.maximum(told, 0.0)
    pause = np.zeros(long, bool)
    known = np.asarray(flight.known_pause, bool)[:total]
    pause[: len(known)] = known
    weights[pause] = 0.0
    if not weights[day:total].any():
        weights[day:total] = np.where(pause[day:total], 0.0, 1.0)
    return weights[None]
