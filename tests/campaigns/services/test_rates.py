from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.models import AccountMode, Campaign, ChannelAccount, ExchangeRate, ReportFile, ReportRow
from campaigns.selectors import rates as held
from campaigns.services import rates, reports
from campaigns.services.rates import RateRefused
from campaigns.services.reports import ReportRefused
from recruit_platform.core import tenancy
from recruit_platform.core.models import Event
from recruit_platform.lib.money import Money
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign

HEADER = "Day,Campaign ID,Campaign name,Amount spent (USD),Impressions,Link clicks\n"
DAILY = HEADER + "2026-11-01,7,Leerkrachten,10.00,100,5\n2026-11-02,7,Leerkrachten,12.50,120,6\n"
EXPORTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "1-ads"


def enter(day: date, rate: str, *, currency: str = "USD", into: str = "EUR") -> ExchangeRate:
    return rates.enter(
        currency=currency, into=into, valid_from=day, rate=Decimal(rate), source="ECB", by=a_marketeer(), at=NOON
    )


def put(account: ChannelAccount, data: str | bytes, *, name: str = "meta.csv") -> ReportFile:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return reports.upload(account, stream=stream, name=name, declared="text/csv", by=a_marketeer(), at=NOON)


def kept() -> list[tuple[int, int | None, str, Decimal | None]]:
    rows = ReportRow.objects.filter(is_current=True).order_by("first_on", "pk")
    return list(rows.values_list("spend_minor", "original_minor", "original_currency", "rate"))


def test_a_rate_holds_until_the_next_and_is_corrected_on_its_own_day(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        enter(date(2026, 1, 1), "5")
    with tenancy.scope(acme.id):
        enter(date(2026, 11, 2), "0.92")
        enter(date(2026, 11, 4), "0.5")
        enter(date(2026, 11, 4), "0.94")
        enter(date(2026, 11, 3), "99", into="GBP")
        found = held.between("USD", "EUR")
        days = [date(2026, 11, n) for n in (1, 2, 3, 4, 30)]
        assert [found.on(day) for day in days] == [
            None,
            Decimal("0.92"),
            Decimal("0.92"),
            Decimal("0.94"),
            Decimal("0.94"),
        ]
        assert found.missing([*days, date(2026, 10, 31)]) == [date(2026, 10, 31), date(2026, 11, 1)]
        assert held.spans([*found.missing([*days, date(2026, 10, 31)]), date(2026, 11, 5)]) == [
            (date(2026, 10, 31), date(2026, 11, 1)), (date(2026, 11, 5), date(2026, 11, 5)),
        ]  # fmt: skip
        rates.remove(ExchangeRate.objects.get(valid_from=date(2026, 11, 4)), by=a_marketeer(), at=NOON)
        assert held.between("USD", "EUR").on(date(2026, 11, 30)) == Decimal("0.92")
        said = list(Event.objects.filter(subject_kind="exchange_rate").order_by("id").values_list("kind", flat=True))
        assert said == [f"exchange_rate.{word}" for word in ("entered", "entered", "corrected", "entered", "removed")]
        with pytest.raises(RateRefused):
            enter(date(2026, 11, 1), "1", into="USD")


def test_each_row_is_converted_by_the_rate_of_its_day_and_keeps_what_was_told(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        make_campaign("Leerkrachten", accounts=[account])
        enter(date(2026, 11, 1), "0.92")
        enter(date(2026, 11, 2), "0.9333")
        row = put(account, DAILY + "Total,,,22.50,220,11\n")
        found = reports.preview(row, at=NOON)
        assert (found.report.spend_minor, found.report.control_minor) == (2_250, 2_250)
        assert (found.currency, found.spend_minor, found.new) == ("EUR", 920 + 1_167, 2)
        reports.apply(row, by=a_marketeer(), at=NOON)
        assert kept() == [(920, 1_000, "USD", Decimal("0.92")), (1_167, 1_250, "USD", Decimal("0.9333"))]
        assert Campaign.objects.get().committed_minor == 2_087
        assert reports.apply(put(account, DAILY), by=a_marketeer(), at=NOON).same == 2
        enter(date(2026, 11, 2), "0.94")
        assert kept()[1][0] == 1_167  # what was kept stays at its own rate
        assert reports.apply(put(account, DAILY), by=a_marketeer(), at=NOON).corrected == 1
        assert kept()[1] == (1_175, 1_250, "USD", Decimal("0.94"))


def test_days_without_a_rate_are_named_and_nothing_is_kept(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        enter(date(2026, 11, 3), "0.92")
        text = DAILY + "2026-11-03,7,Leerkrachten,1.00,1,1\n2026-10-05,7,Leerkrachten,1.00,1,1\n"
        row = put(account, text)
        with pytest.raises(ReportRefused, match=r"5 okt 2026, 1 nov 2026 – 2 nov 2026"):
            reports.apply(row, by=a_marketeer(), at=NOON)
        found = reports.preview(row, at=NOON)
        assert (len(found.why_not), found.currency, found.new) == (1, "USD", 0)
        assert kept() == []


def test_yen_have_no_cents_and_halves_go_to_even(acme: World) -> None:
    assert Money(5, "JPY").converted("EUR", rate=Decimal("0.0061")) == Money(3, "EUR")
    assert [Money(n, "USD").converted("EUR", rate=Decimal("0.5")).minor for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        enter(date(2026, 11, 1), "0.0061", currency="JPY")
        reports.apply(
            put(account, DAILY.replace("USD", "JPY").replace("10.00", "1000").replace("12.50", "2000")),
            by=a_marketeer(), at=NOON,
        )  # fmt: skip
        assert [(row[0], row[1]) for row in kept()] == [(610, 1_000), (1_220, 2_000)]


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("meta_en_daily_ads_USD_A.csv", "USD"),
        ("google_ads_campaign_report_INR.csv", "INR"),
        ("google_ads_campaign_report_utf16_tsv_GBP.csv", "GBP"),
    ],
)
def test_real_exports_in_foreign_currency_come_to_the_sum_of_their_converted_rows(
    acme: World, name: str, currency: str
) -> None:
    path = EXPORTS / name
    if not path.exists():
        pytest.skip(f"the real exports are not here ({EXPORTS.name})")
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        row = put(account, path.read_bytes(), name=name)
        report = reports.preview(row, at=NOON).report
        assert (report.currency, report.is_refused) == (currency, False)
        with pytest.raises(ReportRefused, match="geen koers"):
            reports.apply(row, by=a_marketeer(), at=NOON)
        assert report.first_on is not None
        enter(report.first_on, "0.0123456789", currency=currency)
        found = reports.preview(row, at=NOON)
        reports.apply(row, by=a_marketeer(), at=NOON, is_meant=True)
        rows = kept()
        assert sum(original or 0 for _spend, original, _currency, _rate in rows) == report.spend_minor
        assert sum(spend for spend, *_more in rows) == found.spend_minor
        slow = sum(_by_hand(original or 0, "0.0123456789") for _spend, original, *_more in rows)
        assert found.spend_minor == slow
        if report.control_minor is not None:
            assert abs(report.control_minor - report.spend_minor) <= len(rows)


def _by_hand(minor: int, rate: str) -> int:
    """Half-even with whole numbers only: the slow, obvious way."""
    top, below = minor * int(Decimal(rate) * 10**10), 10**10
    whole, rest = divmod(top, below)
    return whole + (1 if 2 * rest > below or (2 * rest == below and whole % 2) else 0)


def test_a_rate_is_kept_whole_and_comes_back_exact(acme: World) -> None:
    with tenancy.scope(acme.id):
        entered = enter(date(2026, 1, 1), "0.0061234567")
        assert ExchangeRate.objects.get(pk=entered.pk).rate == Decimal("0.0061234567")
        assert ExchangeRate.objects.filter(rate=Decimal("0.0061234567"), rate__gt=0).exists()
        with pytest.raises(ValueError, match="10 places"):
            ExchangeRate.objects.filter(pk=entered.pk).update(rate=Decimal("0.00612345678"))
