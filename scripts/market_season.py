"""Derives the season of the Dutch vacancy market, twelve numbers, from Indeed's public index of new job postings.

    python scripts/market_season.py PATH/indeed_nl_daily_2020_2025.csv           write dashboards/insight/market_season.csv
    python scripts/market_season.py PATH/indeed_nl_daily_2020_2025.csv --check   compare it with the file; exit 1 when they differ

The source is NL/aggregate_job_postings_NL.csv of github.com/hiring-lab/job_postings_tracker, CC BY 4.0, Indeed Hiring Lab: one
row a day and variable, in no order. Derivation, a ratio to the moving average (as in US Census X-11, first round):

1. the column that is not seasonally adjusted, variable "new postings", averaged by calendar month;
2. each month divided by the mean of the twelve months around it (the outermost of thirteen at half weight), from 2021 on: the
   spring of 2020 is the lockdown, not a season;
3. the median over the years for each calendar month, so that one odd year does not count;
4. divided by their mean, so that the twelve have mean 1. ``spread``: half the distance between the highest and lowest year.

The index is Indeed's own seven-day mean of postings of at most seven days old, so that it runs some days behind.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import mean, median

TARGET = Path(__file__).resolve().parent.parent / "dashboards" / "insight" / "market_season.csv"
FIRST_YEAR = 2021
HEAD = """\
# New job postings in the Netherlands by calendar month; mean 1. Derived by scripts/market_season.py, which says how.
# Source: Indeed Hiring Lab, Job Postings Index, github.com/hiring-lab/job_postings_tracker, 2020-02-01 to 2025-12-31.
# Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. Changed: monthly medians of ratios to a moving average.
month,index,spread
"""

Month = tuple[int, int]  # year, month


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    text = table(Path(arguments[0]))
    if "--check" in arguments:
        same = TARGET.read_text(encoding="utf-8") == text
        print("The table is what the source gives." if same else "The table differs from what the source gives.")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


def table(source: Path) -> str:
    """Return the whole text of the data file, as derived from Indeed's file."""
    with source.open(encoding="utf-8", newline="") as lines:
        found = ratios(by_month(csv.DictReader(lines)))
    medians = {month: median(found[month]) for month in range(1, 13)}
    level = mean(medians.values())
    rows = (
        f"{month},{medians[month] / level:.4f},{(max(found[month]) - min(found[month])) / 2 / level:.4f}\n"
        for month in medians
    )
    return HEAD + "".join(rows)


def by_month(rows: Iterable[Mapping[str, str]]) -> dict[Month, float]:
    """Return the mean of the unadjusted index of new postings, by month."""
    days = defaultdict(list)
    for row in rows:
        if row["variable"] == "new postings":
            year, month, _day = row["date"].split("-")
            days[int(year), int(month)].append(float(row["indeed_job_postings_index_NSA"]))
    return {month: mean(values) for month, values in sorted(days.items())}


def ratios(index: Mapping[Month, float]) -> dict[int, list[float]]:
    """Return every month from ``FIRST_YEAR`` on over the mean of the year around it, by calendar month."""
    found = defaultdict(list)
    for year, month in index:
        around = [_moved(year, month, by) for by in range(-6, 7)]
        if year >= FIRST_YEAR and all(one in index for one in around):
            values = [index[one] for one in around]
            found[month].append(index[year, month] * 12 / (sum(values[1:-1]) + (values[0] + values[-1]) / 2))
    return found


def _moved(year: int, month: int, by: int) -> Month:
    years, zero_based = divmod(year * 12 + month - 1 + by, 12)
    return years, zero_based + 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
