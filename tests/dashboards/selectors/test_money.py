"""Money: days and longer periods kept apart, spend of nobody's campaign left out, nothing dropped in silence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from campaigns.models import CampaignChannel, ChannelAccount, Granularity, ReportFile, ReportFileState, ReportRow
from campaigns.selectors import campaigns
from dashboards import periods, readers
from dashboards.presenters import kpis, pace
from dashboards.selectors import money, rows
from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership, Role
from tests.support.builders import NOON, World
from tests.support.campaigns import make_account, make_campaign, make_channel
from tests.support.candidates import make_application
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)
NOVEMBER = date(2026, 11, 1)
SPAN = periods.latest("30", today=TODAY, zone="Europe/Amsterdam")
ALL = readers.Reader(Role.RECRUITER)


def report(
    account: ChannelAccount, first: date, last: date, minor: int, *, channel: CampaignChannel | None = None
) -> ReportRow:
    file = ReportFile.objects.create(
        account=account, file_name="x.csv", sha256="0" * 64, platform="meta", currency="EUR",
        granularity=Granularity.DAY if first == last else Granularity.PERIOD, state=ReportFileState.APPLIED,
        first_on=first, last_on=last, made_by=Membership.objects.get(role="admin"), created_at=NOON,
    )  # fmt: skip
    return ReportRow.objects.create(
        account=account, channel=channel, file=file, identity=f"{first}{last}{channel}", first_on=first, last_on=last,
        spend_minor=minor, at=NOON, campaign_name="Elders",
    )  # fmt: skip


def running(*, on: ChannelAccount | None = None, **fields: Any) -> CampaignChannel:
    values = {"starts_on": NOVEMBER, "ends_on": date(2026, 11, 30), "budget_minor": 90_000, "state": "running"}
    return make_channel(make_campaign(**{**values, **fields}), account=on)


def test_the_dashboard_expects_what_the_campaigns_pages_expect_together(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        for n, fields in enumerate(({}, {"autonomy": "observe"}, {"state": "paused"}, {"budget_minor": 5_000})):
            channel = running(on=make_account(f"Meta {n}"), **fields)
            for day in range(1, 23):
                report(channel.account, date(2026, 11, day), date(2026, 11, day), 900 + 300 * n, channel=channel)
        running(on=make_account("Meta"))  # nothing told yet
        found = money.pace(today=TODAY)
        each = [one.outlook for one in campaigns.standings(list(campaigns.listed()), today=TODAY)]
        assert found is not None
        assert found.total.expected_minor == sum(one.expected_minor for one in each)
        assert found.total.planned_minor == sum(one.planned_minor for one in each)
        assert [one.is_known for one in each].count(False) == 1
        assert len({one.expected_minor for one in each}) == 5


def test_a_period_is_in_the_total_and_in_the_rate_of_its_days_but_not_in_the_daily_line(
    acme: World, zed: World
) -> None:
    with tenancy.scope(acme.id):
        channel = running(autonomy="observe")
        report(channel.account, NOVEMBER, date(2026, 11, 20), 40_000, channel=channel)
        report(channel.account, date(2026, 11, 21), date(2026, 11, 21), 1_000, channel=channel)
        found = money.pace(today=TODAY)
        assert found is not None
        assert found.spent[0] == (NOVEMBER, 0)
        assert found.spent[-1] == (date(2026, 11, 21), 1_000)
        assert found.total.spent_minor == 41_000
        # 8 to 20 November at 20 euros a day, 21 November at 10: 270 euros in 14 days, and 9 days to go
        assert found.total.expected_minor == 41_000 + 27_000 * 9 // 14
        card = pace.card(found, today=TODAY)
        assert card.periods == [f"{channel.campaign.name}: €\u00a0400 over 1 nov 2026 t/m 20 nov 2026"]
        assert card.chart.measures[0].expected[0] == (date(2026, 11, 21), 410.0)


def test_only_periods_draw_no_line_at_all(acme: World) -> None:
    with tenancy.scope(acme.id):
        channel = running()
        report(channel.account, NOVEMBER, TODAY, 40_000, channel=channel)
        found = money.pace(today=TODAY)
        assert found is not None
        assert (found.spent, len(found.periods), found.reported_on) == ([], 1, TODAY)


def test_a_span_says_what_it_could_not_place(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        channel = running(starts_on=date(2026, 1, 1))
        account = channel.account
        report(account, date(2026, 10, 1), date(2026, 10, 31), 30_000, channel=channel)  # begins before the span
        report(account, NOVEMBER, date(2026, 11, 10), 5_000, channel=channel)
        report(account, date(2026, 9, 1), date(2026, 9, 30), 7_000, channel=channel)  # of no concern
        assert money.spent_in(SPAN) == money.Spent({"EUR": 5_000}, {}, {"EUR": 30_000}, date(2026, 11, 10))
        make_application(make_vacancy())
        tiles = {one.label: one for one in kpis.tiles(ALL, span=SPAN, slug="acme", choice="30", at=NOON)}
        cost = tiles["Kosten per sollicitatie"]
        assert cost.value == "€\u00a050"
        assert "€\u00a0300 is gemeld over een langere periode" in cost.note
        assert cost.freshness == "gemeld t/m 10 nov"
    with tenancy.scope(zed.id):
        assert money.spent_in(SPAN) == money.Spent({}, {}, {}, None)


def test_spend_of_nobodys_campaign_is_shown_apart_with_its_rows(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        report(make_account("Van Zed"), TODAY, TODAY, 99_900)
    with tenancy.scope(acme.id):
        channel = running()
        report(channel.account, TODAY, TODAY, 3_700, channel=channel)
        lost = report(channel.account, TODAY - timedelta(days=1), TODAY - timedelta(days=1), 22_100)
        make_application(make_vacancy())
        tiles = {one.label: one for one in kpis.tiles(ALL, span=SPAN, slug="acme", choice="30", at=NOON)}
        assert tiles["Kosten per sollicitatie"].value == "€\u00a037"
        assert tiles["Niet gekoppelde uitgaven"].value == "€\u00a0221"
        assert list(money.unlinked(SPAN)) == [lost]
        assert [one.spend_minor for one in rows.accounts(span=SPAN, of_campaigns=True)] == [3_700]


@pytest.mark.parametrize("minor", [0, 12_300])
def test_the_tile_of_unlinked_spend_is_there_only_when_there_is_some(acme: World, minor: int) -> None:
    with tenancy.scope(acme.id):
        report(make_account("Meta"), TODAY, TODAY, minor)
        labels = [one.label for one in kpis.tiles(ALL, span=SPAN, slug="acme", choice="30", at=NOON)]
        assert ("Niet gekoppelde uitgaven" in labels) == bool(minor)
