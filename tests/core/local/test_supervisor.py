"""The loop over children, with fake children that take no time."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.core.local.conftest import Start, Started, is_alive, pids, wait_until

FAKES = "tests.core.local.supervise_fakes"


def begin(start: Start, folder: Path, *parts: dict, **more: object) -> Started:
    return start(FAKES, str(folder), json.dumps({"parts": parts, **more}))


def test_ctrl_c_ends_all_children_and_exits_with_zero(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a"}, {"name": "b", "needs": ["a"]})
    program.wait_for("READY")
    assert program.end(signal.SIGINT) == 0
    assert [is_alive(pid) for name in "ab" for pid in pids(tmp_path / f"{name}.pids")] == [False, False]


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGHUP])
def test_other_ways_to_be_stopped_end_all_children_too(start: Start, tmp_path: Path, sig: signal.Signals) -> None:
    program = begin(start, tmp_path, {"name": "a"})
    program.wait_for("READY")
    assert program.end(sig) == 0
    assert not is_alive(pids(tmp_path / "a.pids")[0])


def test_what_needs_others_is_stopped_before_them(start: Start, tmp_path: Path) -> None:
    tell = f"trap 'echo NAME >> {tmp_path}/order; exit 0' TERM; while :; do sleep 0.05; done"
    base = {"name": "base", "script": tell.replace("NAME", "base")}
    program = begin(start, tmp_path, base, {"name": "top", "needs": ["base"], "script": tell.replace("NAME", "top")})
    program.wait_for("READY")
    assert program.end() == 0
    assert (tmp_path / "order").read_text().split() == ["top", "base"]


def test_a_child_that_ignores_the_request_is_killed_in_time(start: Start, tmp_path: Path) -> None:
    stubborn = "trap '' TERM; while :; do sleep 0.05; done"
    program = begin(start, tmp_path, {"name": "a", "script": stubborn, "stop_seconds": 0.5})
    program.wait_for("READY")
    assert program.end(seconds=5) == 0
    assert not is_alive(pids(tmp_path / "a.pids")[0])


def test_a_killed_child_is_started_again(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a"}, {"name": "b"})
    program.wait_for("READY")
    os.kill(pids(tmp_path / "a.pids")[0], signal.SIGKILL)
    wait_until(lambda: len(pids(tmp_path / "a.pids")) == 2, seconds=5)
    program.wait_for("a is back")
    assert "a ended (SIGKILL)" in program.text
    assert len(pids(tmp_path / "b.pids")) == 1


def test_restarts_slow_down_when_a_child_keeps_dying_and_go_on_after_it(start: Start, tmp_path: Path) -> None:
    flag = tmp_path / "broken"
    program = begin(
        start, tmp_path, {"name": "a", "script": f"test -e {flag} && {{ sleep 0.1; exit 3; }}; exec sleep 600"}
    )
    program.wait_for("READY")
    flag.touch()
    began = time.monotonic()
    os.kill(pids(tmp_path / "a.pids")[0], signal.SIGKILL)
    program.wait_for("exit code 3", times=4, seconds=20)
    assert time.monotonic() - began > 0.1 + 0.2 + 0.4 + 0.8
    flag.unlink()
    starts = len(pids(tmp_path / "a.pids"))
    wait_until(lambda: len(pids(tmp_path / "a.pids")) == starts + 1, seconds=10)
    assert is_alive(pids(tmp_path / "a.pids")[-1])


def test_the_rest_of_a_killed_childs_group_goes_with_it(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a", "script": f"sleep 600 & echo $! > {tmp_path}/helper; wait"})
    program.wait_for("READY")
    wait_until(lambda: (tmp_path / "helper").exists() and (tmp_path / "helper").read_text(), seconds=5)
    helper = int((tmp_path / "helper").read_text())
    os.kill(pids(tmp_path / "a.pids")[0], signal.SIGKILL)
    wait_until(lambda: not is_alive(helper), seconds=5)


def test_kill_9_of_the_supervisor_leaves_no_child(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a"}, {"name": "b"}, foreground="echo $$ > front.pids; exec sleep 600")
    wait_until(lambda: pids(tmp_path / "front.pids"), seconds=10)
    program.child.kill()
    program.child.wait()
    everyone = [pid for name in ("a", "b", "front") for pid in pids(tmp_path / f"{name}.pids")]
    assert len(everyone) == 3
    wait_until(lambda: not any(is_alive(pid) for pid in everyone), seconds=5)


def test_kill_9_of_a_supervisor_in_the_background_of_a_script_leaves_no_child_either(
    start: Start, tmp_path: Path
) -> None:
    deaf = [{"name": name, "death_signal": sig} for name, sig in (("a", "SIGQUIT"), ("b", "SIGINT"))]
    program = begin(start, tmp_path, *deaf, ignored=["SIGINT", "SIGQUIT"])
    program.wait_for("READY")
    program.child.kill()
    program.child.wait()
    everyone = [pid for name in "ab" for pid in pids(tmp_path / f"{name}.pids")]
    assert len(everyone) == 2
    wait_until(lambda: not any(is_alive(pid) for pid in everyone), seconds=5)


def test_a_service_that_dies_during_the_start_is_started_again_by_the_same_loop(start: Start, tmp_path: Path) -> None:
    once = f"test -e {tmp_path}/died || {{ touch {tmp_path}/died; exit 1; }}; touch {tmp_path}/up; exec sleep 600"
    program = begin(start, tmp_path, {"name": "a", "script": once, "ready_file": "up"}, {"name": "b", "needs": ["a"]})
    program.wait_for("READY", seconds=10)
    assert len(pids(tmp_path / "a.pids")) == 2
    assert len(pids(tmp_path / "b.pids")) == 1


def test_a_service_that_never_stays_up_is_given_up_with_its_log(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a", "script": "echo no such setting; exit 1", "ready_file": "never"})
    assert program.child.wait(timeout=30) == 1
    assert "FAILURE a does not stay up (exit code 1)." in program.text
    assert "no such setting" in program.text


def test_a_service_that_is_never_ready_is_given_up(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a", "ready_file": "never", "start_seconds": 0.5})
    assert program.child.wait(timeout=10) == 1
    assert "FAILURE a was not ready within 0.5 s." in program.text
    assert not is_alive(pids(tmp_path / "a.pids")[0])


def test_a_service_that_cannot_be_asked_is_ready_when_it_has_lived_a_while(start: Start, tmp_path: Path) -> None:
    once = f"test -e {tmp_path}/died || {{ touch {tmp_path}/died; sleep 0.2; exit 1; }}; exec sleep 600"
    program = begin(start, tmp_path, {"name": "a", "script": once, "steady_seconds": 0.6})
    program.wait_for("READY", seconds=10)
    assert program.text.count("a is ready") == 1
    assert len(pids(tmp_path / "a.pids")) == 2


def test_what_is_not_awaited_comes_after_the_announcement(start: Start, tmp_path: Path) -> None:
    program = begin(
        start, tmp_path, {"name": "a"}, {"name": "late", "awaited": False, "steady_seconds": 0.5, "needs": ["a"]}
    )
    program.wait_for("late is ready", seconds=10)
    assert program.text.splitlines() == ["a is ready", "READY", "late is ready"]


def test_a_step_that_is_not_awaited_goes_on_after_the_announcement_and_holds_up_what_needs_it(
    start: Start, tmp_path: Path
) -> None:
    program = begin(
        start,
        tmp_path,
        {"name": "a"},
        {"name": "long", "kind": "step", "awaited": False, "script": "sleep 0.5; echo all of it", "needs": ["a"]},
        {"name": "after", "awaited": False, "needs": ["long"]},
    )
    program.wait_for("after is ready", seconds=10)
    assert program.text.splitlines() == ["a is ready", "READY", "long", "  all of it", "after is ready"]


def test_stopping_is_told_before_the_first_child_is_asked_to_end(start: Start, tmp_path: Path) -> None:
    slow = "trap 'sleep 0.5; exit 0' TERM; while :; do sleep 0.05; done"
    program = begin(start, tmp_path, {"name": "a", "script": slow})
    program.wait_for("READY")
    program.child.send_signal(signal.SIGINT)
    program.wait_for("STOPPING", seconds=5)
    assert is_alive(pids(tmp_path / "a.pids")[0])
    assert program.child.wait(timeout=10) == 0


def test_steps_run_in_order_once_and_show_what_they_print(start: Start, tmp_path: Path) -> None:
    program = begin(
        start,
        tmp_path,
        {"name": "base"},
        {"name": "one", "kind": "step", "needs": ["base"], "script": "sleep 0.2; echo first >> order; echo half way"},
        {"name": "two", "kind": "step", "needs": ["one"], "script": "echo second >> order"},
    )
    program.wait_for("READY")
    assert (tmp_path / "order").read_text().split() == ["first", "second"]
    assert "  half way\n" in program.text
    assert [len(pids(tmp_path / f"{name}.pids")) for name in ("one", "two")] == [1, 1]
    remembered = json.loads((tmp_path / "children.json").read_text())["children"]
    assert [row["name"] for row in remembered] == ["base"], "only who lives is remembered"


def test_a_failing_step_ends_the_start_and_shows_why(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a", "kind": "step", "script": "echo no room on the disk; exit 2"})
    assert program.child.wait(timeout=10) == 1
    assert "FAILURE a failed (exit code 2)." in program.text
    assert "no room on the disk" in program.text


def test_a_step_runs_again_when_the_service_under_it_died(start: Start, tmp_path: Path) -> None:
    step = f"test -e {tmp_path}/hit && exit 0; touch {tmp_path}/hit; kill -9 $(head -1 {tmp_path}/base.pids); sleep 0.3; exit 1"
    program = begin(
        start, tmp_path, {"name": "base"}, {"name": "fill", "kind": "step", "needs": ["base"], "script": step}
    )
    program.wait_for("READY", seconds=10)
    assert len(pids(tmp_path / "fill.pids")) == 2
    assert len(pids(tmp_path / "base.pids")) == 2


def test_the_foreground_commands_exit_code_is_ours_and_ends_everything(start: Start, tmp_path: Path) -> None:
    program = begin(start, tmp_path, {"name": "a"}, foreground="exit 7")
    assert program.child.wait(timeout=10) == 7
    assert not is_alive(pids(tmp_path / "a.pids")[0])


def test_ctrl_c_is_the_foreground_commands_to_answer_and_is_not_sent_twice(start: Start, tmp_path: Path) -> None:
    count = "n=0; while [ $n -lt 20 ]; do sleep 0.05; n=$((n + 1)); done; exit 5"
    answer = f"trap 'echo answered >> said' INT; echo $$ > front.pids; {count}"
    program = begin(start, tmp_path, {"name": "a"}, foreground=answer)
    wait_until(lambda: pids(tmp_path / "front.pids"), seconds=10)
    program.child.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert not (tmp_path / "said").exists(), "the terminal sends it to the command itself"
    assert program.child.poll() is None
    os.killpg(program.child.pid, signal.SIGINT)  # what a terminal does: the whole foreground group
    assert program.child.wait(timeout=10) == 5
    assert (tmp_path / "said").read_text() == "answered\n"


def test_a_second_ctrl_c_does_not_wait_for_the_patient_end(start: Start, tmp_path: Path) -> None:
    stubborn = "trap 'touch asked' TERM; while :; do sleep 0.05; done"
    program = begin(start, tmp_path, {"name": "a", "script": stubborn, "stop_seconds": 60})
    program.wait_for("READY")
    program.child.send_signal(signal.SIGINT)
    wait_until((tmp_path / "asked").exists, seconds=5)
    assert program.end(signal.SIGINT, seconds=5) == 0
