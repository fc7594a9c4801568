"""The only place that reads environment variables; settings and tools get typed values from here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

MODES = ("demo", "production", "test")


class EnvironmentProblem(Exception):
    """A variable is missing or unusable; the message says which and what to put there."""


@dataclass(frozen=True)
class DatabaseUrl:
    name: str
    user: str
    password: str
    host: str
    port: str


@dataclass(frozen=True)
class EmailUrl:
    """Where mail goes. Schemes: smtp (STARTTLS required), smtps (TLS from the start), smtp+plain, mailbox (stays inside)."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise EnvironmentProblem(
            f"{name} is not set. ./run demo sets it by itself; in production put it in the environment."
        )
    return value


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise EnvironmentProblem(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def mode() -> str:
    value = text("RECRUIT_MODE", "production")
    if value not in MODES:
        raise EnvironmentProblem(f"RECRUIT_MODE is {value!r}; it is one of {', '.join(MODES)}.")
    return value


def database_url(name: str) -> DatabaseUrl:
    """Read ``postgres://user:password@host:port/name`` or, for a socket, ``postgres://user:password@/name?host=/folder``."""
    parts = urlsplit(text(name))
    query = parse_qs(parts.query)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise EnvironmentProblem(f"{name} must look like postgres://user:password@host:port/database.")
    return DatabaseUrl(
        name=unquote(parts.path.lstrip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=query.get("host", [parts.hostname or ""])[0],
        port=str(parts.port or query.get("port", [""])[0]),
    )


def email_url(name: str = "EMAIL_URL") -> EmailUrl:
    parts = urlsplit(text(name, "mailbox://" if mode() != "production" else None))
    if parts.scheme not in {"smtp", "smtps", "smtp+plain", "mailbox"}:
        raise EnvironmentProblem(f"{name} must start with smtp://, smtps://, smtp+plain:// or mailbox://.")
    return EmailUrl(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or (465 if parts.scheme == "smtps" else 587 if parts.scheme == "smtp" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def hex_keys(name: str, *, octets: int = 32) -> tuple[bytes, ...]:
    """Read one or more keys with commas between: the first is in use, the others still open what they once closed."""
    try:
        keys = tuple(bytes.fromhex(part.strip()) for part in text(name).split(","))
    except ValueError:
        keys = (b"",)
    if any(len(key) != octets for key in keys):
        raise EnvironmentProblem(f"{name} must be {octets * 2} hexadecimal digits (older keys after it, with a comma).")
    return keys


@dataclass(frozen=True)
class TenantKey:
    kid: int
    secret: bytes


def tenant_key(name: str = "TENANT_KEY") -> TenantKey:
    """Read ``<kid>:<64 hexadecimal digits>``: the key that signs which organisation a transaction may see."""
    kid, _, digits = text(name).partition(":")
    try:
        secret = bytes.fromhex(digits)
    except ValueError:
        secret = b""
    if not kid.isdigit() or len(secret) != 32:
        raise EnvironmentProblem(f"{name} must look like 1:<64 hexadecimal digits>.")
    return TenantKey(kid=int(kid), secret=secret)


def metrics_folder() -> str | None:
    """Return where the web processes keep their counts together, if they do (gunicorn.conf.py decides)."""
    return os.environ.get("PROMETHEUS_MULTIPROC_DIR")


def share_metrics(folder: str) -> None:
    """Let all processes that start from here count in one folder; must come before prometheus_client is imported."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
