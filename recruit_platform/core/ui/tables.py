"""The data table as a value: columns, rows of ready cells, sorting by link, keyset pages, selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from .parts import Action, Empty, Status, Text, Tone

Direction = Literal["ascending", "descending"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`key` is the name in the URL when the column sorts. `label_short` stands above the value on a phone.

    `whole` never breaks a word, for columns of a few known ones.
    """

    label: Text
    key: str = ""
    sorts: bool = False
    number: bool = False
    label_short: Text = ""
    whole: bool = False
    hide_on_phone: bool = False
    full_on_phone: bool = False
    label_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value, as text, status, link or a template of its own (`template` is rendered with `value` as `cell`)."""

    text: Text = ""
    sub: Text = ""
    url: str = ""
    status: Status | None = None
    tone: Tone = Tone.PLAIN
    bold: bool = False
    muted: bool = False
    template: str = ""
    value: object = None
    unfinished: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing to show; on a phone such a cell takes no room."""
        return not (self.text or self.sub or self.status or self.template)


@dataclass(frozen=True, kw_only=True)
class Row:
    """The first cell names the row. `id` is its public id: selection and morphing go by it."""

    id: str
    cells: Sequence[Cell]
    name: Text = ""
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class Sort:
    key: str
    direction: Direction = "ascending"

    @classmethod
    def from_query(cls, query: QueryDict, *, allowed: Sequence[str], default: Sort) -> Sort:
        """Read `?sort=-name`. What is not allowed falls back to the default."""
        asked = query.get("sort", "")
        key = asked.removeprefix("-")
        if key not in allowed:
            return default
        return cls(key=key, direction="descending" if asked.startswith("-") else "ascending")

    @property
    def as_query(self) -> str:
        return f"-{self.key}" if self.direction == "descending" else self.key


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Keyset pages: there is a next and a previous, not a number. `shown` reads like '1–12 van 63'."""

    previous_url: str = ""
    next_url: str = ""
    shown: Text = ""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Rows can be ticked. `actions` post the ticked ids as `rows` (or `all=1` with the page's filters) to their own URL."""

    actions: Sequence[Action]
    total: int
    name: str = "rows"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A whole table. `path` and `query` are the page's own, so that sorting keeps the filters."""

    id: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: Empty
    sort: Sort | None = None
    path: str = ""
    query: QueryDict | None = None
    paging: Paging | None = None
    selection: Selection | None = None
    stacks: bool = True
    sticky: bool = True
    density_toggle: bool = False
    total: Sequence[Cell] = ()
    part_target: str = ""
    heads: Sequence[Head] = field(init=False, default=())
    lines: Sequence[Line] = field(init=False, default=())

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.id}: row {row.id} has {len(row.cells)} cells for {len(self.columns)} columns")
        if self.total and len(self.total) != len(self.columns):
            raise ValueError(f"{self.id}: the total has {len(self.total)} cells for {len(self.columns)} columns")
        object.__setattr__(self, "heads", [self._head(column) for column in self.columns])
        object.__setattr__(self, "lines", [Line(row=row, places=self._places(row.cells)) for row in self.rows])

    @property
    def total_places(self) -> Sequence[Place]:
        return self._places(self.total)

    def _places(self, cells: Sequence[Cell]) -> Sequence[Place]:
        return [Place(column=column, cell=cell) for column, cell in zip(self.columns, cells, strict=True)]

    def _head(self, column: Column) -> Head:
        if not column.sorts:
            return Head(column=column)
        is_current = self.sort is not None and self.sort.key == column.key
        direction: Direction | None = self.sort.direction if self.sort and is_current else None
        following = Sort(key=column.key, direction="descending" if direction == "ascending" else "ascending")
        return Head(column=column, url=self._url(sort=following), direction=direction)

    def _url(self, *, sort: Sort) -> str:
        kept = [
            (name, value)
            for name, values in (self.query.lists() if self.query is not None else ())
            for value in values
            if name not in {"sort", "after", "before"}
        ]
        return f"{self.path}?{urlencode([*kept, ('sort', sort.as_query)])}"


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column's head as printed: with the link that sorts by it, and how it sorts now."""

    column: Column
    url: str = ""
    direction: Direction | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell in its column."""

    column: Column
    cell: Cell

    @property
    def classes(self) -> str:
        names = {
            "num": self.column.number,
            "words": self.column.whole,
            "no": self.column.hide_on_phone,
            "full": self.column.full_on_phone,
            "b": self.cell.bold,
            "muted": self.cell.muted,
            f"c-{self.cell.tone}": self.cell.tone in {Tone.OK, Tone.WARN, Tone.BAD, Tone.INFO},
            "open-end": self.cell.unfinished,
            "blank": self.cell.is_blank,
        }
        return " ".join(name for name, wanted in names.items() if wanted)

    @property
    def label(self) -> Text:
        return self.column.label_short or self.column.label


@dataclass(frozen=True, kw_only=True)
class Line:
    row: Row
    places: Sequence[Place]

    @property
    def name(self) -> Text:
        return self.row.name or self.row.cells[0].text
