"""The quasi-Poisson log-linear model: Fisher scoring in NumPy (McCullagh & Nelder 1989, Generalized Linear Models, 2.5, 9.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .days import Numbers

STEPS = 60
_NEAR = 1e-10
_LARGEST_LOG = 15.0  # nobody has e¹⁵ applications a day; keeps a step too far from overflowing


@dataclass(frozen=True, eq=False)
class LogLinear:
    """``dispersion``: Pearson's chi-square over its degrees of freedom; ``covariance`` includes it. ``mean``: one a row."""

    coefficients: Numbers
    covariance: Numbers
    mean: Numbers
    dispersion: float


def fit(matrix: Numbers, counts: Numbers) -> LogLinear:
    """Fit log(mean) = matrix · coefficients to counts ≥ 0 that are not all 0. The columns must be independent.

    Raises numpy.linalg.LinAlgError when they are not.
    """
    log_mean = np.log((counts + counts.mean()) / 2)
    for _ in range(STEPS):
        mean = np.exp(log_mean)
        weighted = matrix * mean[:, None]
        information = weighted.T @ matrix
        coefficients = np.linalg.solve(information, weighted.T @ (log_mean + counts / mean - 1))
        previous, log_mean = log_mean, np.clip(matrix @ coefficients, -_LARGEST_LOG, _LARGEST_LOG)
        if np.abs(log_mean - previous).max() < _NEAR:
            break
    left = max(len(counts) - matrix.shape[1], 1)
    dispersion = float(np.sum((counts - mean) ** 2 / mean) / left)
    return LogLinear(coefficients, dispersion * np.linalg.inv(information), np.exp(log_mean), dispersion)
