"""`./run manage …`: a Django command with the demo's settings, on the running demo's servers or on servers of its own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

from .. import children, holding, paths, preparation, processes, servers
from ..parts import Foreground
from ..progress import silent
from ..supervisor import Supervisor


def run(arguments: Sequence[str]) -> int:
    place = paths.demo()
    paths.prepare(place)
    preparation.prepare_again(place)
    waiting = False
    while True:
        hold = holding.take(place, command=" ".join(["manage", *arguments[:1]]))
        if hold is not None:
            return _with_own_servers(place, hold, arguments)
        holder = holding.visit(place)
        if holder is not None:
            return _as_guest(holder, arguments)
        if not waiting:
            _note(f"Waiting until {holding.holder(place) or 'another ./run'} is ready")
            waiting = True
        time.sleep(0.2)


def _as_guest(holder: holding.Holder, arguments: Sequence[str]) -> int:
    os.chdir(paths.PROJECT)
    command = processes.manage(*arguments)
    os.execve(command[0], command, dict(holder.environment))


def _with_own_servers(place: paths.Place, hold: holding.Hold, arguments: Sequence[str]) -> int:
    try:
        children.end_leftovers(place.children)
        found = servers.built_in_or_own(place, mode="demo")
        foreground = Foreground(
            command=processes.manage(*arguments),
            environment=found.environment,
            folder=paths.PROJECT,
            needs=found.names,
            may_end=_once_told(hold.no_guests, "Others still use these servers; they end with the last one"),
        )
        supervisor = Supervisor(
            found.parts,
            say=silent,
            remember=place.children,
            on_ready=lambda: hold.tell(environment=found.environment),
        )
        return supervisor.run(foreground)
    finally:
        hold.release()


def _once_told(question: Callable[[], bool], reason: str) -> Callable[[], bool]:
    told = False

    def ask() -> bool:
        nonlocal told
        answer = question()
        if not answer and not told:
            _note(reason)
            told = True
        return answer

    return ask


def _note(text: str) -> None:
    print(f"./run: {text}", file=sys.stderr, flush=True)
