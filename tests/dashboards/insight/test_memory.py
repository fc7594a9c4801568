"""Averaging over what is not known about the noise."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.insight import memory
from dashboards.insight.design import Kind, design_of
from dashboards.insight.frames import days_from
from dashboards.insight.memory import Posterior

from .histories import history


def _one(weights: list[float], means: list[float], spreads: list[float]) -> Posterior:
    variances = np.array(spreads)[:, None, None] ** 2
    return Posterior(np.array(weights), np.array(means)[:, None], variances, 0.0)


def test_quantiles_of_one_version_are_those_of_the_normal_distribution() -> None:
    found = _one([1.0], [0.3], [0.1])
    assert found.quantile(0, 0.975) == pytest.approx(0.3 + 1.959964 * 0.1, abs=1e-6)
    assert found.quantile(0, 0.025) == pytest.approx(0.3 - 1.959964 * 0.1, abs=1e-6)


def test_versions_that_disagree_make_the_interval_as_wide_as_their_difference() -> None:
    found = _one([0.5, 0.5], [-1.0, 1.0], [0.01, 0.01])
    assert found.quantile(0, 0.75) == pytest.approx(1.0, abs=1e-3)
    assert found.quantile(0, 0.25) == pytest.approx(-1.0, abs=1e-3)
    assert found.covariance()[0, 0] == pytest.approx(1.0001)


def test_noise_that_lasts_is_recognised_and_widens_the_interval() -> None:
    def spread_and_lasting(correlation: float) -> tuple[float, float]:
        days = days_from(history(level=60, correlation=correlation, noise_sd=0.25, seed=4))
        design = design_of(days)
        found = memory.weigh(design, days.applications)
        assert design.school is not None
        return float(found.covariance()[design.school, design.school]) ** 0.5, found.lasting

    (quick, hardly), (slow, much) = spread_and_lasting(0.0), spread_and_lasting(0.85)
    assert hardly < 0.1
    assert much > 0.4
    assert slow > 1.1 * quick


def test_spend_that_works_on_later_is_recognised() -> None:
    days = days_from(history(level=60, response="delayed", noise_sd=0.05, correlation=0.0, dispersion=1.2))
    design = design_of(days)
    elasticities = memory.weigh(design, days.applications).mean()[design.of(Kind.SPEND)]
    assert abs(elasticities[0]) < 0.02
    assert 0.15 < elasticities[1:].sum() < 0.75
