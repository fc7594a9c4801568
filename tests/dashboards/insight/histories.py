"""Histories by day for these tests, with every value they rely on in the call."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.worlds.season import World, draw


def history(*, seed: int = 1, **constants: object) -> pd.DataFrame:
    """Two years of an employer with 12 applications a day and 12 % fewer in school holidays, unless told otherwise."""
    return draw(World(**constants), seed=seed)  # type: ignore[arg-type]


def quiet(*, effect: float, days: int = 730, level: float = 40.0, spend: float = 100.0) -> pd.DataFrame:
    """No noise at all: a level, every fifth week a holiday of nine days, and spend that varies a little."""
    dates = pd.date_range("2024-01-01", periods=days)
    school = (np.arange(days) % 35 >= 26).astype(int)
    amounts = spend * (1 + 0.3 * np.sin(np.arange(days) * 1.7)) * (1 - 0.3 * school)
    return pd.DataFrame(
        {
            "date": dates,
            "applications": level * np.sqrt(amounts / spend) * (1 + effect * school),
            "spend": amounts,
            "school_holiday": school,
            "public_holiday": (np.arange(days) % 60 == 0).astype(int),
        }
    )
