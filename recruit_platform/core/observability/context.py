"""Which request, person and organisation a log line belongs to."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

from recruit_platform.lib import ids

_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,35}")
_request: ContextVar[Any] = ContextVar("request", default=None)


def request_id(proposed: str | None) -> str:
    """Return the id a proxy gave the request if it is sane (8 to 36 letters, digits and dashes), else a new one."""
    if proposed is not None and _SANE.fullmatch(proposed):
        return proposed
    return str(ids.uuid7())


def remember(request: Any) -> Any:
    """Make a request the running one; hand the result to ``forget``."""
    return _request.set(request)


def forget(token: Any) -> None:
    _request.reset(token)


def add_running_ids(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the ids of the organisation, the person and the key where they are already known; never asks the database."""
    from recruit_platform.core.tenancy import context as tenancy

    running = _request.get()
    organisation_id = tenancy.current() or getattr(getattr(running, "organisation", None), "pk", None)
    user_id = getattr(getattr(running, "_cached_user", None), "pk", None)
    api_key_id = getattr(getattr(running, "api_key", None), "id", None)
    for name, value in (("organisation_id", organisation_id), ("user_id", user_id), ("api_key_id", api_key_id)):
        if value is not None:
            event.setdefault(name, value)
    return event
