"""The version of a panel's data: a random word in Redis that lives for seconds, replaced after each commit that changes it.

Random, so that an emptied Redis cannot repeat one; short-lived, so that a process that dies between commit and replacement
leaves a panel stale for seconds only. A renderer reads the version *before* the data it labels.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from recruit_platform.core import hints, tenancy, work

LIFE_SECONDS = 10.0
_followers: dict[str, list[str]] = {}


def touch(panel: str) -> None:
    """The data of a panel, and of those that follow it, of the active organisation changes with the running transaction."""
    for name in (panel, *_followers.get(panel, ())):
        work.after_commit_once(_renew, (tenancy.required(), name))


def follow(follower: str, *, panels: Sequence[str]) -> None:
    """A panel that shows what these panels show changes whenever one of them does."""
    for name in panels:
        if follower not in _followers.setdefault(name, []):
            _followers[name].append(follower)


def begin(organisation_id: int, panel: str) -> None:
    """Give a panel that has no version one to label a render with; one that came meanwhile stays."""
    hints.put_once(key(organisation_id, panel), _word(), seconds=LIFE_SECONDS)


def key(organisation_id: int, panel: str) -> str:
    return hints.key("version", organisation_id, panel)


def _renew(changed: tuple[int, str]) -> None:
    hints.put(key(*changed), _word(), seconds=LIFE_SECONDS)


def _word() -> str:
    return secrets.token_hex(8)
