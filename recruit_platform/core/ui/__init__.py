"""The vocabulary of the interface: small frozen values that presenters make and the tags in templatetags/ui.py print."""

from .charts import BarChart, Event, HeatMap, LineChart, Measure, Series
from .drawings import Bar, Drift, Interval
from .parts import (
    Action,
    Chip,
    Crumb,
    Empty,
    Fact,
    Headway,
    Link,
    Moment,
    Status,
    Step,
    Tab,
    Task,
    Tile,
    Tone,
)
from .tables import Cell, Column, Paging, Row, Selection, Sort, Table
from .timelines import Bar as Span
from .timelines import Lane, Mark, Timeline
from .toasts import Toast

__all__ = [
    "Action",
    "Bar",
    "BarChart",
    "Cell",
    "Chip",
    "Column",
    "Crumb",
    "Drift",
    "Empty",
    "Event",
    "Fact",
    "Headway",
    "HeatMap",
    "Interval",
    "Lane",
    "LineChart",
    "Link",
    "Mark",
    "Measure",
    "Moment",
    "Paging",
    "Row",
    "Selection",
    "Series",
    "Sort",
    "Span",
    "Status",
    "Step",
    "Tab",
    "Table",
    "Task",
    "Tile",
    "Timeline",
    "Toast",
    "Tone",
]
