"""Weights of the months: the season that was put in comes back, as far as it can be known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboards.insight import FLAT, SeasonWeights, market_season, season_weights, with_market
from dashboards.insight.frames import days_from

from .histories import history, quiet


def _with_year(frame: pd.DataFrame, size: float) -> pd.DataFrame:
    month = frame["date"].dt.month.to_numpy()
    return frame.assign(applications=frame["applications"] * np.exp(size * np.cos(2 * np.pi * (month - 0.5) / 12)))


def test_a_season_without_noise_comes_back_whole() -> None:
    found = season_weights(days_from(_with_year(quiet(effect=0.0, days=1_096), 0.3)))
    wanted = np.exp(0.3 * np.cos(2 * np.pi * (np.arange(12) + 0.5) / 12))
    np.testing.assert_allclose(found.months, wanted / wanted.mean(), atol=0.02)
    assert np.mean(found.months) == pytest.approx(1)
    assert found.certainty > 0.98


def test_spend_trend_and_weekday_are_no_season() -> None:
    frame = quiet(effect=0.0, days=1_096)
    summer = frame["date"].dt.month.isin([6, 7, 8]).to_numpy()
    spent = frame["spend"] * np.where(summer, 3.0, 1.0)
    rising = np.exp(np.arange(len(frame)) / 1_000) * np.where(frame["date"].dt.day_of_week == 6, 0.4, 1.0)
    frame = frame.assign(spend=spent, applications=40 * np.sqrt(spent / 100) * rising)
    np.testing.assert_allclose(season_weights(days_from(frame)).months, 1, atol=0.01)


def test_school_holidays_are_part_of_the_season() -> None:
    frame = quiet(effect=-0.4, days=1_096)
    summer = frame["date"].dt.month.isin([7, 8]).to_numpy().astype(int)
    frame = frame.assign(school_holiday=summer, applications=40 * (1 - 0.4 * summer), spend=100.0)
    months = season_weights(days_from(frame)).months
    assert max(months[6:8]) < 0.7 * min(months[:6] + months[8:])


@pytest.mark.parametrize("days", [1, 40, 364])
def test_less_than_a_year_gives_a_flat_plan(days: int) -> None:
    assert season_weights(days_from(quiet(effect=-0.2, days=days))) == FLAT


def test_no_applications_give_a_flat_plan() -> None:
    assert season_weights(days_from(quiet(effect=0.0).assign(applications=0))) == FLAT


def test_a_year_of_which_few_days_are_known_gives_a_flat_plan() -> None:
    frame = quiet(effect=0.0)
    assert season_weights(days_from(frame[(np.arange(730) < 120) | (np.arange(730) >= 620)])) == FLAT
    assert season_weights(days_from(frame.iloc[[0, 400, 729]])) == FLAT


def test_a_season_that_is_mostly_noise_is_mostly_shrunk_away() -> None:
    certainties = [
        season_weights(days_from(history(level=2, year="flat", effect=0.0, seed=seed, dispersion=3.0))).certainty
        for seed in range(8)
    ]
    assert np.mean(certainties) < 0.35
    measured = season_weights(days_from(history(level=60, years=3, seed=1, noise_sd=0.05))).certainty
    assert measured > 0.8


def test_the_market_fills_only_what_is_open() -> None:
    market = market_season().months
    own = (0.9, *[1.0] * 10, 1.1)
    assert with_market(SeasonWeights(own, 1.0), market).months == pytest.approx(own)
    filled = with_market(FLAT, market)
    assert filled.certainty == 0
    assert np.mean(filled.months) == pytest.approx(1)
    np.testing.assert_allclose(np.array(filled.months) ** 2 / np.mean(np.square(filled.months)), market, rtol=1e-3)
    with pytest.raises(ValueError, match="twelve"):
        with_market(FLAT, market[:11])
