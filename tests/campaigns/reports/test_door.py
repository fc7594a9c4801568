from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.doors import read_report

ROOT = Path(__file__).parents[3]
CSV = "Day,Campaign name,Amount spent (EUR),Impressions,Link clicks\n2026-02-01,A,1.10,10,2\n2026-02-03,B,x,1,1\n"


def test_the_door_tells_what_was_read_and_what_was_not(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(CSV)
    assert read_report(path) == {
        "platform": "meta",
        "currency": "EUR",
        "rows": 2,
        "spend_minor": 110,
        "impressions": 10,
        "clicks": 2,
        "first_on": "2026-02-01",
        "last_on": "2026-02-01",
        "granularity": "day",
        "problems": [{"row": 3, "code": "bad_amount", "said": "x"}],
    }


def test_the_door_opens_without_settings(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(CSV)
    code = f"from bench.doors import read_report; print(read_report({str(path)!r})['spend_minor'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("110", "")
