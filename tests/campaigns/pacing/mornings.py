"""Mornings for tests of the engine: every value can be said, what is not said is an ordinary flight in its middle."""

from __future__ import annotations

from typing import Any

import numpy as np

from campaigns.pacing.morning import LEARNED, RECENT, Morning, Past


def make_morning(*, flights: int = 1, channels: int = 3, day_budget: float = 10_000.0, **told: Any) -> Morning:
    """A flight of 100 days at its 50th morning, on plan, each channel spending 95 % of its part of ``day_budget`` (cents)."""
    part = day_budget / channels
    shape = (channels, flights)
    old = np.full((LEARNED - RECENT, *shape), part)
    values: dict[str, Any] = {
        "days_left": np.full(flights, 50),
        "budget": np.full(flights, 100 * day_budget * 0.95),
        "settled": np.full(flights, 42 * day_budget * 0.95),
        "share": np.full(flights, 1 / 50),
        "planned": np.full(flights, 50 * day_budget * 0.95),
        "cap": np.full(flights, np.inf),
        "active": np.ones(shape, bool),
        "least": np.full(shape, 500.0),
        "most": np.full(shape, np.inf),
        "over": np.full(shape, 1.5),
        "in_force": np.full((RECENT, *shape), part),
        "reported": np.full((RECENT, *shape), part * 0.95),
        "told": np.ones((RECENT, *shape)),
        "past": Past.of(old, old * 0.95),
        "value": np.ones(shape),
        "scale": np.full(shape, part),
    }
    return Morning(**{**values, **told})
