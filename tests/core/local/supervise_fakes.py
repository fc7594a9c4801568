"""A supervisor over tiny fake children, told by JSON: `python -m tests.core.local.supervise_fakes FOLDER SPEC`."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from recruit_platform.core.local.failures import Failure
from recruit_platform.core.local.parts import Foreground, Part, Service, Step
from recruit_platform.core.local.supervisor import Supervisor


def part(folder: Path, spec: dict) -> Part:
    """Each child notes its process number, so a test counts starts and finds the living one."""
    name = spec["name"]
    script = f"echo $$ >> {folder}/{name}.pids; {spec.get('script', 'exec sleep 600')}"
    common = {
        "name": name,
        "title": name,
        "command": ["/bin/sh", "-c", script],
        "environment": {"PATH": os.defpath},
        "folder": folder,
        "log": folder / f"{name}.log",
        "needs": spec.get("needs", []),
    }
    if spec.get("kind") == "step":
        return Step(**common, awaited=spec.get("awaited", True))
    flag = spec.get("ready_file")
    noted = folder / f"{name}.pids"
    ready = (folder / flag).exists if flag else (lambda: noted.exists() and noted.read_text() != "")
    return Service(
        **common,
        ready=ready,
        stop_seconds=spec.get("stop_seconds", 5),
        start_seconds=spec.get("start_seconds", 20),
        steady_seconds=spec.get("steady_seconds", 0),
        awaited=spec.get("awaited", True),
        death_signal=signal.Signals[spec.get("death_signal", "SIGTERM")],
    )


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    folder, told = Path(sys.argv[1]), json.loads(sys.argv[2])
    foreground = None
    for name in told.get("ignored", []):  # as a script's shell leaves it for what runs in the background
        signal.signal(signal.Signals[name], signal.SIG_IGN)
    if "foreground" in told:
        foreground = Foreground(
            command=["/bin/sh", "-c", told["foreground"]],
            environment={"PATH": os.defpath},
            folder=folder,
            needs=[spec["name"] for spec in told["parts"]],
        )
    supervisor = Supervisor(
        [part(folder, spec) for spec in told["parts"]],
        say=say,
        remember=folder / "children.json",
        on_ready=lambda: say("READY"),
        on_stop=lambda: say("STOPPING"),
    )
    try:
        return supervisor.run(foreground)
    except Failure as problem:
        say(f"FAILURE {problem}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
