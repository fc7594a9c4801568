"""Invented histories of hires, small and plain, with every constant in sight."""

from __future__ import annotations

from typing import Any

import numpy as np

from calendar_app import demand

NAN = float("nan")


def columns(
    *, days: int = 400, per_day: float = 3.0, share: float = 0.06, lag: float = 30.0, seed: int = 1
) -> dict[str, np.ndarray]:
    """Applications up to day 0; a share is hired after a gamma number of days with this mean, of the others 4 in 5 are told."""
    rng = np.random.default_rng(seed)
    day = -days * rng.random(rng.poisson(days * per_day))
    hired = rng.random(day.size) < share
    hire_day = np.where(hired, day + rng.gamma(4.0, lag / 4, day.size), NAN)
    told = ~hired & (rng.random(day.size) < 0.8)
    rejected_day = np.where(told, day + rng.gamma(2.0, 10.0, day.size), NAN)
    return {
        "app_day": day,
        "hire_day": np.where(hire_day <= 0, hire_day, NAN),
        "rejected_day": np.where(rejected_day <= 0, rejected_day, NAN),
    }


def read(**constants: Any) -> demand.History:
    return demand.read_history(**columns(**constants), today=0.0)


def door(*, planned: float = 200, horizon: float = 91, today: float = 0.0, **given: Any) -> dict[str, Any]:
    """What the door takes; columns that are not given are empty, or NaN as long as the applications."""
    days = list(given.get("app_day", []))
    found = {"hire_day": [NAN] * len(days), "rejected_day": [NAN] * len(days)} | given
    return {"app_day": days, "today": today, "planned_apps": planned, "horizon": horizon} | found
