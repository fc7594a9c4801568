"""Secrets of a place: made once, kept in secrets.env (0600), handed to the processes through their environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from .failures import Failure

MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "TENANT_KEY": lambda: f"1:{secrets.token_hex(32)}",
    "FILE_KEY": lambda: secrets.token_hex(32),
    "SUPERUSER_PASSWORD": lambda: secrets.token_hex(24),
    "OWNER_PASSWORD": lambda: secrets.token_hex(24),
    "APP_PASSWORD": lambda: secrets.token_hex(24),
}


@dataclass(frozen=True)
class Credentials:
    secret_key: str
    tenant_key: str
    file_key: str
    superuser_password: str
    owner_password: str
    app_password: str


def load(file: Path, *, data_exists: bool) -> Credentials:
    """Read the secrets, making what is absent. New secrets beside old data would lock everyone out, so that is refused."""
    known = _read(file)
    if data_exists and not known:
        raise Failure(
            f"{file} is gone, and the data beside it cannot be opened without it.\n"
            "  Put the file back, or start over with ./run demo --fresh (this empties the demo)."
        )
    missing = {name: make() for name, make in MAKERS.items() if name not in known}
    if missing:
        known |= missing
        write_private(file, "".join(f"{name}={value}\n" for name, value in known.items()))
    return Credentials(**{name.lower(): known[name] for name in MAKERS})


def write_private(file: Path, text: str) -> None:
    """Write a file that only we may read; afterwards it is there as a whole or not at all."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}
