"""Other ways to put a number on the school holidays, to be compared with; none of them is in the product.

Each takes a history as ``bench.worlds.season`` draws it and returns (effect, low, high).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboards.insight import loglinear
from dashboards.insight.days import SAME_HOLIDAY_WITHIN_DAYS
from dashboards.insight.design import Kind, design_of
from dashboards.insight.frames import days_from

Answer = tuple[float, float, float]
Numbers = NDArray[np.float64]
Z = 1.96


def ratio(days: pd.DataFrame) -> Answer:
    """Mean applications of holidays over those of other days, as if days were drawn from an urn."""
    school = days["school_holiday"].to_numpy() > 0
    inside, outside = days["applications"][school], days["applications"][~school]
    spread = np.hypot(*(group.std() / group.mean() / len(group) ** 0.5 for group in (inside, outside)))
    return _interval(float(np.log(inside.mean() / outside.mean())), float(spread))


def decomposition(days: pd.DataFrame) -> Answer:
    """Take trend and year out as a mean of 91 days around, the weekday as a ratio, and compare what is left."""
    applications = days["applications"].astype(float)
    left = applications / applications.rolling(91, center=True, min_periods=30).mean()
    left = left / left.groupby(days["date"].dt.day_of_week).transform("mean")
    return ratio(days.assign(applications=left))


def without_spend(days: pd.DataFrame) -> Answer:
    return _plain(days, leave_out=Kind.SPEND)[:3]


def uncorrelated(days: pd.DataFrame) -> Answer:
    """The quasi-Poisson fit with its own interval."""
    return _plain(days)[:3]


def widest(days: pd.DataFrame) -> Answer:
    """The same fit; where Ljung and Box see correlation in a week, the widest of its own, Newey-West's and the blocks' spread."""
    from scipy.special import chdtrc, stdtrit

    history, design = days_from(days), design_of(days_from(days))
    columns = design.plain()
    matrix, counts = design.matrix[:, columns], history.applications
    found = loglinear.fit(matrix, counts)
    place = list(columns).index(design.school)
    centre, spreads = float(found.coefficients[place]), [Z * float(found.covariance[place, place]) ** 0.5]
    pearson = (counts - found.mean) / np.sqrt(found.mean)
    if chdtrc(7, _ljung_box(pearson, 7)) < 0.05:
        influence = matrix * (counts - found.mean)[:, None] @ (found.covariance / found.dispersion)[:, place]
        blocks = _blocks(history.school)
        totals = np.bincount(blocks, influence)
        spreads.append(float(stdtrit(max(len(totals) // 2 - 1, 1), 0.975)) * _newey_west(influence) ** 0.5)
        spreads.append(float(stdtrit(max(len(totals) // 2 - 1, 1), 0.975)) * float(totals @ totals) ** 0.5)
    return _interval(centre, max(spreads) / Z)


RIVALS = {
    "naive ratio": ratio,
    "decomposition": decomposition,
    "without spend": without_spend,
    "own spread": uncorrelated,
    "widest of three": widest,
}


def _interval(centre: float, spread: float) -> Answer:
    low, middle, high = np.expm1([centre - Z * spread, centre, centre + Z * spread])
    return float(middle), float(low), float(high)


def _plain(days: pd.DataFrame, leave_out: Kind | None = None) -> Answer:
    history = days_from(days)
    design = design_of(history)
    columns = [n for n in design.plain() if design.columns[n].kind is not leave_out]
    found = loglinear.fit(design.matrix[:, columns], history.applications)
    place = columns.index(design.school)
    return _interval(float(found.coefficients[place]), float(found.covariance[place, place]) ** 0.5)


def _ljung_box(residuals: Numbers, lags: int) -> float:
    n, whole = len(residuals), residuals @ residuals
    return n * (n + 2) * sum((residuals[k:] @ residuals[:-k] / whole) ** 2 / (n - k) for k in range(1, lags + 1))


def _newey_west(influence: Numbers) -> float:
    reach = int(4 * (len(influence) / 100) ** (2 / 9)) * 2
    cross = (2 * (1 - k / (reach + 1)) * (influence[k:] @ influence[:-k]) for k in range(1, reach + 1))
    return max(float(influence @ influence + sum(cross)), 0.0)


def _blocks(school: Numbers) -> NDArray[np.int64]:
    """Number the holidays and the stretches between them; what is close together counts as one."""
    where = np.flatnonzero(school > 0)
    inside = np.zeros(len(school), dtype=bool)
    for day, following in zip(where, [*where[1:], where[-1]], strict=True):
        inside[day : following if following - day <= SAME_HOLIDAY_WITHIN_DAYS else day + 1] = True
        inside[day] = True
    return np.cumsum(np.diff(inside, prepend=inside[0]).astype(bool)).astype(np.int64)
