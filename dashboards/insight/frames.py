"""The one place of this package that knows pandas: a frame in, a history by day out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .days import Days, MissingColumn, days_of

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

COLUMNS = ("date", "applications", "spend", "school_holiday", "public_holiday")


def days_from(frame: pd.DataFrame) -> Days:
    """Read a frame with ``COLUMNS``, one row a day in any order. Raises ``BadDays`` as ``days_of`` does."""
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise MissingColumn(f"Columns are missing: {', '.join(missing)}.")
    return days_of(
        dates=frame["date"].to_numpy(),
        applications=frame["applications"].to_numpy(),
        spend=frame["spend"].to_numpy(),
        school_holiday=frame["school_holiday"].to_numpy(),
        public_holiday=frame["public_holiday"].to_numpy(),
    )
