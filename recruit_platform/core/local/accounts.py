"""As which user the servers run. PostgreSQL refuses root, so root hands over to an existing plain user."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failures import Failure

PLAIN_USERS = ("nobody", "postgres", "daemon")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that make a child run as this user and nothing more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def for_servers(*, data: Sequence[Path]) -> Account | None:
    """Return the user the servers run as; None means: as we are. Existing data is opened by the user who owns it."""
    if os.geteuid() != 0:
        return None
    for folder in data:
        if folder.exists() and (uid := folder.stat().st_uid) != 0:
            owner = pwd.getpwuid(uid)
            return Account(owner.pw_name, owner.pw_uid, owner.pw_gid)
    for name in PLAIN_USERS:
        account = _by_name(name)
        if account is not None and can_run(["/bin/sh", "-c", ":"], account=account):
            return account
    raise Failure(
        "PostgreSQL does not run as root and no plain user could be used instead "
        f"({', '.join(PLAIN_USERS)}). Start ./run as an ordinary user."
    )


def can_enter(folder: Path, *, account: Account) -> bool:
    return can_run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], account=account)


def can_run(command: Sequence[str], *, account: Account) -> bool:
    """Say whether this user can start the command: tried, because access lists and mounts decide too, not mode bits alone."""
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, timeout=20, check=False, **account.popen)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _by_name(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)
