"""The season of the vacancy market: what is shipped is what the source gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from dashboards.insight.market import LICENCE, TABLE, market_season

ROOT = Path(__file__).parents[3]
INDEED = ROOT.parent / "shared" / "data" / "4-series" / "indeed_nl_daily_2020_2025.csv"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("market_season", ROOT / "scripts" / "market_season.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_has_twelve_months_with_mean_one_and_names_its_source() -> None:
    found = market_season()
    assert len(found.months) == len(found.spreads) == 12
    assert sum(found.months) / 12 == pytest.approx(1, abs=1e-4)
    assert all(0.5 < month < 2 for month in found.months)
    assert found.months[7] < found.months[5]
    assert "Indeed Hiring Lab" in found.source
    head = TABLE.read_text(encoding="utf-8").splitlines()[:3]
    assert "Indeed Hiring Lab" in head[1]
    assert LICENCE in head[2]


@pytest.mark.skipif(not INDEED.exists(), reason="Indeed's index is not beside the repository (../shared/data/4-series)")
def test_the_table_is_what_the_source_gives() -> None:
    assert _script().table(INDEED) == TABLE.read_text(encoding="utf-8")


def test_a_season_without_trend_comes_back_from_the_derivation_as_it_was_put_in() -> None:
    season = {1: 0.8, 2: 1.0, 3: 1.2, 4: 1.0, 5: 1.1, 6: 0.9, 7: 1.0, 8: 0.7, 9: 1.1, 10: 1.2, 11: 1.1, 12: 0.9}
    index = {(year, month): 100 * season[month] for year in range(2020, 2026) for month in range(1, 13)}
    found = _script().ratios(index)
    assert {month: pytest.approx(season[month]) for month in season} == {
        month: sorted(found[month])[len(found[month]) // 2] for month in season
    }
    assert [len(found[month]) for month in (1, 6, 7, 12)] == [5, 5, 4, 4]
