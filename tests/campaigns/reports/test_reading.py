"""Exports of our own making, in the shapes that ad networks deliver."""

from __future__ import annotations

import csv
import io
import random
from datetime import date

import pytest

from campaigns.reports import Problem, ProblemCode, Report, read
from campaigns.reports.columns import Meaning


def table(*rows: list[str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def said(report: Report) -> list[tuple[ProblemCode, int | None]]:
    return [(problem.code, problem.row) for problem in report.problems]


META_NL = [
    "Start rapportage",
    "Einde rapportage",
    "Campagnenaam",
    "Besteed bedrag (EUR)",
    "Weergaven",
    "Klikken op links",
]


def test_a_dutch_meta_export_of_a_month_stays_a_period() -> None:
    report = read(
        table(
            [*META_NL, "Budget advertentieset"],
            ["2026-01-01", "2026-01-31", "01 | Zorg - Lindehof", "236.53", "15734", "82", "Advertentiesetbudget wordt gebruikt"],
            ["2026-01-01", "2026-01-31", "02 | Onderwijs", "0", "0", "", "60"],
        )
    )  # fmt: skip
    assert (report.platform, report.currency, report.rows, report.granularity) == ("meta", "EUR", 2, "period")
    assert (report.spend_minor, report.impressions, report.clicks) == (23_653, 15_734, 82)
    assert (report.first_on, report.last_on, said(report)) == (date(2026, 1, 1), date(2026, 1, 31), [])


def test_google_in_utf16_with_tabs_preamble_and_totals() -> None:
    rows = [
        ["Campaign report"],
        ["27 January 2026 - 23 February 2026"],
        ["Campaign status", "Campaign", "Budget", "Currency code", "Impr.", "Clicks", "Cost", "Search impr. share"],
        ["Enabled", "Fruit", " --", "GBP", "9,380", "264", "1,365.22", "< 10%"],
        ["Enabled", "Total rewards", "10.00", "GBP", "20", "1", "4.00", " --"],
        ["Total: Campaigns", " --", " --", "GBP", "9,400", "265", "1,369.22", "< 10%"],
        ["Total: Account", "", "", "GBP", "9,400", "265", "1,369.22", "< 10%"],
    ]
    report = read(table(*rows, delimiter="\t").decode().encode("utf-16"))
    assert (report.platform, report.currency, report.rows) == ("google", "GBP", 2)
    assert (report.spend_minor, report.control_minor) == (136_922, 136_922)
    assert (report.impressions, report.clicks, report.granularity) == (9_400, 265, "period")
    assert (report.first_on, report.last_on, said(report)) == (date(2026, 1, 27), date(2026, 2, 23), [])


def test_a_dutch_google_export_with_commas_in_its_money() -> None:
    report = read(
        table(
            ["Campagnerapport"],
            ["1 januari 2026 - 31 januari 2026"],
            ["Campagne", "Valutacode", "Kosten", "Klikken", "Vertoningen"],
            ["Zorg", "EUR", "1.200", "12", "1.250"],
            ["Onderwijs", "EUR", "12,50", "3", "900"],
            ["Totaal: campagnes", "EUR", "1.212,50", "15", "2.150"],
            delimiter=";",
        )
    )
    assert (report.platform, report.spend_minor, report.impressions, said(report)) == ("google", 121_250, 2_150, [])
    assert (report.first_on, report.last_on) == (date(2026, 1, 1), date(2026, 1, 31))


def test_a_total_in_the_first_row_without_a_name_is_left_out_and_checked() -> None:
    header = ["Reporting starts", "Reporting ends", "Campaign name", "Amount spent (USD)"]
    days = ["2026-01-01", "2026-01-31"]
    rows = [[*days, "", "30"], [*days, "A", "10.5"], [*days, "B", "19.5"]]
    assert (read(table(header, *rows)).spend_minor, read(table(header, *rows)).rows) == (3_000, 2)
    assert said(read(table(header, *rows))) == []
    wrong = read(table(header, [*days, "", "31"], *rows[1:]))
    assert said(wrong) == [(ProblemCode.SEEN_AS_TOTAL, 2), (ProblemCode.TOTAL_DIFFERS, None)]
    assert (wrong.problems[0].said, wrong.spend_minor) == ("31", 3_000)


NAMED = ["Day", "Campaign name", "Amount spent (EUR)"]


def test_a_row_without_a_name_among_the_others_is_named_with_its_money() -> None:
    report = read(table(NAMED, ["2026-02-01", "A", "1.00"], ["2026-02-01", "", "7.50"], ["2026-02-02", "B", "2.00"]))
    assert report.problems == [Problem(ProblemCode.SEEN_AS_TOTAL, 3, "7.50")]
    assert (report.spend_minor, report.control_minor) == (300, None)


def test_a_last_row_without_a_name_is_a_total_only_in_silence_when_it_is_the_sum() -> None:
    rows = [["2026-02-01", "A", "1.00"], ["2026-02-02", "B", "2.00"]]
    assert said(read(table(NAMED, *rows, ["", "", "3.00"]))) == []
    other = read(table(NAMED, *rows, ["2026-02-03", "", "4.00"]))
    assert said(other) == [(ProblemCode.SEEN_AS_TOTAL, 4), (ProblemCode.TOTAL_DIFFERS, None)]


def test_a_row_that_says_total_among_the_others_is_named() -> None:
    rows = [["2026-02-01", "A", "1.00"], ["Total", "", "1.00"], ["2026-02-02", "B", "2.00"], ["Total", "", "3.00"]]
    assert said(read(table(NAMED, *rows))) == [(ProblemCode.SEEN_AS_TOTAL, 3)]


def test_the_files_own_total_is_compared_when_a_row_is_broken_too() -> None:
    rows = [["2026-02-01", "A", "1.00"], ["2026-02-01", "B", "veel"], ["Total", "", "9.00"]]
    report = read(table(NAMED, *rows))
    assert said(report) == [(ProblemCode.BAD_AMOUNT, 3), (ProblemCode.TOTAL_DIFFERS, None)]
    assert report.control_minor == 900


def test_a_total_in_millionths_is_compared_as_money() -> None:
    header = ["date", "campaign", "cost_micros"]
    assert said(read(table(header, ["2026-03-01", "A", "36155000"], ["Total", "", "36155000"]))) == [
        (ProblemCode.NO_CURRENCY, None)
    ]


def test_doubled_headers_and_newlines_in_cells() -> None:
    report = read(
        table(
            ["Campaign name", "Text", "Campaign name", "Amount spent (USD)", "Link clicks", "Day"],
            ["A", "one\n\ntwo", "A", "1.10", "3", "2026-02-01"],
            ["A", "three", "A", "2.20", "4", "2026-02-01"],
        )
    )
    assert (report.rows, report.spend_minor, report.clicks, report.granularity) == (2, 330, 7, "day")
    assert len({line.identity for line in report.lines}) == 2


def test_parts_of_cents_add_up_to_the_cent_in_any_order() -> None:
    amounts = [f"{n}.{n:02d}380741{n}873" for n in range(1, 30)]
    header = ["Day", "Ad name", "Amount spent (EUR)"]
    rows = [["2026-02-01", f"ad {n}", amount] for n, amount in enumerate(amounts)]
    exact = round(sum(float(amount) for amount in amounts) * 100)
    first = read(table(header, *rows))
    random.Random(3).shuffle(rows)
    second = read(table(header, *rows))
    assert first.spend_minor == second.spend_minor == exact
    assert {one.identity: one.spend_minor for one in first.lines} == {
        one.identity: one.spend_minor for one in second.lines
    }


def test_equal_names_on_one_day_are_rows_of_their_own() -> None:
    rows = [["2026-02-01", "Ad", "5"], ["2026-02-01", "Ad", "7"], ["2026-02-01", "Ad", "5"]]
    report = read(table(["Day", "Ad name", "Amount spent (EUR)"], *rows))
    assert (report.spend_minor, len({line.identity for line in report.lines})) == (1_700, 3)


def test_a_campaign_that_is_renamed_or_restated_stays_itself_by_its_id() -> None:
    header = ["Day", "Campaign ID", "Campaign name", "Amount spent (EUR)", "Results", "Campaign delivery"]
    first = read(table(header, ["2026-02-01", "77", "Zorg", "5", "", "active"]))
    later = read(table(header, ["2026-02-01", "77", "Zorg oud", "6.10", "3", "archived"]))
    other = read(table(header, ["2026-02-01", "78", "Zorg", "5", "", "active"]))
    assert first.lines[0].identity == later.lines[0].identity != other.lines[0].identity
    assert (first.lines[0].external_id, later.lines[0].spend_minor) == ("77", 610)


def test_linkedin_dates_are_american_and_its_preamble_is_skipped() -> None:
    report = read(
        table(
            ["Campaign Performance Report (in UTC)"],
            ["Report Start: 9/1/2026"],
            [],
            [
                "Start Date (in UTC)",
                "Account Name",
                "Campaign Name",
                "Campaign ID",
                "Total Spent",
                "Impressions",
                "Clicks",
            ],
            ["9/1/2026", "Lindehof", "Zorg", "123", "50.21", "1,200", "18"],
            ["9/12/2026", "Lindehof", "Zorg", "123", "49.79", "900", "11"],
        )
    )
    assert (report.platform, report.spend_minor, report.impressions) == ("linkedin", 10_000, 2_100)
    assert (report.first_on, report.last_on, report.granularity) == (date(2026, 9, 1), date(2026, 9, 12), "day")
    assert said(report) == [(ProblemCode.NO_CURRENCY, None)]


def test_hours_of_tiktok_are_rows_of_one_day_and_a_dash_is_nothing() -> None:
    report = read(
        table(
            ["CAMPAIGN_ID", "STAT_TIME_HOUR", "IMPRESSIONS", "CLICKS", "SPEND", "RESULT"],
            ["1", "2026-03-01 05:00:00", "22", "2", "22.22", "-"],
            ["1", "2026-03-01 06:00:00", "-", "1", "1.01", "-"],
        )
    )
    assert (report.platform, report.spend_minor, report.impressions) == ("tiktok", 2_323, 22)
    assert {(line.first_on, line.last_on) for line in report.lines} == {(date(2026, 3, 1), date(2026, 3, 1))}
    assert len({line.identity for line in report.lines}) == 2


def test_indeed_by_job_and_day() -> None:
    report = read(
        table(
            ["Date", "Job title", "Reference number", "Sponsored clicks", "Impressions", "Apply starts", "Spend (EUR)"],
            ["2026-03-01", "Leerkracht", "A-1", "12", "800", "3", "9,60"],
            ["2026-03-01", "Leerkracht", "A-2", "2", "80", "0", "1,40"],
            delimiter=";",
        )
    )
    assert (report.platform, report.currency, report.spend_minor, report.clicks) == ("indeed", "EUR", 1_100, 14)


def test_money_in_millionths_and_in_other_currencies() -> None:
    micros = read(table(["date", "id", "cost_micros", "clicks"], ["2026-03-01", "9", "36155000", "4"]))
    assert (micros.platform, micros.spend_minor) == ("google", 3_616)
    dollars = read(table(["Day", "Campaign", "Cost"], ["2026-03-01", "A", "US$1.50"]))
    assert (dollars.currency, dollars.spend_minor) == ("USD", 150)
    mixed = read(table(["Day", "Campaign", "Cost"], ["2026-03-01", "A", "US$1.50"], ["2026-03-01", "B", "€2.00"]))
    assert (said(mixed), mixed.is_refused) == ([(ProblemCode.MIXED_CURRENCIES, None)], True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.EMPTY),
        (b"\n\n , ,\n", ProblemCode.EMPTY),
        (b"%PDF-1.4\x00\x00", ProblemCode.NOT_A_TABLE),
        (b"<html><body>Sign in</body></html>", ProblemCode.NOT_A_TABLE),
        (b"PK\x03\x04nonsense", ProblemCode.NOT_A_TABLE),
        (
            table(["Date", "Datasource", "Campaign", "Clicks"], ["01.01.2019", "X", "Y", "2"]),
            ProblemCode.NO_SPEND_COLUMN,
        ),
        (table(["Hour", "Clicks", "Cost"], ["00 - 01", "0", "US$0.00"]), ProblemCode.NO_DATES),
        (table(META_NL), ProblemCode.EMPTY),
    ],
)
def test_what_is_no_report_is_refused_as_a_whole(data: bytes, code: ProblemCode) -> None:
    report = read(data)
    assert (said(report), report.is_refused, report.spend_minor) == ([(code, None)], True, 0)


def test_every_row_that_is_left_out_is_named_and_the_rest_is_read() -> None:
    report = read(
        table(
            ["Day", "Campaign name", "Amount spent (EUR)", "Impressions"],
            ["2026-02-01", "A", "1.00", "10"],
            ["2026-02-30", "B", "1.00", "10"],
            ["2026-02-01", "C", "veel", "10"],
            ["2026-02-01", "D", "", "10"],
            ["2026-02-01", "E", "2.00", "tien"],
            ["2026-02-01", "F", "1.00", "10", "te veel"],
            ["2026-02-01", "G"],
        )
    )
    assert (report.rows, [line.campaign_name for line in report.lines], report.spend_minor) == (7, ["A", "E"], 300)
    assert said(report) == [
        (ProblemCode.BAD_DATE, 3),
        (ProblemCode.BAD_AMOUNT, 4),
        (ProblemCode.NO_AMOUNT, 5),
        (ProblemCode.BAD_COUNT, 6),
        (ProblemCode.WRONG_WIDTH, 7),
        (ProblemCode.WRONG_WIDTH, 8),
    ]
    assert not report.is_refused


def test_a_date_that_can_be_read_two_ways_is_not_guessed() -> None:
    rows = [["11/16/2026", "A", "1"], ["20-11-2026", "B", "1"], ["6/11/2026", "C", "1"], ["11/11/2026", "D", "1"]]
    report = read(table(["Ad_Date", "Campaign name", "Cost"], *rows))
    assert (ProblemCode.BAD_DATE, 4) in said(report)
    assert [(line.campaign_name, line.first_on) for line in report.lines] == [
        ("A", date(2026, 11, 16)),
        ("B", date(2026, 11, 20)),
        ("D", date(2026, 11, 11)),
    ]


def test_a_period_the_wrong_way_round_is_a_problem_of_its_row() -> None:
    report = read(table(META_NL, ["2026-02-28", "2026-02-01", "A", "1.00", "1", "1"]))
    assert (said(report), report.lines) == ([(ProblemCode.BAD_DATE, 2)], [])


def test_a_person_may_say_which_column_is_which() -> None:
    data = table(["Dag van meting", "Actie", "Bedrag"], ["2026-02-01", "A", "1.00"])
    assert said(read(data)) == [(ProblemCode.NO_SPEND_COLUMN, None)]
    mapping = {Meaning.SPEND: "Bedrag", Meaning.DAY: "Dag van meting", Meaning.CAMPAIGN: "Actie"}
    report = read(data, mapping=mapping)
    assert (report.spend_minor, report.lines[0].campaign_name, report.first_on) == (100, "A", date(2026, 2, 1))


def test_totals_a_month_in_json() -> None:
    flat = read(b'{"2026-01": 19283.91, "2026-02": 21334.29}')
    assert (flat.spend_minor, flat.rows, flat.first_on, flat.last_on) == (
        4_061_820,
        2,
        date(2026, 1, 1),
        date(2026, 2, 28),
    )
    named = read(b'{"2026-02": {"A | B": {"spend": 0.1}, "C": {"spend": 0.2}}}')
    assert [(line.campaign_name, line.spend_minor) for line in named.lines] == [("A | B", 10), ("C", 20)]


def test_spreadsheets_are_read_like_text() -> None:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Dag", "Campagnenaam", "Besteed bedrag (EUR)", "Linkkliks"])
    sheet.append([date(2026, 2, 1), "Zorg", 12.5, 3])
    book.save(out)
    report = read(out.getvalue())
    assert (report.platform, report.spend_minor, report.clicks, report.first_on) == ("meta", 1_250, 3, date(2026, 2, 1))


def test_a_spreadsheet_that_is_too_long_is_refused_like_text_and_formatting_alone_is_no_row() -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    def sheet(last: str | None) -> bytes:
        book, out = Workbook(), io.BytesIO()
        page = book.active
        page.append(NAMED)
        page.append([date(2026, 2, 1), "A", 1])
        cell = page.cell(row=200_001, column=2, value=last)
        cell.font = Font(bold=True)
        book.save(out)
        return out.getvalue()

    assert said(read(sheet("B"))) == [(ProblemCode.TOO_LONG, None)]
    assert read(sheet("B")).is_refused
    assert (said(read(sheet(None))), read(sheet(None)).spend_minor) == ([], 100)
    text = b"Day,Campaign name,Cost\n" + b"2026-02-01,A,1\n" * 200_000
    assert said(read(text)) == [(ProblemCode.TOO_LONG, None)]


def test_problems_do_not_repeat_long_cells() -> None:
    report = read(table(["Day", "Campaign", "Cost"], ["2026-03-01", "A", "x" * 500]))
    assert report.problems[-1] == Problem(ProblemCode.BAD_AMOUNT, 2, "x" * 40)
