"""Plain functions through which the engines are measured from outside; importable without Django settings."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def pace(obs: Any) -> Sequence[float]:
    """One morning of one flight: today's budget of each channel, euros in whole cents. Raises pacing.refusals.Nonsense."""
    from campaigns.pacing.single import decide_day

    return [int(amount) / 100 for amount in decide_day(obs).amounts[:, 0]]


def pace_event(o: Any) -> np.ndarray:
    """One hour of N event flights: what each of C channels may spend this hour, [N, C] euros. Raises Nonsense."""
    from campaigns.pacing.single import decide_event_hour

    return decide_event_hour(o)


def read_report(path: str | Path) -> dict[str, Any]:
    """Read one ad report file. ``rows`` are rows of data without totals; money in whole minor units of ``currency``.

    ``impressions`` and ``clicks`` are None where the export has no such column; ``currency`` is empty where it says none.
    Problems carry the row's place in the file, or None when they are about the whole file.
    """
    from campaigns.reports import read_file

    report = read_file(path)
    return {
        "platform": report.platform.value,
        "currency": report.currency,
        "rows": report.rows,
        "spend_minor": report.spend_minor,
        "impressions": report.impressions,
        "clicks": report.clicks,
        "first_on": report.first_on.isoformat() if report.first_on else None,
        "last_on": report.last_on.isoformat() if report.last_on else None,
        "granularity": report.granularity,
        "problems": [{"row": one.row, "code": one.code.value, "said": one.said} for one in report.problems],
    }


def holiday_effect(days: pd.DataFrame) -> tuple[float, float, float]:
    """Return the effect of school holidays on daily applications at equal spend, and its 95 % interval: (effect, low, high).

    ``days``: one row a day in any order, columns date, applications, spend, school_holiday (bool, 0/1 or a share) and
    public_holiday. Fractions: −0.12 is 12 % fewer. With too little data, all three are NaN. Raises ValueError for a frame that
    cannot be read: a column missing, a date twice, a number below zero.
    """
    from dashboards.insight import HolidayEffect
    from dashboards.insight import holiday_effect as effect_in
    from dashboards.insight.frames import days_from

    found = effect_in(days_from(days))
    return (found.effect, found.low, found.high) if isinstance(found, HolidayEffect) else (nan, nan, nan)


def hires_forecast(history: dict[str, Any]) -> tuple[float, float, float]:
    """Hires in (today, today + horizon] from the open pipeline and the planned applications: 10 %, 50 % and 90 % quantiles.

    Always three numbers, also where a screen would say that there is too little data. Raises UnreadableHistoryError or
    ImpossiblePlanError (both ValueError).
    """
    from calendar_app.demand import ImpossiblePlanError, look, read_history

    read = read_history(history["app_day"], history["hire_day"], history["rejected_day"], today=float(history["today"]))
    planned = float(history["planned_apps"])
    if not 0 <= planned < float("inf"):
        raise ImpossiblePlanError("The number of planned applications must be zero or more.")
    band = look(read, horizon_days=float(history["horizon"])).hires(planned).band()
    return band.low, band.median, band.high


def compare_pairs(pairs: pd.DataFrame) -> tuple[float, float, float]:
    """Hires per euro, always-on over event, with a 95 % interval; three NaN when there is too little or a pair makes no sense.

    ``pairs`` is a DataFrame with one matched pair a row: always_on_euros, always_on_hires, event_euros, event_hires.
    """
    from dashboards.insight import comparison

    columns = ("always_on_euros", "always_on_hires", "event_euros", "event_hires")
    rows = [comparison.Pair(*row) for row in zip(*(pairs[name].astype(float) for name in columns), strict=True)]
    try:
        found = comparison.compare(rows, observational=False)
    except comparison.UnreadablePairsError:
        return nan, nan, nan
    return found.ratio, found.low, found.high
