"""Always-on against event: hires per euro in matched pairs of vacancies. Pure: numbers in, a ratio with its doubt out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_PAIRS = 3
_SURE, _POWER = 0.95, 0.8
_ALIKE = 0.05  # of hires within one pair: what a further hire in it adds falls to 1 / (1 + _ALIKE × (hires - 1))
_LEAST_OF_LOT = 1 / 3
_FAR = 12.0  # logs of a ratio beyond which nothing is looked for


class Verdict(StrEnum):
    ALWAYS_ON_BETTER = "always_on_better"
    EVENT_BETTER = "event_better"
    CANNOT_TELL = "cannot_tell"
    TOO_LITTLE = "too_little"


class MeasuredTooEarlyError(ValueError):
    """Hires were counted before they could have come."""


class UnreadablePairsError(ValueError):
    """A pair whose euros are not above zero, or whose hires are negative or unknown."""


@dataclass(frozen=True)
class Pair:
    """Two matched vacancies: euros spent (above zero) and hires followed up equally long."""

    always_on_euros: float
    always_on_hires: float
    event_euros: float
    event_hires: float


@dataclass(frozen=True)
class Comparison:
    """``ratio`` of hires per euro, always-on over event, with its 95 % interval ``low`` … ``high`` (which may be infinite).

    ``seen_from``: the smallest ratio above one (or one over it, below) that so many such pairs show in four cases of five.
    ``empty``: pairs without any hire, which say nothing about the ratio. ``observational``: nobody drew lots, so the difference
    may be that of the vacancies themselves. All four numbers are NaN when there is too little.
    """

    ratio: float
    low: float
    high: float
    seen_from: float
    pairs: int
    empty: int
    verdict: Verdict
    observational: bool


def check_follow_up(*, ads_last_on: date, counted_to: date, follow_up_days: int) -> None:
    """Refuse outcomes counted inside the window in which ads ran: hires come weeks later (MeasuredTooEarlyError).

    ``follow_up_days`` is how long after the last ad hires are still expected, the same for both of a pair; at least one.
    """
    waited = (counted_to - ads_last_on).days
    if waited < max(follow_up_days, 1):
        raise MeasuredTooEarlyError(
            f"Hires were counted {waited} days after the last ad; wait {max(follow_up_days, 1)}."
        )


def compare(pairs: Sequence[Pair], *, observational: bool) -> Comparison:
    """Compare hires per euro over the pairs. Raises UnreadablePairsError.

    What a pair has in common (its market, its month) is conditioned away: given the hires of both, those of always-on are a
    share R·a / (R·a + e) of them, a and e the euros. The estimate sets the sum of the pairs' surprises to zero; the interval
    holds every R for which a t test on them (pairs - 1 degrees of freedom, so whatever makes pairs differ is measured, not
    assumed) does not reject: for equal budgets Fieller's interval of the ratio of two sums. No logarithm of a count is taken,
    so a side without hires needs no correction. Many hires in one pair count for less than as many in several; without that
    the estimate would be the ratio of sums, with equal weights the middle pair's; these agree unless the ratio itself differs
    strongly from pair to pair.
    """
    table = _table(pairs)
    told = table[(table[:, 1] + table[:, 3]) > 0]
    empty = len(pairs) - len(told)
    if len(told) < LEAST_PAIRS:
        nothing = (float("nan"),) * 4
        return Comparison(*nothing, len(pairs), empty, Verdict.TOO_LITTLE, observational)
    ratio = _estimate(told)
    low, high = _interval(told, ratio)
    return Comparison(
        ratio, low, high, _seen_from(told, ratio), len(pairs), empty, _verdict(low, high), observational=observational
    )


def _table(pairs: Sequence[Pair]) -> Floats:
    """Rows of always-on euros and hires, event euros and hires, in an order that does not depend on the one given."""
    table = np.array(
        [(one.always_on_euros, one.always_on_hires, one.event_euros, one.event_hires) for one in pairs], dtype=float
    ).reshape(-1, 4)
    if not np.isfinite(table).all() or (table[:, [0, 2]] <= 0).any() or (table[:, [1, 3]] < 0).any():
        raise UnreadablePairsError("Every pair needs euros above zero and hires that are zero or more on both sides.")
    return table[np.lexsort(table.T)]


def _surprises(table: Floats, log_ratio: Floats) -> Floats:
    """[ratio, pair]: always-on hires above what the ratio expects of the pair's hires, weighted."""
    share, weight = _shares(table, log_ratio)
    return weight * (table[:, 1] - (table[:, 1] + table[:, 3]) * share)


def _shares(table: Floats, log_ratio: Floats) -> tuple[Floats, Floats]:
    """What part of a pair's hires the ratio expects on the always-on side [ratio, pair], and the weight of a hire [pair]."""
    times = np.exp(log_ratio)[:, None] * table[:, 0]
    return times / (times + table[:, 2]), 1 / (1 + _ALIKE * np.maximum(table[:, 1] + table[:, 3] - 1, 0))


def _estimate(table: Floats) -> float:
    if not table[:, 1].any():
        return 0.0
    if not table[:, 3].any():
        return float("inf")
    middle = float(np.log(table[:, 2].sum() / table[:, 0].sum()))  # where equal hires would put it
    return float(np.exp(_border(middle - _FAR, middle + _FAR, lambda at: _surprises(table, at).sum(axis=1) <= 0)))


def _border(before: float, beyond: float, is_beyond: Callable[[Floats], NDArray[np.bool_]]) -> float:
    """The log ratio where a condition begins to hold, on the way from ``before``, where it does not, to ``beyond``."""
    for _ in range(5):
        steps = np.linspace(before, beyond, 65)
        first = max(int(np.argmax(is_beyond(steps))), 1)
        before, beyond = float(steps[first - 1]), float(steps[first])
    return (before + beyond) / 2


def _statistic(table: Floats, log_ratio: Floats) -> Floats:
    """Student's t of the surprises, per ratio."""
    return _surprises(table, log_ratio).mean(axis=1) / _error(table, log_ratio)


def _error(table: Floats, log_ratio: Floats) -> Floats:
    """Standard error of the mean surprise, per ratio.

    Their variance is measured, but never below a third of what drawing lots alone would give: a few pairs that happen to agree
    exactly are not certainty.
    """
    share, weight = _shares(table, log_ratio)
    by_lot = (weight**2 * (table[:, 1] + table[:, 3]) * share * (1 - share)).mean(axis=1)
    variance = np.maximum(_surprises(table, log_ratio).var(axis=1, ddof=1), _LEAST_OF_LOT * by_lot)
    return np.sqrt(np.maximum(variance, 1e-300) / len(table))


def _interval(table: Floats, ratio: float) -> tuple[float, float]:
    """Walk from the estimate to both sides until the test rejects; zero or infinity when it never does."""
    centre = float(np.clip(np.log(max(ratio, 1e-300)), -_FAR, _FAR))
    limit = _t(1 - (1 - _SURE) / 2, len(table) - 1)
    low, high = (_end(table, centre, side, limit) for side in (-1.0, 1.0))
    return float(np.exp(low)), float(np.exp(high))


def _end(table: Floats, centre: float, side: float, limit: float) -> float:
    def is_rejected(at: Floats) -> NDArray[np.bool_]:
        return np.asarray(-side * _statistic(table, at) > limit)

    steps = centre + side * np.linspace(0, 2 * _FAR, 193)
    beyond = np.flatnonzero(is_rejected(steps))
    if not beyond.size:
        return side * float("inf")
    return _border(steps[max(beyond[0] - 1, 0)], steps[beyond[0]], is_rejected)


def _seen_from(table: Floats, ratio: float) -> float:
    """From the error of the log ratio (delta method) at the estimate; infinite where one side has no hires at all."""
    if not 0 < ratio < float("inf"):
        return float("inf")
    at, freedom, step = np.log(ratio), len(table) - 1, 1e-4
    below, above = _surprises(table, np.array([at - step, at + step])).mean(axis=1)
    error = _error(table, np.array([at]))[0] * 2 * step / (below - above)
    return float(np.exp((_t(1 - (1 - _SURE) / 2, freedom) + _t(_POWER, freedom)) * error))


def _t(share: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))


def _verdict(low: float, high: float) -> Verdict:
    if low > 1:
        return Verdict.ALWAYS_ON_BETTER
    return Verdict.EVENT_BETTER if high < 1 else Verdict.CANNOT_TELL
