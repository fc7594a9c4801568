"""`./run test` as a whole: every failure is shown, and one failed check fails the run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recruit_platform.core.local import checks, debian, paths
from recruit_platform.core.local.failures import Failure


def test_static_checks_all_run_and_each_failure_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = checks.static(
        {
            "first": ["/bin/sh", "-c", "echo first words; exit 1"],
            "good": ["/bin/sh", "-c", "echo good words"],
            "second": ["/bin/sh", "-c", "echo second words >&2; exit 3"],
        },
        at_once=2,
    )
    assert {outcome.name: outcome.passed for outcome in outcomes} == {"first": False, "good": True, "second": False}
    shown = capsys.readouterr().out
    assert ["first words" in shown, "second words" in shown, "good words" in shown] == [True, True, False]


@pytest.mark.slow
@pytest.mark.parametrize(("failed", "code"), [("mypy, djlint", 1), ("", 0)])
def test_failed_checks_fail_the_run_and_stand_above_pytests_last_line(tmp_path: Path, failed: str, code: int) -> None:
    (tmp_path / "test_one.py").write_text("def test_one():\n    assert True\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "recruit_platform.core.local.verdict",
        "-p",
        "no:django",
        "-n",
        "2",
    ]
    done = subprocess.run(
        [*command, "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=paths.PROJECT,
        env={"PATH": "/usr/bin:/bin", checks.FAILED_CHECKS: failed},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.rstrip().splitlines()
    assert (done.returncode, "1 passed" in lines[-1]) == (code, True), done.stdout + done.stderr
    assert [line for line in lines if line.startswith("FAILED:")] == (
        [f"FAILED: {failed} (what they said stands at the top)"] if failed else []
    )


def test_programs_that_cannot_be_installed_here_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="apt-get install --no-install-recommends chromium gettext pgbouncer"):
        debian.ensure(debian.FOR_TESTS, say=lambda _text: None)


def test_nothing_is_installed_when_all_is_there() -> None:
    assert debian.missing({"coreutils": ("ls", "cat"), "no-such": ("no-such-program",)}) == ["no-such"]
    debian.ensure({"coreutils": ("ls",)}, say=pytest.fail)
