from __future__ import annotations

import pytest

from campaigns.services.minimums import Asked, judge

META, TIKTOK, GOOGLE = Asked("Meta", 500), Asked("TikTok", 5_000), Asked("Google", 0)


@pytest.mark.parametrize(
    ("channels", "budget", "days", "refused", "doubt"),
    [
        ([META, GOOGLE], 15_500, 31, "", ""),
        ([META, TIKTOK], 30_000, 31, "", "€\u00a09,67 per dag is er niet elke dag genoeg voor TikTok"),
        ([META, TIKTOK], 4_999, 31, "geen enkele dag", ""),
        ([META, TIKTOK], 5_500 * 31, 31, "", ""),
        ([META, TIKTOK], 5_500 * 31 - 1, 31, "", "voor TikTok (ten minste €\u00a050,00 per dag)"),
        ([Asked("Meta", 500, 1), Asked("Indeed", 500, 3)], 500 * 30, 30, "", "voor Meta ("),
        ([META], 499, 1, "geen enkele dag", ""),
        ([META], 500, 2, "", "voor Meta"),
    ],
)
def test_each_channel_is_held_against_its_own_smallest_budget(
    channels: list[Asked], budget: int, days: int, refused: str, doubt: str
) -> None:
    found = judge(channels, budget_minor=budget, left_minor=budget, days=days, currency="EUR")
    assert (bool(found.refused), bool(found.doubt)) == (bool(refused), bool(doubt))
    assert refused in str(found.refused or "")
    assert doubt in str(found.doubt or "")


def test_what_is_left_counts_for_the_days_that_are_left() -> None:
    said = judge([META], budget_minor=90_000, left_minor=499, days=1, currency="EUR")
    assert (said.refused, "Meta" in str(said.doubt)) == (None, True)
    assert judge([META], budget_minor=90_000, left_minor=500, days=1, currency="EUR").doubt is None
