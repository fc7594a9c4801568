"""The table as a value: sorting by link, rows that fit their columns, what a phone leaves out."""

import pytest
from django.http import QueryDict

from recruit_platform.core import ui

NOTHING = ui.Empty(title="Nog niets")
NAME = ui.Column(label="Naam", key="name", sorts=True)
SPENT = ui.Column(label="Uitgegeven", key="spent", sorts=True, number=True)


def make_table(query: str = "", **more):
    return ui.Table(
        id="t",
        caption="Kanalen",
        columns=[NAME, SPENT],
        rows=[ui.Row(id="1", cells=[ui.Cell(text="Meta"), ui.Cell(text="€ 10")])],
        empty=NOTHING,
        path="/o/acme/",
        query=QueryDict(query),
        **more,
    )


def test_a_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="row 9 has 1 cells for 2 columns"):
        ui.Table(
            id="t", caption="", columns=[NAME, SPENT], rows=[ui.Row(id="9", cells=[ui.Cell(text="x")])], empty=NOTHING
        )


def test_sorting_keeps_the_filters_and_leaves_the_page():
    heads = make_table("q=a%26b&status=open&after=77&sort=name").heads
    assert heads[1].url == "/o/acme/?q=a%26b&status=open&sort=spent"


def test_the_current_column_turns_around():
    heads = make_table(sort=ui.Sort(key="spent", direction="ascending")).heads
    assert (heads[0].direction, heads[0].url) == (None, "/o/acme/?sort=name")
    assert (heads[1].direction, heads[1].url) == ("ascending", "/o/acme/?sort=-spent")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sort=-name", ui.Sort(key="name", direction="descending")),
        ("sort=name", ui.Sort(key="name")),
        ("sort=password", ui.Sort(key="spent")),
        ("sort=--name", ui.Sort(key="spent")),
        ("", ui.Sort(key="spent")),
    ],
)
def test_only_named_columns_sort(asked, expected):
    assert ui.Sort.from_query(QueryDict(asked), allowed=["name"], default=ui.Sort(key="spent")) == expected


def test_a_cell_tells_how_it_looks():
    table = ui.Table(
        id="t",
        caption="",
        columns=[NAME, SPENT],
        rows=[ui.Row(id="1", cells=[ui.Cell(text="x"), ui.Cell(text="9", tone=ui.Tone.BAD, unfinished=True)])],
        empty=NOTHING,
    )
    assert table.lines[0].places[1].classes.split() == ["num", "c-bad", "open-end"]
    assert ui.Cell().is_blank
    assert not ui.Cell(status=ui.Status(tone=ui.Tone.OK, word="Op schema")).is_blank
