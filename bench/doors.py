"""Plain functions through which the engines are measured from outside; importable without Django settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_report(path: str | Path) -> dict[str, Any]:
    """Read one ad report file. ``rows`` are rows of data without totals; money in whole minor units of ``currency``.

    ``impressions`` and ``clicks`` are None where the export has no such column; ``currency`` is empty where it says none.
    Problems carry the row's place in the file, or None when they are about the whole file.
    """
    from campaigns.reports import read_file

    report = read_file(path)
    return {
        "platform": report.platform.value,
        "currency": report.currency,
        "rows": report.rows,
        "spend_minor": report.spend_minor,
        "impressions": report.impressions,
        "clicks": report.clicks,
        "first_on": report.first_on.isoformat() if report.first_on else None,
        "last_on": report.last_on.isoformat() if report.last_on else None,
        "granularity": report.granularity,
        "problems": [{"row": one.row, "code": one.code.value, "said": one.said} for one in report.problems],
    }
