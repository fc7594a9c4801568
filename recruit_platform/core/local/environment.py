"""Environment of our processes: what the person set, and what the built-in servers and secrets add.

The typed readings are in recruit_platform/env.py; this is the other end, where the variables are *made* for children.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .credentials import Credentials
from .failures import Failure
from .paths import Place

SERVER_URLS = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL", "EMAIL_URL")


def given(name: str) -> str:
    """Return a variable as the person set it, '' when absent."""
    return os.environ.get(name, "").strip()


def refuse_half_a_database() -> None:
    """With a server of one's own both roles are needed: one to work, one to migrate."""
    if given("DATABASE_URL") and not given("OWNER_DATABASE_URL"):
        raise Failure(
            "DATABASE_URL is set, OWNER_DATABASE_URL is not: migrations run as the owner role.\n"
            "  Set both, for example postgres://recruit_app:…@host/recruit and postgres://recruit_owner:…@host/recruit.\n"
            "  ./run roles --print shows the SQL that makes these roles and the database, ./run roles --apply runs it."
        )


def for_children(
    place: Place, *, mode: str, credentials: Credentials, urls: Mapping[str, str], own_servers: bool
) -> dict[str, str]:
    """Return the whole environment of our processes. With ``own_servers`` the person's variables win over ours."""
    made = {
        "SECRET_KEY": credentials.secret_key,
        "TENANT_KEY": credentials.tenant_key,
        "FILE_KEY": credentials.file_key,
        "RECRUIT_MODE": mode,
        **urls,
    }
    base = {name: value for name, value in os.environ.items() if name != "RECRUIT_DATABASE_ROLE"}
    if own_servers:
        made |= {name: given(name) for name in (*made, *SERVER_URLS) if given(name) and name != "RECRUIT_MODE"}
    else:
        base = {name: value for name, value in base.items() if name not in {*SERVER_URLS, "RECRUIT_FILES"}}
    return base | made | _python(place)


def _python(place: Place) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return {
        "RECRUIT_VAR": str(place.root),
        "DJANGO_SETTINGS_MODULE": "recruit_platform.settings",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
