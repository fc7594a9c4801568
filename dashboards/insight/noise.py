"""Normal equations of a regression whose noise is partly AR(1): tridiagonal algebra, linear in the number of days.

The covariance of the working values, up to a factor, is (1 − s)·D + s·R: D diagonal, R the correlations ρ^|i−j| of all calendar
days, s the lasting share. R has a tridiagonal inverse, so by Woodbury's identity all that is needed is one tridiagonal
factorisation for each (ρ, s). Days not used get an infinite variance in D: gaps cost nothing and time keeps running in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .days import Numbers


@dataclass(frozen=True)
class Noise:
    """``lasting``: the share of a day's variance that is AR(1) noise with this ``correlation`` from one day to the next."""

    correlation: float
    lasting: float


def normal_equations(matrix: Numbers, precision: Numbers, noises: Sequence[Noise]) -> tuple[Numbers, Numbers]:
    """Return matrix' V⁻¹ matrix for every noise (K, p, p), and log |V| over the days used (K).

    ``matrix`` (n, p) has a row for every calendar day; ``precision`` (n) is 1/D, around 1, and 0 on days not used.
    """
    weighted = np.asfortranarray(matrix * precision[:, None])
    whole = matrix.T @ weighted
    used = precision > 0
    scale = -float(np.log(precision[used]).sum())
    grams, logs = np.empty((len(noises), *whole.shape)), np.empty(len(noises))
    for place, noise in enumerate(noises):
        own = 1 - noise.lasting
        if not noise.lasting:
            grams[place], logs[place] = whole, scale
            continue
        solved, log_determinant = _carried(weighted, precision / own, noise)
        grams[place] = whole / own - weighted.T @ solved / own**2
        logs[place] = log_determinant + scale + used.sum() * np.log(own)
    return grams, logs


def _carried(weighted: Numbers, precision: Numbers, noise: Noise) -> tuple[Numbers, float]:
    """Return (P + R⁻¹/s)⁻¹ · weighted and log(|P + R⁻¹/s| · |s·R|), P the diagonal of the precisions."""
    from scipy.linalg.lapack import dpttrf, dpttrs

    rho, days = noise.correlation, len(precision)
    step = 1 / (noise.lasting * (1 - rho**2))
    diagonal = precision + step * (1 + rho**2)
    diagonal[[0, -1]] -= step * rho**2
    pivots, factors, _ = dpttrf(diagonal, np.full(days - 1, -step * rho))
    solved, _ = dpttrs(pivots, factors, weighted)
    log_of_r = days * np.log(noise.lasting) + (days - 1) * np.log1p(-(rho**2))
    return solved, float(np.log(pivots).sum() + log_of_r)
