"""What goes to the browser, and the same numbers as a table."""

import json
import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from recruit_platform.core import ui
from recruit_platform.core.ui import figures

START = date(2026, 8, 1)


def make_line(**measure):
    return ui.LineChart(
        id="v",
        title="Verloop",
        says="x",
        measures=[ui.Measure(name="Uitgaven", unit="euro", **measure)],
        starts_on=START,
        ends_on=date(2026, 12, 31),
    )


def test_the_band_travels_as_low_and_width():
    data = make_line(band=[(START, 10.0, 14.0)]).data()
    assert data["measures"][0]["low"] == [["2026-08-01", 10.0]]
    assert data["measures"][0]["width"] == [["2026-08-01", 4.0]]
    json.dumps(data)


def test_the_table_has_a_row_per_day_and_a_dash_where_nothing_is_known():
    chart = make_line(plan=[(START, 1000.0), (START + timedelta(days=1), 2000.0)], actual=[(START, 1234.4)])
    assert chart.headers == ["Datum", "Uitgaven, plan", "Uitgaven, werkelijk"]
    assert chart.rows == [["1 aug 2026", "€\u00a01.000", "€\u00a01.234"], ["2 aug 2026", "€\u00a02.000", "–"]]


def test_a_long_table_is_thinned_but_keeps_first_and_last():
    days = [(START + timedelta(days=i), float(i)) for i in range(200)]
    rows = make_line(plan=days).rows
    assert len(rows) == 60
    assert (rows[0][1], rows[-1][1]) == ("€\u00a00", "€\u00a0199")


def test_charts_know_when_there_is_nothing_to_draw():
    assert make_line().is_empty
    assert not make_line(actual=[(START, 0.0)]).is_empty
    assert ui.BarChart(
        id="b", title="", says="", categories=["a"], series=[ui.Series(name="s", values=[None])]
    ).is_empty


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ({"expected": [(START, 1.0)], "band": [(START, 10.0, 14.0)]}, "verwacht, 80 % zeker"),
        ({"expected": [(START, 1.0)]}, "verwacht"),
        ({"actual": [(START, 1.0)]}, ""),
    ],
)
def test_the_legend_speaks_of_a_band_only_where_one_is_drawn(measure, says):
    printed = render_to_string("ui/chart.html", {"chart": make_line(**measure)})
    assert re.findall(r"</svg>(verwacht[^<]*)", printed) == ([says] if says else [])


def test_bars_as_a_table():
    chart = ui.BarChart(
        id="b",
        title="",
        says="",
        category_name="Bron",
        unit="percent",
        categories=["Meta", "Indeed"],
        series=[ui.Series(name="aandeel", values=[12.34, None])],
    )
    assert (chart.headers, chart.rows) == (["Bron", "aandeel"], [["Meta", "12,3\u00a0%"], ["Indeed", "–"]])


def test_a_heat_map_as_a_table_sums_months_and_names_the_busiest_day():
    chart = ui.HeatMap(
        id="h",
        title="",
        says="",
        starts_on=START,
        ends_on=date(2026, 9, 30),
        days=[(START, 2), (date(2026, 8, 5), 7), (date(2026, 9, 1), 1)],
        top=9,
    )
    assert chart.rows == [["augustus 2026", "9", "5 aug (7)"], ["september 2026", "1", "1 sep (1)"]]


def test_figures_and_days_are_written_as_the_language_of_the_page_does():
    day = date(2026, 11, 23)
    money = make_line(plan=[(day, 1234.4)])
    share = ui.BarChart(
        id="b",
        title="",
        says="",
        unit="percent",
        categories=["Meta"],
        series=[ui.Series(name="s", values=[1012.34])],
    )

    def said():
        return [*money.rows, *share.rows, money.data()["words"]["band"], figures.euros(-1234.4), figures.euros(-0.2)]

    with translation.override("nl"):
        assert said() == [
            ["23 nov 2026", "€\u00a01.234"],
            ["Meta", "1.012,3\u00a0%"],
            "80\u00a0%",
            "€\u00a0-1.234",
            "€\u00a00",
        ]
    with translation.override("en"):
        assert said() == [["23 Nov 2026", "€1,234"], ["Meta", "1,012.3%"], "80%", "-€1,234", "€0"]
