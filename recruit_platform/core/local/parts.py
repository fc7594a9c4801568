"""What a supervisor looks after: services that must live, steps that must succeed once, and one command in the foreground."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .accounts import Account


def at_once() -> bool:
    return True


def nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Part:
    """``needs`` names the parts that must be ready (services) or done (steps) before this one starts."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    needs: Sequence[str] = ()
    folder: Path = Path("/")
    account: Account | None = None


@dataclass(frozen=True, kw_only=True)
class Service(Part):
    """A child that must live: started again when it dies. ``ready`` is asked, quickly and often, until it says yes.

    One that cannot be asked counts as ready when it has lived for ``steady_seconds``. One that is not ``awaited`` may
    come after everything else was announced as ready. ``before`` runs before every start. One whose ``socket`` was removed
    from under it (a cleaner of temporary folders) lives but cannot be reached: it is ended and so started again.
    """

    title: str
    ready: Callable[[], bool] = at_once
    steady_seconds: float = 0.0
    awaited: bool = True
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    start_seconds: float = 60.0
    pass_fds: Sequence[int] = ()
    before: Callable[[], object] = nothing
    socket: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Part):
    """A child that must end well once. It may be run again (a service it needs died meanwhile), so it must be repeatable.

    One that is not ``awaited`` may still be at work when everything is announced as ready.
    """

    title: str
    before: Callable[[], None] = nothing
    after: Callable[[], None] = nothing
    relayed: bool = True
    awaited: bool = True


@dataclass(frozen=True, kw_only=True)
class Foreground:
    """The command the person asked for: has the terminal; when it ends, everything ends. ``may_end`` can hold that up."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    needs: Sequence[str] = field(default=())
    may_end: Callable[[], bool] = at_once
