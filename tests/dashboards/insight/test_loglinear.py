"""The quasi-Poisson fit against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.insight import loglinear
from dashboards.insight.design import design_of
from dashboards.insight.frames import days_from

from .histories import history


@pytest.mark.parametrize(("level", "dispersion"), [(2.0, 3.0), (12.0, 1.5), (60.0, 4.0)])
def test_coefficients_and_their_covariance_are_those_of_statsmodels(level: float, dispersion: float) -> None:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    days = days_from(history(level=level, dispersion=dispersion))
    design = design_of(days)
    matrix = design.matrix[np.ix_(design.used, design.plain())]
    counts = days.applications[design.used]
    ours = loglinear.fit(matrix, counts)
    theirs = GLM(counts, matrix, family=Poisson()).fit(scale="X2", tol=1e-12)
    np.testing.assert_allclose(ours.coefficients, theirs.params, atol=1e-6)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=1e-5, atol=1e-9)
    assert ours.dispersion == pytest.approx(theirs.scale, rel=1e-6)
    np.testing.assert_allclose(ours.mean, theirs.fittedvalues, rtol=1e-6)


def test_a_day_far_above_the_rest_does_not_throw_the_steps_off() -> None:
    counts = np.concatenate([np.zeros(99), [10_000.0]])
    found = loglinear.fit(np.ones((100, 1)), counts)
    assert found.coefficients == pytest.approx([np.log(100)])
