from __future__ import annotations

from datetime import date

import pytest

from calendar_app.imports.jobs import Salary, day_of, hours_of, keys_of, plain, salary_between, salary_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("€2532-€4057", Salary(253_200, 405_700, "EUR", "month")),
        ("€ 3.622,00 – € 5.520 p/m", Salary(362_200, 552_000, "EUR", "month")),
        ("€10722", Salary(1_072_200, 1_072_200, "EUR", "month")),
        ("15,50 per uur", Salary(1_550, 1_550, "EUR", "hour")),
        ("€ 48.000 - 60.000 per jaar", Salary(4_800_000, 6_000_000, "EUR", "year")),
        ("$50000 per year", Salary(5_000_000, 5_000_000, "USD", "year", "foreign")),
        ("€36000 - €120000", Salary(3_600_000, 12_000_000, "EUR", "year", "wide")),
        ("€ 8.400 per jaar", Salary(840_000, 840_000, "EUR", "year", "implausible")),
        ("€5000 - €3000 per maand", Salary(500_000, 300_000, "EUR", "month", "backwards")),
    ],
)
def test_salaries_are_read_as_people_write_them(text: str, wanted: Salary) -> None:
    assert salary_of(text) == wanted


@pytest.mark.parametrize("text", ["", "marktconform", "schaal 45", "1 2 3 4", "€ 99999999999"])
def test_what_is_no_salary_is_none_or_doubted(text: str) -> None:
    found = salary_of(text)
    assert found is None or found.doubt


def test_one_filled_cell_of_a_range_counts_for_both() -> None:
    assert salary_between("3000", "") == salary_between("", "3000") == Salary(300_000, 300_000, "EUR", "month")
    assert salary_between("", "") is None
    assert salary_between("veel", "") is None


def test_a_vacancy_is_known_by_id_then_path_never_by_campaign_marks() -> None:
    plain_url = "https://werkenbij.example/vacatures/docent/"
    marked = f"{plain_url.rstrip('/')}?utm_source=google&utm_medium=cpc"
    assert keys_of(source_id="7", url=plain_url) == keys_of(source_id="7", url=marked)
    assert keys_of(url=plain_url) == ("path:werkenbij.example/vacatures/docent",)
    script = "http://x.example/view.cfm?jobid=1&amp;source=Indeed"
    assert keys_of(url=script) == keys_of(url="http://x.example/view.cfm?jobid=1")
    assert keys_of(url=script) != keys_of(url="http://x.example/view.cfm?jobid=2")
    assert keys_of(title="Kok", place="Ede", company="A") != keys_of(title="Kok", place="Ede", company="B")
    assert all(len(key) <= 300 for key in keys_of(source_id="x" * 5000, url=f"https://x.example/{'y' * 5000}"))


def test_days_and_hours() -> None:
    assert [day_of(text) for text in ("2026-12-18", "2021-06-29T22:49:39Z", "18-12-2026", "31-02-2026", "gauw")] == [
        date(2026, 12, 18), date(2021, 6, 29), date(2026, 12, 18), None, None,
    ]  # fmt: skip
    assert [hours_of(text) for text in ("24-36 uur", "36,5", "fulltime", "100")] == [
        (1440, 2160),
        (2190, 2190),
        None,
        None,
    ]


def test_markup_becomes_plain_text() -> None:
    assert plain("<p>Een&nbsp;<b>baan</b></p><script>alert(1)</script><ul><li>Fiets</li></ul>") == "Een baan\nFiets"
