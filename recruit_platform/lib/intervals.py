"""How sure a share is: Wilson's score interval, and a plain "too little data" where the answer would mislead."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

ENOUGH_TRIALS = 20
WIDEST_USEFUL = 0.4


@dataclass(frozen=True)
class ShareInterval:
    """A share (0..1) with its interval. Show ``point`` only where ``is_enough``."""

    point: float
    low: float
    high: float
    successes: int
    trials: int
    is_enough: bool


def wilson(successes: int, trials: int, *, confidence: float = 0.95) -> ShareInterval | None:
    """Return Wilson's score interval (E. B. Wilson, JASA 22, 1927) for a share; None without a single trial.

    ``is_enough`` is false below 20 trials or when the interval is wider than 0.4: then the honest answer is "too little data".
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share.")
    if not 0 < confidence < 1:
        raise ValueError("Confidence lies between 0 and 1.")
    if trials == 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = successes / trials, z * z / trials
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return ShareInterval(
        point=share,
        low=low,
        high=high,
        successes=successes,
        trials=trials,
        is_enough=trials >= ENOUGH_TRIALS and high - low <= WIDEST_USEFUL,
    )
