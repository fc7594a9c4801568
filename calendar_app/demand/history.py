"""What became of an organisation's applications, as known on one day. Days are numbers on one scale, with parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class UnreadableHistoryError(ValueError):
    """The history cannot be what happened."""


class DayMissingError(UnreadableHistoryError):
    """An application without a day, or a day that is no number."""


class HiredBeforeApplyingError(UnreadableHistoryError):
    """Somebody was hired before they applied."""


class RejectedBeforeApplyingError(UnreadableHistoryError):
    """Somebody was rejected before they applied."""


class UnequalColumnsError(UnreadableHistoryError):
    """The columns do not describe the same applications."""


class ImpossiblePlanError(ValueError):
    """A plan with a negative or unknown number of days, applications or hires."""


@dataclass(frozen=True)
class History:
    """Applications up to ``today``. ``hire_lag[h]``: days from application to hire of those hired, ``hire_age[h]`` how long ago
    they applied; ``rejected_lag[r]``, ``rejected_age[r]`` likewise; ``open_age[o]``: how long ago those applied of whom neither
    is known. All sorted, so that the order in which applications were given changes nothing.
    """

    hire_lag: Floats
    hire_age: Floats
    rejected_lag: Floats
    rejected_age: Floats
    open_age: Floats

    @property
    def applications(self) -> int:
        return self.hire_lag.size + self.rejected_lag.size + self.open_age.size

    @property
    def hires(self) -> int:
        return self.hire_lag.size


def read(app_day: ArrayLike, hire_day: ArrayLike, rejected_day: ArrayLike, *, today: float) -> History:
    """Return what was known at the end of ``today``: what happened later is not looked at, so any past day can be forecast again.

    ``hire_day`` and ``rejected_day`` are NaN where it has not happened. Who was both rejected and hired, was hired. Raises
    UnreadableHistoryError, or what is derived from it.
    """
    applied, hired, rejected = _columns([app_day, hire_day, rejected_day])
    if not np.isfinite(today) or not np.isfinite(applied).all():
        raise DayMissingError("Every application needs a day, and so does today.")
    if np.isinf(hired).any() or np.isinf(rejected).any():
        raise DayMissingError("A day of hire or rejection must be a number, or NaN when it has not happened.")
    if (hired < applied).any():
        raise HiredBeforeApplyingError("A hire lies before its application.")
    if (rejected < applied).any():
        raise RejectedBeforeApplyingError("A rejection lies before its application.")
    known = applied <= today
    applied, hired, rejected = applied[known], hired[known], rejected[known]
    is_hired = hired <= today
    is_rejected = ~is_hired & (rejected <= today)
    age = today - applied
    return History(
        *_paired((hired - applied)[is_hired], age[is_hired]),
        *_paired((rejected - applied)[is_rejected], age[is_rejected]),
        np.sort(age[~is_hired & ~is_rejected]),
    )


def _columns(columns: Sequence[ArrayLike]) -> list[Floats]:
    try:
        arrays = [np.asarray(one, dtype=float) for one in columns]
    except (TypeError, ValueError) as problem:
        raise UnreadableHistoryError("A day is not a number.") from problem
    if len({one.shape for one in arrays}) != 1 or arrays[0].ndim != 1:
        raise UnequalColumnsError("The columns of a history have different lengths.")
    return arrays


def _paired(lag: Floats, age: Floats) -> tuple[Floats, Floats]:
    order = np.lexsort((age, lag))
    return lag[order], age[order]
