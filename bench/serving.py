"""A gunicorn with the product, or with the bare views it is measured against, and what one request costs on it.

Latency on a shared machine swings; CPU time per request hardly does. Both are reported, always as ratios to a limit that
was measured in the same run.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("recruit_platform.wsgi:application", "recruit_platform.settings")
BARE = ("django.core.wsgi:get_wsgi_application()", "bench.bare")
TICKS = os.sysconf("SC_CLK_TCK")


class _Staying(urllib.request.HTTPRedirectHandler):
    """Redirects are answers here, not ways on."""

    def redirect_request(self, *_about: object) -> None:
        return None


_opener = urllib.request.build_opener(_Staying)


@dataclass(frozen=True)
class Load:
    """What one run of requests cost. Times in milliseconds; CPU is user + system per request."""

    requests: int
    per_second: float
    p50_ms: float
    p95_ms: float
    web_cpu_ms: float
    database_cpu_ms: float
    failures: int


@dataclass(frozen=True)
class OneByOne:
    """Requests sent one after another by one client: milliseconds, and the CPU of the web and of PostgreSQL a request."""

    p50_ms: float
    p95_ms: float
    web_cpu_ms: float
    database_cpu_ms: float


@dataclass(frozen=True)
class Server:
    address: str
    pid: int
    database_pid: int | None

    def web_cpu_seconds(self) -> float:
        return sum(_cpu_seconds(pid) for pid in _children(self.pid))

    def database_cpu_seconds(self) -> float:
        return 0.0 if self.database_pid is None else sum(_cpu_seconds(pid) for pid in _children(self.database_pid))

    def resident_mb(self) -> float:
        """Return the mean resident memory of a web worker, in MB."""
        workers = _children(self.pid)
        return sum(_resident_kb(pid) for pid in workers) / max(1, len(workers)) / 1024


@contextmanager
def gunicorn(*, bare: bool = False, workers: int = 2, threads: int = 4) -> Iterator[Server]:
    """Serve the product, or the bare views of ``bench.bare``, on a free loopback port; ends with the block."""
    port = _free_port()
    application, settings = BARE if bare else PRODUCT
    command = [sys.executable, "-m", "gunicorn", application, "--worker-class", "gthread"]
    command += [
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "--max-requests",  # a worker that is replaced takes its count of CPU seconds with it
        "0",
    ]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        server = Server(f"http://127.0.0.1:{port}", process.pid, _postmaster())
        _wait_for(f"{server.address}/livez", process)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=15)


def measure(
    server: Server,
    path: str,
    *,
    seconds: int = 4,
    connections: int = 4,
    headers: Mapping[str, str] | None = None,
    warm_up: bool = True,
) -> Load:
    """Load one path with wrk, after a second of warm-up; connections stay few, so that latency is not queueing."""
    if warm_up:
        _wrk(server, path, seconds=1, connections=connections, headers=headers)
    before = server.web_cpu_seconds(), server.database_cpu_seconds()
    printed = _wrk(server, path, seconds=seconds, connections=connections, headers=headers)
    web, database = server.web_cpu_seconds() - before[0], server.database_cpu_seconds() - before[1]
    found = re.search(r"([\d]+) requests in", printed)
    requests = int(found.group(1)) if found else 0
    broken = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    return Load(
        requests=requests,
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", printed).group(1)),
        p50_ms=_percentile(printed, 50),
        p95_ms=_percentile(printed, 95),
        web_cpu_ms=1000 * web / max(1, requests),
        database_cpu_ms=1000 * database / max(1, requests),
        failures=int(broken.group(1)) if broken else 0,
    )


def one_by_one(
    server: Server,
    requests: Sequence[tuple[str, Mapping[str, str] | None]],
    *,
    headers: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    ends: str = "",
) -> OneByOne:
    """Send requests one after another; a form's fields make it a post, which must be redirected (to ``ends``)."""
    taken = []
    web, rows = server.web_cpu_seconds(), server.database_cpu_seconds()
    for path, fields in requests:
        if before is not None:
            before()
        data = None if fields is None else urlencode(fields).encode()
        request = urllib.request.Request(server.address + path, data=data, headers=dict(headers or {}))
        start = time.perf_counter()
        status, place = _answer(request)
        taken.append(1000 * (time.perf_counter() - start))
        if status != (200 if fields is None else 302) or not place.endswith(ends):
            raise SystemExit(f"{path} answers {status} {place}.")
    many = len(requests)
    return OneByOne(
        p50_ms=statistics.median(taken),
        p95_ms=statistics.quantiles(taken, n=20)[-1],
        web_cpu_ms=1000 * (server.web_cpu_seconds() - web) / many,
        database_cpu_ms=1000 * (server.database_cpu_seconds() - rows) / many,
    )


def _answer(request: urllib.request.Request) -> tuple[int, str]:
    try:
        with _opener.open(request) as answer:
            answer.read()
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        answer.read()
        return answer.code, answer.headers.get("Location", "")


def _wrk(server: Server, path: str, *, seconds: int, connections: int, headers: Mapping[str, str] | None) -> str:
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("This measurement needs wrk: apt-get install wrk")
    script = Path(__file__).with_name("percentiles.lua")
    command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script)]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    return subprocess.run([*command, server.address + path], capture_output=True, text=True, check=True).stdout


def _percentile(printed: str, share: int) -> float:
    return float(re.search(rf"^p{share} ([\d.]+)", printed, re.MULTILINE).group(1))


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("The web server ended while starting; its message stands above.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"No answer from {url} within 30 s.")


def _free_port() -> int:
    with socket.socket() as probe:
        for port in range(21000, 32000):
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit("No free port between 21000 and 32000.")


def _children(pid: int) -> list[int]:
    """Return the process and all its descendants' children that are alive."""
    found = []
    try:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += [int(child), *_children(int(child))]
    except (FileNotFoundError, ProcessLookupError):
        return found  # it ended while it was looked at
    return found


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def _postmaster() -> int | None:
    """Return the pid of the PostgreSQL server of DATABASE_URL when it runs on this machine's socket."""
    from recruit_platform import env

    folder = env.database_url("DATABASE_URL").host
    for lock in Path(folder).glob(".s.PGSQL.*.lock") if folder.startswith("/") else []:
        return int(lock.read_text().split()[0])
    return None
