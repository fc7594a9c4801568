"""One loop over all children: start what is due, see what is ready, restart what died, stop in order.

"Wait until it is ready" and "restart what died" are the same loop on purpose: with two loops a database that dies during
the start is restarted by nobody.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import children
from .failures import Failure
from .parts import Foreground, Part, Service, Step, nothing
from .signals import Mailbox

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 3.0  # with the service's own start still within the 10 s that people may wait
STEADY_SECONDS = 30.0  # a service that lived this long starts again without a pause
GIVE_UP_DEATHS = 6  # before everything was ready once; afterwards the loop never gives up
STEP_TRIES = 3
IMPATIENT_SECONDS = 1.0  # what is left for a clean end after a second Ctrl-C


@dataclass
class Run:
    """Where one part stands."""

    part: Part
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    ready: bool = False
    deaths: int = 0
    starts: int = 0
    log_offset: int = 0
    needs_started: tuple[int, ...] = ()


class Supervisor:
    def __init__(
        self,
        parts: Sequence[Part],
        *,
        say: Callable[[str], None],
        remember: Path | None = None,
        on_ready: Callable[[], None] = nothing,
        on_stop: Callable[[], None] = nothing,
    ) -> None:
        self.runs: Mapping[str, Run] = {part.name: Run(part) for part in parts}
        self.say = say
        self.remember = remember
        self.on_ready = on_ready
        self.on_stop = on_stop
        self.announced = False
        self.foreground: subprocess.Popen[bytes] | None = None

    def run(self, foreground: Foreground | None = None) -> int:
        """Run until asked to stop (then 0) or until the foreground command ended (then its exit code)."""
        with Mailbox() as mailbox:
            try:
                return self._loop(mailbox, foreground)
            finally:
                self._stop(mailbox)

    # --- the loop ----------------------------------------------------------------------------------------------------

    def _loop(self, mailbox: Mailbox, foreground: Foreground | None) -> int:
        while True:
            self._bury()
            self._launch()
            self._look()
            self._relay()
            self._announce()
            if foreground is not None:
                self._launch_foreground(foreground)
                if self.foreground is not None and self.foreground.poll() is not None and foreground.may_end():
                    return exit_code(self.foreground.returncode)
            for received in mailbox.collect():
                if self.foreground is None or self.foreground.poll() is not None:
                    return 0 if foreground is None else 128 + received
                if received != signal.SIGINT:  # the terminal sent SIGINT to the foreground command too
                    self.foreground.send_signal(received)
            mailbox.wait(seconds=self._pause())

    def _bury(self) -> None:
        for run in self.runs.values():
            if run.child is None or run.child.poll() is None:
                continue
            code = run.child.returncode
            children.signal_group(run.child.pid, signal.SIGKILL)  # what the dead child left of its own children
            run.child = None
            if isinstance(run.part, Step):
                self._end_step(run, run.part, code)
            elif isinstance(run.part, Service):
                self._plan_restart(run, run.part, code)
            self._remember()

    def _end_step(self, run: Run, step: Step, code: int) -> None:
        self._relay()
        if code == 0:
            step.after()
            run.ready = True
            return
        shaken = self._needs_started(step) != run.needs_started or not self._needs_met(step)
        if not shaken or run.starts >= STEP_TRIES:
            said = f" What it said stands above and in {step.log}." if step.relayed else ""
            raise Failure(f"{step.title} failed ({describe(code)}).{said}", log=None if step.relayed else step.log)

    def _plan_restart(self, run: Run, service: Service, code: int) -> None:
        now = time.monotonic()
        run.ready = False
        run.deaths = 0 if now - run.started_at > STEADY_SECONDS else run.deaths + 1
        if not self.announced and run.deaths >= GIVE_UP_DEATHS:
            raise Failure(f"{service.title} does not stay up ({describe(code)}).", log=service.log)
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, run.deaths - 1))
        run.not_before = now + pause
        if self.announced or run.deaths > 1:
            self.say(f"{service.title} ended ({describe(code)}); starting it again, see {service.log}")

    def _launch(self) -> None:
        for run in self.runs.values():
            done = run.ready and isinstance(run.part, Step)
            if run.child is not None or done or time.monotonic() < run.not_before or not self._may_start(run):
                continue
            if isinstance(run.part, Step | Service):
                run.part.before()
            if isinstance(run.part, Step):
                self.say(run.part.title)
            run.child = self._start(run.part)
            run.started_at = time.monotonic()
            run.starts += 1
            run.needs_started = self._needs_started(run.part)
            self._remember()

    def _start(self, part: Part) -> subprocess.Popen[bytes]:
        run = self.runs[part.name]
        run.log_offset = part.log.stat().st_size if part.log.exists() else 0
        try:
            return children.launch(
                part.command,
                environment=part.environment,
                folder=part.folder,
                log=part.log,
                account=part.account,
                death_signal=part.death_signal if isinstance(part, Service) else signal.SIGTERM,
                pass_fds=part.pass_fds if isinstance(part, Service) else (),
            )
        except OSError as problem:
            raise Failure(f"{part.command[0]} could not be started: {problem}") from problem

    def _look(self) -> None:
        for run in self.runs.values():
            service = run.part
            if run.child is None or not isinstance(service, Service):
                continue
            if run.ready:
                self._see_socket(run, service)
                continue
            lived = time.monotonic() - run.started_at
            if lived >= service.steady_seconds and service.ready() and run.child.poll() is None:
                run.ready = True
                self.say(f"{service.title} is {'back' if self.announced and run.starts > 1 else 'ready'}")
            elif not self.announced and lived > service.start_seconds:
                raise Failure(f"{service.title} was not ready within {service.start_seconds:g} s.", log=service.log)

    def _see_socket(self, run: Run, service: Service) -> None:
        if run.child is not None and service.socket is not None and not service.socket.exists():
            self.say(f"{service.title} lost its socket {service.socket}")
            run.ready = False
            run.child.send_signal(service.stop_signal)

    def _relay(self) -> None:
        """Show what steps print while they run."""
        for run in self.runs.values():
            if not isinstance(run.part, Step) or not run.part.relayed or run.starts == 0 or run.ready:
                continue
            with suppress(FileNotFoundError), run.part.log.open("rb") as log:
                log.seek(run.log_offset)
                text = log.read()
                whole = text[: text.rfind(b"\n") + 1]
                run.log_offset += len(whole)
                for line in whole.decode("utf-8", "replace").splitlines():
                    self.say(f"  {line}")

    def _announce(self) -> None:
        if not self.announced and all(run.ready or self._may_follow(run.part) for run in self.runs.values()):
            self.announced = True
            self.on_ready()

    def _launch_foreground(self, foreground: Foreground) -> None:
        if self.foreground is None and all(self.runs[name].ready for name in foreground.needs):
            self.foreground = children.launch(
                foreground.command,
                environment=foreground.environment,
                folder=foreground.folder,
                log=None,
                death_signal=signal.SIGTERM,
            )

    # --- stopping ----------------------------------------------------------------------------------------------------

    def _stop(self, mailbox: Mailbox) -> None:
        """Stop what nothing else needs any more, wait, and so on down; a second signal loses patience."""
        self.on_stop()
        if self.foreground is not None and self.foreground.poll() is None:
            self.foreground.terminate()
            self._wait_for([self.foreground], seconds=10, mailbox=mailbox)
        while alive := [run for run in self.runs.values() if run.child is not None]:
            needed = {name for run in alive for name in run.part.needs}
            last = [run for run in alive if run.part.name not in needed]
            for run in last:
                run.child.send_signal(self._stop_signal(run.part))  # type: ignore[union-attr]
            seconds = max(run.part.stop_seconds if isinstance(run.part, Service) else 10.0 for run in last)
            self._wait_for([run.child for run in last if run.child], seconds=seconds, mailbox=mailbox)
            for run in last:
                children.signal_group(run.child.pid, signal.SIGKILL)  # type: ignore[union-attr]
                run.child.wait()  # type: ignore[union-attr]
                run.child = None
        if self.remember is not None:
            self.remember.unlink(missing_ok=True)

    def _wait_for(self, awaited: Sequence[subprocess.Popen[bytes]], *, seconds: float, mailbox: Mailbox) -> None:
        until = time.monotonic() + seconds
        while any(child.poll() is None for child in awaited) and time.monotonic() < until:
            if mailbox.collect():
                until = min(until, time.monotonic() + IMPATIENT_SECONDS)
            mailbox.wait(seconds=0.1)

    @staticmethod
    def _stop_signal(part: Part) -> signal.Signals:
        return part.stop_signal if isinstance(part, Service) else signal.SIGTERM

    # --- small questions ---------------------------------------------------------------------------------------------

    def _may_start(self, run: Run) -> bool:
        return self._needs_met(run.part) or (run.starts > 0 and isinstance(run.part, Service))

    @staticmethod
    def _may_follow(part: Part) -> bool:
        return isinstance(part, Service | Step) and not part.awaited

    def _needs_met(self, part: Part) -> bool:
        return all(self.runs[name].ready for name in part.needs if name in self.runs)

    def _needs_started(self, part: Part) -> tuple[int, ...]:
        return tuple(self.runs[name].starts for name in part.needs if name in self.runs)

    def _pause(self) -> float:
        return 1.0 if self.announced and all(run.ready for run in self.runs.values()) else 0.05

    def _remember(self) -> None:
        if self.remember is None:
            return
        alive = [(run.part, run.child.pid) for run in self.runs.values() if run.child is not None]
        children.remember(
            self.remember,
            [
                children.Leftover(part.name, pid, children.birth_of(pid), int(self._stop_signal(part)))
                for part, pid in alive
            ],
        )


def exit_code(returncode: int) -> int:
    return returncode if returncode >= 0 else 128 - returncode


def describe(returncode: int) -> str:
    if returncode >= 0:
        return f"exit code {returncode}"
    with suppress(ValueError):
        return signal.Signals(-returncode).name
    return f"signal {-returncode}"
