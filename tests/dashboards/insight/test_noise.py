"""The tridiagonal algebra against whole matrices."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.insight.noise import Noise, normal_equations


@pytest.mark.parametrize("noise", [Noise(0.0, 0.0), Noise(0.3, 0.1), Noise(0.96, 0.8)])
@pytest.mark.parametrize("is_whole", [True, False])
def test_normal_equations_are_those_of_the_whole_covariance(noise: Noise, is_whole: bool) -> None:
    rng = np.random.default_rng(5)
    matrix, precision = rng.normal(size=(60, 4)), rng.uniform(0.5, 2, 60)
    if not is_whole:
        precision[[0, 1, 17, 30, 31, 32, 59]] = 0
    used = precision > 0
    days = np.arange(60)[used]
    correlations = noise.correlation ** np.abs(days[:, None] - days) if noise.lasting else np.eye(len(days))
    covariance = (1 - noise.lasting) * np.diag(1 / precision[used]) + noise.lasting * correlations
    grams, logs = normal_equations(matrix, precision, [noise])
    np.testing.assert_allclose(grams[0], matrix[used].T @ np.linalg.solve(covariance, matrix[used]), rtol=1e-9)
    assert logs[0] == pytest.approx(np.linalg.slogdet(covariance)[1])
