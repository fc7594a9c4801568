"""Programs that tests need and Python packages cannot bring: installed where we may, else named exactly."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

from .failures import Failure

FOR_TESTS: Mapping[str, tuple[str, ...]] = {
    "chromium": ("chromium",),
    "gettext": ("msgfmt",),
    "pgbouncer": ("pgbouncer",),
}


def ensure(wanted: Mapping[str, tuple[str, ...]], *, say: Callable[[str], None]) -> None:
    """See that each package's programs are there. ``wanted`` is Debian package → programs it brings."""
    absent = missing(wanted)
    if not absent:
        return
    packages = " ".join(absent)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Failure(
            f"Missing for the tests: {packages}.\n  On Debian: sudo apt-get install --no-install-recommends {packages}\n"
            "  For a part that does not need them, name it: ./run test tests/lib"
        )
    say(f"Installing {packages} (once)")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *absent]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False, capture_output=True, text=True)
    if missing(wanted):
        raise Failure(f"apt-get could not install {packages}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def missing(wanted: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [package for package, programs in wanted.items() if not all(shutil.which(name) for name in programs)]
