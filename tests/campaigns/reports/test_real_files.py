"""Real exports of ad networks, which nobody here wrote: what the reader says of each, held against the files' own totals."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.doors import read_report
from campaigns.models import AccountMode, ChannelAccount, ReportRow
from campaigns.services import reports
from recruit_platform.core import tenancy
from tests.support.builders import World
from tests.support.campaigns import a_marketeer, make_account

LATER = datetime(2026, 11, 23, 11, tzinfo=UTC)
REAL = Path(__file__).parents[4] / "shared" / "data" / "1-ads"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real files are not here ({REAL.name})")

# platform, currency, rows, spend in cents, first and last day, one day or a longer period a row, problems by kind
READ: dict[str, tuple[str, str, int, int, str | None, str | None, str, dict[str, int]]] = {
    "meta_nl_campagnes_2026-01.csv": ("meta", "EUR", 10, 1928391, "2026-01-01", "2026-01-31", "period", {}),
    "meta_nl_campagnes_2026-02.csv": ("meta", "EUR", 6, 2133429, "2026-02-01", "2026-02-28", "period", {}),
    "meta_nl_campagnes_2026-03.csv": ("meta", "EUR", 7, 2901983, "2026-03-01", "2026-03-31", "period", {}),
    "meta_nl_campagnes_2026-04.csv": ("meta", "EUR", 7, 2402571, "2026-04-01", "2026-04-30", "period", {}),
    "meta_nl_campagnes_2026-05.csv": ("meta", "EUR", 7, 2541908, "2026-05-01", "2026-05-31", "period", {}),
    "meta_en_daily_ads_USD_A.csv": ("meta", "USD", 992, 10325529, "2025-08-12", "2025-08-18", "day", {}),
    "meta_en_daily_ads_USD_B.csv": ("meta", "USD", 385, 9656547, "2025-08-12", "2025-08-18", "day", {}),
    "meta_en_campaigns_totals_row.csv": ("meta", "USD", 7, 1597828, "2021-11-15", "2022-01-31", "period", {}),
    "meta_en_dup_headers_multiline.csv": ("meta", "USD", 257, 1597828, "2021-11-15", "2022-01-31", "period", {}),
    "meta_api_basic_ad_daily.csv": ("meta", "", 10, 64363, "2020-12-02", "2020-12-14", "day", {"no_currency": 1}),
    "google_ads_campaign_report_EUR_greek.csv": ("google", "EUR", 3, 0, "2026-03-27", "2026-04-23", "period", {}),
    "google_ads_campaign_report_INR.csv": ("google", "INR", 2, 256593, "2025-07-08", "2025-07-31", "period", {}),
    "google_ads_campaign_report_utf16_tsv_GBP.csv": (
        "google", "GBP", 1, 36522, "2026-01-27", "2026-02-23", "period", {},
    ),
    "google_ads_ad_report_wide.csv": ("google", "USD", 15, 11706, "2026-01-20", "2026-01-21", "period", {}),
    "google_ads_overview_search_keywords.csv": ("google", "USD", 46, 0, None, None, "period", {"no_dates": 1}),
    "google_ads_overview_time_series.csv": ("google", "USD", 24, 0, None, None, "period", {"no_dates": 1}),
    "google_api_campaign_stats_daily.csv": (
        "google", "", 16, 23133, "2021-01-05", "2021-02-26", "day", {"no_currency": 1},
    ),
    "google_ads_dirty_course_campaign.csv": (
        "other", "", 2600, 34976833, "2024-11-11", "2024-11-30", "day",
        {"no_currency": 1, "bad_date": 871, "no_amount": 97},
    ),
    "google_spend_per_month_campaign.json": (
        "other", "", 73, 20187864, "2026-01-01", "2026-07-31", "period", {"no_currency": 1},
    ),
    "linkedin_api_by_campaign_daily.csv": (
        "linkedin", "", 20, 53062, "2020-03-23", "2021-05-25", "day", {"no_currency": 1},
    ),
    "linkedin_export_fixture.csv": ("linkedin", "", 6, 92000, "2026-03-02", "2026-03-03", "day", {"no_currency": 1}),
    "tiktok_api_campaign_hourly.csv": ("tiktok", "", 4, 44479, "2021-09-15", "2021-09-15", "day", {"no_currency": 1}),
    "KAG_conversion_data.csv": ("meta", "", 625, 5566215, None, None, "period", {"no_currency": 1, "no_dates": 1}),
    # Nothing was spent in these, or under names that no network uses: refused with the reason, never a report of nought.
    "daily_google_facebook_2019.csv": ("other", "", 31692, 0, None, None, "period", {"no_spend_column": 1}),
    "linkedin_campaign_history.csv": ("other", "", 100, 0, None, None, "period", {"no_spend_column": 1}),
    "meta_api_ad_actions.csv": ("other", "", 10, 0, None, None, "period", {"no_spend_column": 1}),
    "meridian_national_all_channels.csv": ("other", "", 156, 0, None, None, "period", {"no_spend_column": 1}),
    "robyn_dt_simulated_weekly.csv": ("other", "", 208, 0, None, None, "period", {"no_spend_column": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_each_real_file_is_read_as_it_stands(name: str) -> None:
    found = read_report(REAL / name)
    keys = ("platform", "currency", "rows", "spend_minor", "first_on", "last_on", "granularity")
    problems = dict(Counter(problem["code"] for problem in found["problems"]))
    assert (*(found[key] for key in keys), problems) == READ[name]


def test_months_of_meta_are_those_of_the_accounts_own_totals() -> None:
    told = json.loads((REAL / "meta_nl_spend_per_month_to_2026-05.json").read_text())
    for month in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"):
        assert _spent(f"meta_nl_campagnes_{month}.csv") == _cents(told[month]), month


def test_months_of_google_are_the_sums_of_their_campaigns() -> None:
    told = json.loads((REAL / "google_spend_per_month_campaign.json").read_text())
    listed = [one["spend"] for campaigns in told.values() for one in campaigns.values()]
    assert _spent("google_spend_per_month_campaign.json") == sum(map(_cents, listed))
    assert read_report(REAL / "google_spend_per_month_campaign.json")["rows"] == len(listed)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("meta_en_daily_ads_USD_A.csv", "Amount spent (USD)"),
        ("meta_en_daily_ads_USD_B.csv", "Amount spent (USD)"),
        ("meta_en_dup_headers_multiline.csv", "Amount spent (USD)"),
        ("meta_api_basic_ad_daily.csv", "spend"),
        ("KAG_conversion_data.csv", "Spent"),
    ],
)
def test_the_sum_is_that_of_the_column_read_plainly(name: str, column: str) -> None:
    """Added up in whole by another reader and rounded once, so no part of a cent is lost or made."""
    with (REAL / name).open(encoding="utf-8-sig", newline="") as handle:
        amounts = [Decimal(row[column]) for row in csv.DictReader(handle) if row[column]]
    assert _spent(name) == int((sum(amounts, Decimal()) * 100).quantize(Decimal(1)))


def test_the_total_that_an_export_puts_first_equals_the_rows_below_it() -> None:
    with (REAL / "meta_en_campaigns_totals_row.csv").open(encoding="utf-8-sig", newline="") as handle:
        total = next(csv.DictReader(handle))
    assert total["Campaign name"] == ""
    assert _spent("meta_en_campaigns_totals_row.csv") == _cents(total["Amount spent (USD)"])


def test_five_real_months_uploaded_twice_count_once_and_agree_with_the_account(acme: World) -> None:
    told = json.loads((REAL / "meta_nl_spend_per_month_to_2026-05.json").read_text())
    months = [f"2026-{month:02}" for month in range(1, 6)]
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        for again in (False, True):
            for month in months:
                kept = _apply(account, f"meta_nl_campagnes_{month}.csv")
                assert (kept.new == 0, kept.corrected) == (again, 0), (month, again)
        for month in months:
            rows = ReportRow.objects.filter(is_current=True, first_on__startswith=month)
            assert sum(rows.values_list("spend_minor", flat=True)) == _cents(told[month]), month
            assert {(row.last_on - row.first_on).days > 26 for row in rows} == {True}, "months stay months"


def _apply(account: ChannelAccount, name: str) -> Any:
    by, stream = a_marketeer(), io.BytesIO((REAL / name).read_bytes())
    uploaded = reports.upload(account, stream=stream, name=name, declared="text/csv", by=by, at=LATER)
    return reports.apply(uploaded, by=by, at=LATER)


def test_no_row_of_a_broken_file_is_dropped_in_silence() -> None:
    """A third of this file's rows cannot be read: each is named with its line, the others are kept."""
    name = "google_ads_dirty_course_campaign.csv"
    found = read_report(REAL / name)
    named = {problem["row"] for problem in found["problems"] if problem["row"] is not None}
    with (REAL / name).open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))[1:]
    assert found["rows"] == len(rows)
    assert len(named) == 871 + 97
    assert all(2 <= row <= len(rows) + 1 for row in named)


def _spent(name: str) -> int:
    found: dict[str, Any] = read_report(REAL / name)
    return int(found["spend_minor"])


def _cents(euros: Any) -> int:
    return int((Decimal(str(euros)) * 100).quantize(Decimal(1)))
