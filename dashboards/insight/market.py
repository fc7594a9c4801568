"""The season of the Dutch vacancy market: twelve numbers from Indeed's index of new postings, kept beside this file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("market_season.csv")
SOURCE = "Indeed Hiring Lab, Job Postings Index (Netherlands, 2020–2025), github.com/hiring-lab/job_postings_tracker"
LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class MarketSeason:
    """``months``: January to December, mean 1: new postings against an average month. ``spreads``: half the range over years.

    ``source`` and ``licence`` must stand wherever the numbers are shown.
    """

    months: tuple[float, ...]
    spreads: tuple[float, ...]
    source: str = SOURCE
    licence: str = LICENCE


@cache
def market_season() -> MarketSeason:
    """Read the table that scripts/market_season.py derives."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return MarketSeason(tuple(float(row["index"]) for row in rows), tuple(float(row["spread"]) for row in rows))
