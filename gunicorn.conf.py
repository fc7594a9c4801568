"""How the web server runs, in production and in the demo; options on the command line go before these."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from recruit_platform import env

_here = Path(__file__).resolve().parent
_counts = Path(env.text("RECRUIT_METRICS", str(Path(env.text("RECRUIT_VAR", str(_here / "var"))) / "metrics")))

worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2)
threads = env.number("WEB_THREADS", 4)
timeout = 60
graceful_timeout = 30
keepalive = 15
max_requests = 200_000  # most are polls: a fresh worker every few minutes would cost more than what it could leak
max_requests_jitter = 20_000
# Limits on what a stranger may send before our own code looks at it.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
forwarded_allow_ips = env.text("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = None  # our own line per request says more, and without query strings
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  heartbeats do not wait for a disk

env.share_metrics(str(_counts / str(os.getpid())))  # two servers on one machine do not count together


def on_starting(_server: Any) -> None:
    """Make the folder of this server's counts, and clear away those of servers that are gone."""
    _counts.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in _counts.iterdir():
        if not _runs(folder.name) or folder.name == str(os.getpid()):
            shutil.rmtree(folder, ignore_errors=True)
    (_counts / str(os.getpid())).mkdir(mode=0o700)


def child_exit(_server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
