"""Makes .venv from the hashed lock. Runs under any Python >= 3.11 with the standard library only, before anything is installed.

Called as a script by `./run`: ``python virtualenv.py PROJECT LOCK``. A stamp says what was installed; no stamp means half an
installation, which is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

STAMP = "installed.json"
FIRST_PIP_FROM_OUTSIDE = (22, 3)
HALVES = 2  # pip works on one processor; two of them on halves of the lock are nearly twice as quick
# uv by itself trusts its own list only and fails behind an office's proxy, where the system knows the certificate.
TRUST_LIKE_PIP = {"UV_SYSTEM_CERTS": "1"}
NO_PIP = """\
This Python ({python}) cannot make a virtual environment: its venv module lacks ensurepip.
Install it, on Debian or Ubuntu:
    apt install python{version}-venv
or install uv, and run the same command again."""


class Trouble(Exception):
    """Ends the script with words."""


def main(project: Path, lock: Path) -> None:
    """Bring .venv to what the lock says; quick when it is there already."""
    door = os.open(project, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another ./run is installing; waiting for it.", flush=True)
        fcntl.flock(door, fcntl.LOCK_EX)
    venv, wanted = project / ".venv", mark(project)
    present = installed(venv)
    if satisfied(present, wanted, lock=lock.name):
        return
    began = time.monotonic()
    same_python = {key: present.get(key) for key in ("python", "path")} == {
        key: wanted[key] for key in ("python", "path")
    }
    if not same_python:
        _make(venv)
    (venv / STAMP).unlink(missing_ok=True)
    names = requirements(lock.read_text())
    print(f"Installing {len(names)} packages from {lock.name} …", flush=True)
    _install(venv, lock, names)
    covered = [lock.name] if lock.name == "requirements.txt" else ["requirements.txt", lock.name]
    record = {"python": wanted["python"], "path": wanted["path"]} | {name: wanted[name] for name in covered}
    stamp = venv / f"{STAMP}.new"
    stamp.write_text(json.dumps(record))
    stamp.replace(venv / STAMP)
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def mark(project: Path) -> dict[str, str]:
    """Return what an installation depends on: this Python, the folder (scripts name it), and both locks."""
    locks = {name: _digest(project / name) for name in ("requirements.txt", "requirements-dev.txt")}
    return {"python": f"{sys.version} {Path(sys.executable).resolve()}", "path": str(project), **locks}


def installed(venv: Path) -> dict[str, str]:
    """Return the stamp, {} when there is none or the interpreter it was made with is gone."""
    try:
        found: dict[str, str] = json.loads((venv / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return found if (venv / "bin" / "python").exists() else {}


def satisfied(present: dict[str, str], wanted: dict[str, str], *, lock: str) -> bool:
    """Say whether what is there covers this lock; the tests' lock contains the other one."""
    return all(present.get(key) == wanted[key] for key in ("python", "path", lock))


def requirements(text: str) -> list[str]:
    """Return the requirements of a lock, each with its hashes, continuation lines joined."""
    lines = text.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _make(venv: Path) -> None:
    print(f"Making {venv} with Python {sys.version.split()[0]} …", flush=True)
    shutil.rmtree(venv, ignore_errors=True)
    if shutil.which("uv"):
        command = ["uv", "venv", "--quiet", "--python", sys.executable, str(venv)]
    elif _pip_works_from_outside():
        command = [sys.executable, "-m", "venv", "--without-pip", str(venv)]
    elif importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(venv)]
    else:
        raise Trouble(NO_PIP.format(python=sys.executable, version=".".join(map(str, sys.version_info[:2]))))
    if subprocess.run(command, check=False).returncode != 0:
        raise Trouble(f"{' '.join(command)} failed; see above.")


def _install(venv: Path, lock: Path, names: Sequence[str]) -> None:
    if shutil.which("uv"):
        command = ["uv", "pip", "sync", "--require-hashes", "--python", str(venv / "bin" / "python"), str(lock)]
        if subprocess.run(command, check=False, env=TRUST_LIKE_PIP | os.environ).returncode == 0:
            return
        print("uv could not install; trying pip.", flush=True)
        if not _pip_works_from_outside():
            subprocess.run([str(venv / "bin" / "python"), "-m", "ensurepip"], check=False, capture_output=True)
    _run_pips(_pip(venv), venv, names)


def _run_pips(pip: Sequence[str], venv: Path, names: Sequence[str]) -> None:
    """Install halves of the lock side by side (--no-deps: the lock is complete), showing how far it is."""
    options = ["install", "--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    running, logs = [], []
    for number in range(min(HALVES, len(names))):
        part, log = venv / f"part-{number}.txt", venv / f"install-{number}.log"
        part.write_text("\n".join(names[number::HALVES]) + "\n")
        logs.append(log)
        with log.open("wb") as output:
            command = [*pip, *options, "-r", str(part)]
            running.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT))
    try:
        while any(child.poll() is None for child in running):
            time.sleep(0.5)
            _show(logs, total=len(names))
    finally:
        for child in running:
            child.terminate()
        if sys.stdout.isatty():
            print(flush=True)
    for child, log in zip(running, logs, strict=True):
        if child.wait() != 0:
            tail = "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-15:])
            raise Trouble(f"pip could not install the packages. The last lines of {log}:\n{tail}")


def _show(logs: Sequence[Path], *, total: int) -> None:
    """Rewrite one line of a terminal with how far pip is. A package that this machine does not need counts as fetched."""
    if not sys.stdout.isatty():
        return
    said = b"".join(log.read_bytes() for log in logs if log.exists())
    fetched = min(total, len(re.findall(rb"^(?:Collecting|Processing|Ignoring) ", said, re.MULTILINE)))
    print(f"\r  {fetched}/{total} fetched{', unpacking' if fetched == total else ''}", end="", flush=True)


def _pip(venv: Path) -> list[str]:
    if _pip_works_from_outside():
        return [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python")]
    return [str(venv / "bin" / "python"), "-m", "pip"]


def _pip_works_from_outside() -> bool:
    """Say whether this Python's own pip can install into .venv: that saves unpacking another one there (seconds)."""
    with suppress(importlib.metadata.PackageNotFoundError, ValueError):
        major, minor = importlib.metadata.version("pip").split(".")[:2]
        return (int(major), int(minor)) >= FIRST_PIP_FROM_OUTSIDE
    return False


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[1]) / sys.argv[2])
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
