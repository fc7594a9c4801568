from __future__ import annotations

import numpy as np

from campaigns.pacing.response import Response, fit

DAYS = 200


def seen_after(*, strengths: list[float], scales: list[float], share: float = 0.5, seed: int = 1) -> Response:
    """What is fitted to days whose spend varied widely around an even part of 100."""
    chance = np.random.default_rng(seed)
    spend = chance.uniform(20, 400, (1, DAYS, len(strengths)))
    mean = np.array(strengths) * np.log1p(spend / np.array(scales))
    apps = chance.poisson(mean)
    return fit(
        spend,
        apps,
        chance.binomial(apps, share),
        seen=np.ones((1, DAYS)),
        judged=np.ones((1, DAYS)),
        season=np.ones((1, DAYS)),
        usual=np.full((1, len(strengths)), 100.0),
    )


def test_what_a_usual_day_brings_is_found() -> None:
    found = seen_after(strengths=[6.0, 3.0, 1.0], scales=[40.0, 100.0, 200.0])
    brings = (found.value * np.log1p(150 / found.scale))[0]
    truth = 0.5 * np.array([6.0, 3.0, 1.0]) * np.log1p(150 / np.array([40.0, 100.0, 200.0]))
    assert np.allclose(brings, truth, rtol=0.15)


def test_without_applications_every_channel_is_taken_for_the_same() -> None:
    nothing = np.zeros((1, 30, 3))
    found = fit(
        np.full((1, 30, 3), 100.0),
        nothing,
        nothing,
        seen=np.ones((1, 30)),
        judged=np.ones((1, 30)),
        season=np.ones((1, 30)),
        usual=np.full((1, 3), 100.0),
    )
    assert np.allclose(found.value, found.value[0, 0])
    assert (found.value > 0).all()


def test_days_that_are_not_told_change_nothing() -> None:
    chance = np.random.default_rng(3)
    spend, apps = chance.uniform(50, 200, (1, 60, 2)), chance.poisson(3, (1, 60, 2)).astype(float)
    ones = np.ones((1, 60))
    usual = np.full((1, 2), 100.0)
    told = fit(
        spend[:, 10:],
        apps[:, 10:],
        apps[:, 10:],
        seen=ones[:, 10:],
        judged=ones[:, 10:],
        season=ones[:, 10:],
        usual=usual,
    )
    untold = spend.copy()
    untold[:, :10] = np.nan
    whole = fit(untold, apps, apps, seen=ones, judged=ones, season=ones, usual=usual)
    assert np.allclose(told.value, whole.value)
    assert np.allclose(told.scale, whole.scale)


def test_applications_that_are_not_visible_yet_are_no_failure() -> None:
    """Half of what comes is visible: twice as much is expected of the same spend."""
    spend, apps = np.full((1, 80, 2), 100.0), np.full((1, 80, 2), 4.0)
    ones, usual = np.ones((1, 80)), np.full((1, 2), 100.0)
    all_seen = fit(spend, apps, apps, seen=ones, judged=ones, season=ones, usual=usual)
    half_seen = fit(spend, apps, apps, seen=ones / 2, judged=ones / 2, season=ones, usual=usual)
    assert np.allclose(half_seen.value / all_seen.value, 2, rtol=0.05)
