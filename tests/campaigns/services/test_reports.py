from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from campaigns.models import AccountMode, ChannelAccount, Network, ReportFile, ReportFileState, ReportRow
from campaigns.services import reports
from campaigns.services.reports import ReportNeedsYes, ReportRefused
from recruit_platform.core import tenancy
from recruit_platform.core.files.kinds import UploadRefused
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign

HEADER = "Day,Campaign ID,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
DAILY = HEADER + "2026-11-01,7,Leerkrachten,10.00,100,5\n2026-11-02,7,Leerkrachten,12.50,120,6\n"


def put(account: ChannelAccount, text: str, *, name: str = "meta.csv") -> ReportFile:
    stream = io.BytesIO(text.encode())
    return reports.upload(account, stream=stream, name=name, declared="text/csv", by=a_marketeer(), at=NOON)


def keep(account: ChannelAccount, text: str) -> tuple[int, int, int]:
    kept = reports.apply(put(account, text), by=a_marketeer(), at=NOON)
    return kept.new, kept.corrected, kept.same


def counted() -> list[tuple[date, int, int]]:
    rows = ReportRow.objects.filter(is_current=True).order_by("first_on", "pk")
    return list(rows.values_list("first_on", "spend_minor", "version"))


def test_the_same_file_twice_is_nothing_new_and_a_correction_is_the_next_version(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        assert keep(account, DAILY) == (2, 0, 0)
        assert keep(account, DAILY) == (0, 0, 2)
        assert keep(account, DAILY.replace("12.50", "13.00")) == (0, 1, 1)
        assert counted() == [(date(2026, 11, 1), 1_000, 1), (date(2026, 11, 2), 1_300, 2)]
        assert ReportRow.objects.count() == 3
    with tenancy.scope(zed.id):
        assert not ReportRow.objects.exists()


def test_undoing_a_correction_brings_back_what_counted_before(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        first, second = put(account, DAILY), put(account, DAILY.replace("12.50", "13.00"))
        reports.apply(first, by=a_marketeer(), at=NOON)
        reports.apply(second, by=a_marketeer(), at=NOON)
        reports.undo(second, by=a_marketeer(), at=NOON)
        assert counted() == [(date(2026, 11, 1), 1_000, 1), (date(2026, 11, 2), 1_250, 1)]
        reports.undo(first, by=a_marketeer(), at=NOON)
        assert counted() == []
        with pytest.raises(ReportRefused):
            reports.undo(first, by=a_marketeer(), at=NOON)
        assert keep(account, DAILY) == (2, 0, 0)
        assert [spent for _day, spent, _version in counted()] == [1_000, 1_250]


def test_a_file_undone_out_of_turn_does_not_come_back_later(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        first, second = put(account, DAILY), put(account, DAILY.replace("12.50", "13.00"))
        reports.apply(first, by=a_marketeer(), at=NOON)
        reports.apply(second, by=a_marketeer(), at=NOON)
        reports.undo(first, by=a_marketeer(), at=NOON)
        reports.undo(second, by=a_marketeer(), at=NOON)
        assert counted() == []


def test_money_reported_by_file_is_linked_by_id_or_name_or_by_a_person_who_is_remembered(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        campaign = make_campaign("leerkrachten", accounts=[account])
        assert keep(account, DAILY) == (2, 0, 0)
        campaign.refresh_from_db()
        assert campaign.committed_minor == 2_250
        row = put(account, HEADER + "2026-11-03,8,Andere naam,5.00,1,1\n")
        (unknown,) = reports.preview(row, at=NOON).unknown
        assert (unknown.name, unknown.rows, unknown.spend_minor) == ("Andere naam", 1, 500)
        channel = ReportRow.objects.filter(is_current=True)[0].channel
        assert channel is not None
        reports.choose(row, columns={}, campaigns={unknown.key: str(channel.public_id)}, by=a_marketeer(), at=NOON)
        reports.apply(row, by=a_marketeer(), at=NOON)
        later = put(account, HEADER + "2026-11-04,8,Nog een naam,5.00,1,1\n")
        assert reports.preview(later, at=NOON).unknown == []
        assert ReportRow.objects.filter(channel=channel, is_current=True).count() == 3


def test_columns_that_a_person_chose_are_remembered_for_the_account(acme: World) -> None:
    with tenancy.scope(acme.id):
        account, beside = make_account("a", mode=AccountMode.FILE), make_account("b", mode=AccountMode.FILE)
        text = "Wanneer,Actie,Bedrag\n2026-11-01,Zorg,5.00\n"
        row = put(account, text)
        assert reports.preview(row, at=NOON).why_not
        columns = {"spend": "Bedrag", "day": "Wanneer", "campaign": "Actie"}
        reports.choose(row, columns=columns, campaigns={}, by=a_marketeer(), at=NOON)
        assert reports.apply(row, by=a_marketeer(), at=NOON).new == 1
        assert reports.preview(put(account, text.replace("11-01", "11-02")), at=NOON).new == 1
        assert reports.preview(put(beside, text), at=NOON).why_not


@pytest.mark.parametrize(
    "text",
    [
        DAILY.replace("(EUR)", "(USD)"),
        DAILY.replace("2026", "2027"),
        "Date,Clicks\n2026-11-01,4\n",
        HEADER,
        HEADER + "geen datum,7,A,veel,,\n",
    ],
)
def test_what_is_not_ours_to_keep_is_refused_whole(acme: World, text: str) -> None:
    with tenancy.scope(acme.id):
        row = put(make_account(mode=AccountMode.FILE), text)
        with pytest.raises(ReportRefused):
            reports.apply(row, by=a_marketeer(), at=NOON)
        row.refresh_from_db()
        assert (row.state, ReportRow.objects.count()) == (ReportFileState.PREVIEWED, 0)


def test_half_a_broken_file_keeps_the_other_half_and_names_the_rest(acme: World) -> None:
    with tenancy.scope(acme.id):
        good = [f"2026-11-{n:02},7,A,1.00,1,1" for n in range(1, 13)]
        bad = [f"2026-13-{n:02},7,A,1.00,1,1" for n in range(1, 9)]
        row = put(make_account(mode=AccountMode.FILE), HEADER + "\n".join(good + bad))
        found = reports.preview(row, at=NOON)
        assert (found.new, len(found.report.problems), found.report.rows) == (12, 8, 20)
        assert reports.apply(row, by=a_marketeer(), at=NOON).new == 12


def test_the_same_money_in_other_pieces_is_refused_until_the_first_is_taken_back(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        first = put(account, DAILY)
        reports.apply(first, by=a_marketeer(), at=NOON)
        header = "Reporting starts,Reporting ends,Campaign ID,Campaign name,Amount spent (EUR)\n"
        month = put(account, header + "2026-11-01,2026-11-15,7,Leerkrachten,90.00\n")
        with pytest.raises(ReportRefused, match="overlapt"):
            reports.apply(month, by=a_marketeer(), at=NOON)
        reports.undo(first, by=a_marketeer(), at=NOON)
        assert reports.apply(month, by=a_marketeer(), at=NOON).new == 1
        assert keep(account, header + "2026-10-01,2026-10-31,7,Leerkrachten,80.00\n") == (1, 0, 0)


def test_an_account_that_reports_by_itself_takes_no_files_and_a_picture_is_no_report(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(ReportRefused):
            put(make_account("a"), DAILY)
        with pytest.raises(UploadRefused):
            put(make_account("b", mode=AccountMode.FILE), DAILY, name="meta.png")
        assert not ReportFile.objects.exists()


def test_a_file_is_read_or_put_away_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        row = put(make_account(mode=AccountMode.FILE), DAILY)
        reports.discard(row, by=a_marketeer(), at=NOON)
        with pytest.raises(ReportRefused):
            reports.apply(row, by=a_marketeer(), at=NOON + timedelta(days=1))
        assert not ReportRow.objects.exists()


GOOGLE = (
    "Campaign report\n1 January 2026 - 31 January 2026\nCampaign,Currency code,Cost,Impr.\nLeerkrachten,EUR,10.00,100\n"
)


def test_the_export_of_another_network_is_asked_about_first(acme: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account(mode=AccountMode.FILE)
        row = put(account, GOOGLE)
        assert "lijkt een rapport van Google Ads" in str(reports.preview(row, at=NOON).doubt)
        with pytest.raises(ReportNeedsYes, match="het kanaal ‘Meta’ is van Meta"):
            reports.apply(row, by=a_marketeer(), at=NOON)
        assert not ReportRow.objects.exists()
        assert reports.apply(row, by=a_marketeer(), at=NOON, is_meant=True).new == 1
        for network in (Network.GOOGLE, Network.OTHER):
            right = make_account(f"Goed {network}", network=network, mode=AccountMode.FILE)
            assert reports.preview(put(right, GOOGLE), at=NOON).doubt is None
