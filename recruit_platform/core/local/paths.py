"""Where things lie: the project, and a place (a private folder with data, logs and secrets) per purpose."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recruit_platform import env

from .accounts import Account
from .failures import Failure

PROJECT = Path(__file__).resolve().parents[3]
MARKER = ".recruit-platform"
KEPT_BY_FRESH = {"test", "test-2", "test-3", "test-4", "bench", "log", "lock", "users", MARKER}
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may take 107 bytes


@dataclass(frozen=True)
class Place:
    """One folder with everything a set of servers needs. Two places never share anything."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def users(self) -> Path:
        return self.root / "users"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.env"

    @property
    def children(self) -> Path:
        return self.root / "children.json"

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:10]

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def demo() -> Place:
    """The place of `./run demo`: var/ in the project, or the folder that RECRUIT_VAR names."""
    return Place(_var())


def test(slot: int) -> Place:
    """The place of the n-th test run at the same time (1, 2, …)."""
    return Place(_var() / ("test" if slot == 1 else f"test-{slot}"))


def bench() -> Place:
    return Place(_var() / "bench")


def prepare(place: Place) -> None:
    """Make the place's folders; refuse a folder that holds something else, so that `--fresh` can never empty it."""
    try:
        for root in dict.fromkeys((_var(), place.root)):
            if root.is_dir() and any(root.iterdir()) and not _is_ours(root):
                raise Failure(f"{root} holds other things. Let RECRUIT_VAR name an empty or a new folder.")
            # As root the servers run as another user, who must be able to walk through; every file in it is 0600.
            _make_folder(root, mode=0o711 if os.geteuid() == 0 else 0o700)
            (root / MARKER).touch()
        _make_folder(place.logs, mode=0o700)
    except PermissionError as problem:
        raise Failure(belongs_to_someone_else(place.root)) from problem


def empty(place: Place) -> None:
    """Remove data, secrets and files of a place; logs, the lock and the places of test and bench stay."""
    for item in place.root.iterdir():
        if item.name in KEPT_BY_FRESH:
            continue
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()


def rotate_logs(place: Place) -> None:
    """Let every log begin anew; the one before stays beside it."""
    for log in place.logs.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def sockets(place: Place, *, account: Account | None) -> Path:
    """Return the place's private socket folder, made when absent: short, 0700, outside the project."""
    folder = _socket_base(account) / _socket_folder_name(place)
    owner = os.geteuid() if account is None else account.uid
    try:
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise Failure(f"{folder} is not a private folder of ours. Look who made it, remove it and start again.")
    return folder


def remove_empty_sockets(place: Place) -> None:
    """Remove the place's socket folder when its servers left nothing in it; call it with the place's lock held."""
    for base in {Path("/run"), Path("/tmp"), _socket_base(None)}:
        with suppress(OSError):
            (base / _socket_folder_name(place)).rmdir()


def belongs_to_someone_else(path: Path) -> str:
    return (
        f"{path} cannot be used by this user: it was probably made by a start as another user (root?).\n"
        f"  Start as that user again, remove {path} as that user, or name another folder in RECRUIT_VAR."
    )


def _var() -> Path:
    return Path(env.text("RECRUIT_VAR", str(PROJECT / "var"))).expanduser().absolute()


def _is_ours(root: Path) -> bool:
    return root.is_relative_to(PROJECT / "var") or (root / MARKER).exists()


def _make_folder(folder: Path, *, mode: int) -> None:
    """Make a folder with exactly this mode; one that is there keeps what its owner gave it."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(mode)


def _socket_folder_name(place: Place) -> str:
    return f"recruit-{os.geteuid()}-{place.fingerprint}"


def _socket_base(account: Account | None) -> Path:
    if account is not None:
        return Path("/run") if os.access("/run", os.W_OK) else Path("/tmp")
    candidates = [env.text("XDG_RUNTIME_DIR", ""), tempfile.gettempdir()]
    for candidate in candidates:
        fits = candidate and len(os.fsencode(candidate)) <= LONGEST_SOCKET_FOLDER - 30
        if fits and os.access(candidate, os.W_OK | os.X_OK):
            return Path(candidate)
    return Path("/tmp")
