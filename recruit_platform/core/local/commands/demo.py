"""`./run demo`: everything on this machine, from an empty folder to a page in the browser."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from .. import children, door, environment, holding, paths, postgres, preparation, processes, servers
from ..failures import Failure
from ..progress import Progress
from ..supervisor import Supervisor

DEFAULT_PORT = 8000


def run(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    place, progress = paths.demo(), Progress()
    paths.prepare(place)
    hold = holding.take(place, command="demo")
    if hold is None:
        raise Failure(f"{holding.holder(place) or 'Another ./run'} is using {place.root}. End it first, or use it.")
    try:
        paths.rotate_logs(place)
        for name in children.end_leftovers(place.children):
            progress(f"Ended {name}, left over from an earlier start")
        if options.fresh:
            _start_over(place, progress)
        return _serve(place, hold, options=options, progress=progress)
    finally:
        hold.release()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description="The whole product on this machine.")
    parser.add_argument("--fresh", action="store_true", help="start over: empty the demo's database, files and secrets")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port on 127.0.0.1; the next free one when in use"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser.parse_args(arguments)


def _start_over(place: paths.Place, progress: Progress) -> None:
    if environment.given("DATABASE_URL"):
        raise Failure(
            "--fresh empties the built-in database only; DATABASE_URL names another one. Empty that yourself."
        )
    progress(f"Starting over: emptying {place.root}")
    postgres.remove_data(place)
    paths.empty(place)


def _serve(place: paths.Place, hold: holding.Hold, *, options: argparse.Namespace, progress: Progress) -> int:
    found = servers.built_in_or_own(place, mode="demo")
    entrance = door.listen(port=options.port)
    port = entrance.getsockname()[1]
    if options.port not in {0, port}:
        progress(f"Port {options.port} is in use; taking {port}")
    address = f"http://localhost:{port}"
    child_environment = dict(found.environment) | {
        "PUBLIC_URL": address,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    }

    def on_ready() -> None:
        hold.tell(environment=child_environment, address=address)
        _welcome(place, address=address, progress=progress)
        if not options.no_browser:
            _open_browser(address)

    with entrance:
        parts = [
            *found.parts,
            *preparation.steps(place, found, environment=child_environment, say=progress),
            processes.web(place, environment=child_environment, needs=(*found.names, "tenant-key"), door=entrance),
            processes.worker(place, environment=child_environment, needs=(*found.names, preparation.YEAR, "web")),
            processes.beat(place, environment=child_environment, needs=(*found.names, preparation.YEAR, "web")),
        ]
        supervisor = Supervisor(
            parts,
            say=progress,
            remember=place.children,
            on_ready=on_ready,
            on_stop=lambda: hold.tell(environment={}),  # a guest who comes now waits, and starts servers of its own
        )
        try:
            return supervisor.run()
        finally:
            progress("Everything has ended.")


def _welcome(place: paths.Place, *, address: str, progress: Progress) -> None:
    progress("Ready.\n")
    progress.plain(f"  Open {address}\n")
    for line in preparation.logins(place):
        progress.plain(f"  {line}")
    progress.plain(f"\n  Logs: {place.logs}   Ctrl-C ends everything.")


def _open_browser(address: str) -> None:
    """Open the browser of the desktop, when there is one and someone is looking."""
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    has_desktop = sys.platform == "darwin" or any(environment.given(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if not has_desktop or not sys.stdout.isatty() or shutil.which(opener) is None:
        return
    with suppress(OSError):
        subprocess.Popen(
            [opener, address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
