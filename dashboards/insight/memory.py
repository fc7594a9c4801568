"""The log-linear model with noise that lasts: what one day has too much, the next days have in part.

Around log(mean) a day varies by counting noise (variance ∝ 1/mean) and by noise of the level with an AR(1) memory. How much of
the noise is of the second kind, how long it lasts, how far the year and the trend bend and how long spend works are not known.
Each combination on a small grid is fitted by generalised least squares on the working values of the quasi-Poisson fit, weighed
by its restricted likelihood (Harville 1977, JASA 72), and the answers are averaged with those weights, so that an interval holds
all of these doubts. With few holidays, one chosen combination, or a repaired standard error of an uncorrelated fit, covers too
little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import log

import numpy as np
from numpy.typing import NDArray

from . import loglinear
from .days import Numbers
from .design import Choice, Design, Kind
from .noise import Noise, normal_equations

NOISES = (Noise(0.0, 0.0), *(Noise(*pair) for pair in product((0.3, 0.6, 0.8, 0.9, 0.96), (0.12, 0.4, 0.8))))


@dataclass(frozen=True)
class Bend:
    """How far the year and the trend bend: spreads of the log of the level, for waves of half a year. ``belief`` beforehand."""

    year: float
    trend: float
    belief: float


STRAIGHT = Bend(0.0, 0.0, 0.4)
BENT = (Bend(0.04, 0.0, 0.12), Bend(0.12, 0.0, 0.18), Bend(0.0, 0.08, 0.12), Bend(0.12, 0.08, 0.18))
_IGNORED_BELOW = 1e-4
_CHOICE_IGNORED_BELOW = 1e-3
_ROUNDING = 1e-10


@dataclass(frozen=True, eq=False)
class Posterior:
    """The versions of the model that remain, K of them over p columns. ``weights`` (K) add up to 1.

    ``coefficients`` (K, p) and ``covariances`` (K, p, p) hold zeros where a version leaves a column out. ``lasting``: the share
    of a day's excess that the next day has too, averaged over the versions.
    """

    weights: Numbers
    coefficients: Numbers
    covariances: Numbers
    lasting: float

    def mean(self) -> Numbers:
        return self.weights @ self.coefficients

    def covariance(self) -> Numbers:
        """Within the versions and between them."""
        apart = self.coefficients - self.mean()
        return np.einsum("k,kij->ij", self.weights, self.covariances) + (apart * self.weights[:, None]).T @ apart

    def quantile(self, column: int, share: float) -> float:
        """Return the value below which a coefficient lies with this probability, by bisection of the weighed normals."""
        from scipy.special import ndtr

        centres, spreads = self.coefficients[:, column], np.sqrt(self.covariances[:, column, column])
        low, high = float((centres - 9 * spreads).min()), float((centres + 9 * spreads).max())
        for _ in range(40):
            middle = (low + high) / 2
            below = float(self.weights @ ndtr((middle - centres) / spreads))
            low, high = (middle, high) if below < share else (low, middle)
        return (low + high) / 2


@dataclass(frozen=True, eq=False)
class _Version:
    """``log_weight``: likelihood · belief. ``information`` · ``variance``⁻¹ is the inverse of the coefficients' covariance."""

    columns: NDArray[np.int64]
    noise: Noise
    log_weight: float
    coefficients: Numbers
    information: Numbers
    variance: float


def weigh(design: Design, counts: Numbers) -> Posterior:
    """Fit every version to counts, one a calendar day (days not used are not looked at), and weigh them.

    Raises numpy.linalg.LinAlgError when the columns cannot be told apart.
    """
    versions = list(_versions(design, counts))
    best = max(version.log_weight for version in versions)
    versions = [one for one in versions if one.log_weight - best > log(_IGNORED_BELOW)]
    weights = np.exp([version.log_weight - best for version in versions])
    weights /= weights.sum()
    width = len(design.columns)
    coefficients, covariances = np.zeros((len(versions), width)), np.zeros((len(versions), width, width))
    for n, one in enumerate(versions):
        coefficients[n, one.columns] = one.coefficients
        covariances[n][np.ix_(one.columns, one.columns)] = one.variance * np.linalg.inv(one.information)
    lasting = weights @ [one.noise.correlation * one.noise.lasting for one in versions]
    return Posterior(weights, coefficients, covariances, float(lasting))


@dataclass(frozen=True, eq=False)
class _Equations:
    """``grams`` (noises, p + 1, p + 1): normal equations of columns and working values; ``logs``: log |V| of each noise."""

    grams: Numbers
    logs: Numbers
    days: int
    residual: float


def _versions(design: Design, counts: Numbers) -> Iterator[_Version]:
    """Straight versions of every choice, then the bent ones of those choices that the straight ones leave possible."""
    equations = _equations(design, counts)
    straight = [list(_solved(design, choice, STRAIGHT, equations)) for choice in design.choices]
    heights = [max(version.log_weight for version in versions) for versions in straight]
    for choice, versions, height in zip(design.choices, straight, heights, strict=True):
        yield from versions
        if height - max(heights) > log(_CHOICE_IGNORED_BELOW):
            for bend in BENT:
                yield from _solved(design, choice, bend, equations)


def _equations(design: Design, counts: Numbers) -> _Equations:
    used = design.used
    mean = loglinear.fit(design.matrix[np.ix_(used, design.plain())], counts[used]).mean
    working, precision = np.zeros(len(counts)), np.zeros(len(counts))
    working[used] = np.log(mean) + counts[used] / mean - 1
    precision[used] = mean * np.mean(1 / mean)
    grams, logs = normal_equations(np.column_stack([design.matrix, working]), precision, NOISES)
    return _Equations(grams, logs, int(used.sum()), float(np.mean((counts[used] / mean - 1) ** 2)))


def _shrinking(design: Design, bend: Bend, residual: float) -> Numbers:
    """The precision beforehand of every coefficient, in units of the residual variance; infinite for what stays straight."""
    spreads = np.where([column.kind is Kind.YEAR for column in design.columns], bend.year, bend.trend)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(design.bending > 0, design.bending * residual / spreads**2, 0.0)


def _solved(design: Design, choice: Choice, bend: Bend, equations: _Equations) -> Iterator[_Version]:
    """Solve one choice of columns with one bend for every noise."""
    shrinking = _shrinking(design, bend, equations.residual)
    columns = choice.columns[np.isfinite(shrinking[choice.columns])]
    shrinking = shrinking[columns]
    information = equations.grams[:, columns[:, None], columns]
    diagonal = np.arange(len(columns))
    information[:, diagonal, diagonal] *= 1 + _ROUNDING
    information[:, diagonal, diagonal] += shrinking
    right = equations.grams[:, columns, -1]
    coefficients = np.linalg.solve(information, right[..., None])[..., 0]
    left = equations.days - int(np.sum(shrinking == 0))
    variances = (equations.grams[:, -1, -1] - np.einsum("ki,ki->k", coefficients, right)) / left
    log_information = 2 * np.log(np.diagonal(np.linalg.cholesky(information), axis1=1, axis2=2)).sum(axis=1)
    beforehand = log(choice.belief * bend.belief) + float(np.log(shrinking[shrinking > 0]).sum()) / 2
    log_weights = beforehand - (left * np.log(variances) + equations.logs + log_information) / 2
    for n, noise in enumerate(NOISES):
        yield _Version(columns, noise, float(log_weights[n]), coefficients[n], information[n], float(variances[n]))
