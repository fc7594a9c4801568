"""The product's own processes and preparing steps, as parts for the supervisor."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence

from . import paths
from .door import Question
from .parts import Service, Step, nothing

CELERY = [sys.executable, "-m", "celery", "-A", "recruit_platform.celery"]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(paths.PROJECT / "manage.py"), *arguments]


def step(
    place: paths.Place,
    *,
    name: str,
    title: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    needs: Sequence[str],
    relayed: bool = True,
    awaited: bool = True,
    after: Callable[[], None] = nothing,
) -> Step:
    return Step(
        name=name,
        title=title,
        command=manage(*arguments),
        environment=environment,
        folder=paths.PROJECT,
        log=place.log(name),
        needs=needs,
        relayed=relayed,
        awaited=awaited,
        after=after,
    )


def web(place: paths.Place, *, environment: Mapping[str, str], needs: Sequence[str], door: socket.socket) -> Service:
    command = [sys.executable, "-m", "gunicorn", "recruit_platform.wsgi:application", "--bind", f"fd://{door.fileno()}"]
    command += ["--graceful-timeout", "5", "--no-control-socket"]  # the rest is in gunicorn.conf.py
    return Service(
        name="web",
        title="Web",
        command=command,
        environment=environment,
        folder=paths.PROJECT,
        log=place.log("web"),
        needs=needs,
        ready=Question(port=door.getsockname()[1], path="/livez"),
        death_signal=signal.SIGINT,  # gunicorn's quick shutdown
        start_seconds=180.0,  # at the first start beside the filling of the demo: 51 s were seen on a busy machine
        pass_fds=(door.fileno(),),
    )


def worker(place: paths.Place, *, environment: Mapping[str, str], needs: Sequence[str]) -> Service:
    arguments = ["worker", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return _celery(place, "worker", "Worker", arguments, environment=environment, needs=needs)


def beat(place: paths.Place, *, environment: Mapping[str, str], needs: Sequence[str]) -> Service:
    arguments = ["beat", "--pidfile=", "--loglevel=INFO"]
    return _celery(place, "beat", "Beat", arguments, environment=environment, needs=needs)


def _celery(
    place: paths.Place,
    name: str,
    title: str,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    needs: Sequence[str],
) -> Service:
    return Service(
        name=name,
        title=title,
        command=[*CELERY, *arguments],
        environment=environment,
        folder=paths.PROJECT,
        log=place.log(name),
        needs=needs,
        steady_seconds=3.0,
        awaited=False,
        death_signal=signal.SIGQUIT,  # celery's cold shutdown: jobs are harmless to lose
    )
