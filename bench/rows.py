"""The table that a measurement ends with: a figure beside its limit, and whether it holds."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``number`` names the budget (P1 and on); ``holds`` whether the figure keeps to it."""

    number: str
    what: str
    figure: str
    limit: str
    holds: bool


def ratio(number: str, what: str, limit: float, seen: Sequence[float]) -> Row:
    """The median of the turns' ratios against a limit, with the lowest and the highest beside it."""
    middle = statistics.median(seen)
    return Row(number, what, f"{middle:.2f} x ({min(seen):.2f} to {max(seen):.2f})", f"{limit} x", middle <= limit)


def print_rows(rows: Sequence[Row]) -> None:
    sys.stdout.write("\n\n| # | what | figure | limit | |\n|---|---|---|---|---|\n")
    for row in rows:
        said = "holds" if row.holds else "MISSED"
        sys.stdout.write(f"| {row.number} | {row.what} | {row.figure} | {row.limit} | {said} |\n")
