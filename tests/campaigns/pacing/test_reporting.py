from __future__ import annotations

import numpy as np

from campaigns.pacing.reporting import COUNT_AGES, Restatement, Visibility

GROWS = np.array([0.8, 0.9, 0.96, 1.0, 1.0, 1.0, 1.0, 1.0])


def test_the_share_that_is_told_at_each_age_is_learned_from_report_to_report() -> None:
    learned = Restatement(1, 2)
    final = np.array([1_000.0, 400.0])
    for _morning in range(60):
        learned.hear((GROWS[:, None] * final)[None])
    assert np.allclose(learned.told()[0, :, 0], GROWS, atol=0.01)


def test_before_anything_is_told_reports_are_taken_as_nearly_final() -> None:
    told = Restatement(1, 1).told()[0, :, 0]
    assert told[-1] == 1
    assert (np.diff(told) >= 0).all()
    assert 0.9 < told[0] < 1


def test_untold_days_teach_nothing() -> None:
    learned = Restatement(1, 1)
    before = learned.told()
    for _morning in range(5):
        learned.hear(np.full((1, 8, 1), np.nan))
    assert np.array_equal(learned.told(), before)


def test_how_fast_judgements_come_is_learned() -> None:
    share = 1 - 0.7 ** np.arange(1, COUNT_AGES + 1)
    learned = Visibility(1, daily=0.6)
    for _morning in range(300):
        learned.hear(20 * share[None])
    assert np.allclose(learned.shares()[0], share / share[-1], atol=0.02)


def test_shares_never_fall_with_age() -> None:
    chance = np.random.default_rng(2)
    learned = Visibility(3, daily=0.2)
    for _morning in range(40):
        learned.hear(chance.poisson(2, (3, COUNT_AGES)).astype(float))
    assert (np.diff(learned.shares()) >= -1e-12).all()
