"""Real workers, beats and a mail server around a test's own database: to be killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.support.mailserver import MailServer
from tests.support.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
WORKER = ["-A", "recruit_platform.celery", "worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
BEAT = ["-A", "recruit_platform.celery", "beat", "--pidfile=", "--loglevel", "WARNING"]


class Processes:
    """Workers and beats as children; a killed one is started again by the test."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._environment, self._log = environment, log
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = 0

    def start(self, name: str) -> None:
        arguments = BEAT if name.startswith("beat") else [*WORKER, "-n", f"{name}@test", "-c", "1"]
        with self._log.open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "celery", *arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def kill_one(self, chance: random.Random, *, among: str) -> None:
        name = chance.choice(sorted(name for name in self._running if name.startswith(among)))
        self._running[name].send_signal(signal.SIGKILL)
        self._running[name].wait()
        self.kills += 1
        self.start(name)

    def end(self) -> list[int]:
        """Ask all to end; returns their exit codes."""
        for process in self._running.values():
            process.terminate()
        codes = []
        for process in self._running.values():
            try:
                codes.append(process.wait(timeout=15))
            except subprocess.TimeoutExpired:
                process.kill()
                codes.append(process.wait())
        self._running.clear()
        return codes


@contextmanager
def started(names: list[str], *, valkey: Valkey, mail: MailServer | None, log: Path) -> Iterator[Processes]:
    processes = Processes(environment(valkey.url, mail), log)
    try:
        for name in names:
            processes.start(name)
        yield processes
    finally:
        processes.end()


def environment(redis_url: str, mail: MailServer | None) -> dict[str, str]:
    database = connection.settings_dict
    user, password = quote(database["USER"]), quote(database["PASSWORD"])
    name, port = database["NAME"], f"&port={database['PORT']}" if database["PORT"] else ""
    return {
        **os.environ,
        "DATABASE_URL": f"postgres://{user}:{password}@/{name}?host={database['HOST']}{port}",
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp+plain://127.0.0.1:{mail.port}" if mail else "mailbox://",
        "RECRUIT_MODE": settings.MODE,
        "PYTHONWARNINGS": "default",
    }


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.1) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(every)
    return condition()
