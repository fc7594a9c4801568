"""The shared render of a panel, kept in Redis under the version of its data."""

from __future__ import annotations

import hashlib
import html
import time
from collections.abc import Callable
from dataclasses import dataclass

from recruit_platform.core import hints

from . import versions

# Stands in the shared fragment where each reader's own poll address comes.
PLACE = "@@POLL@@"
LIFE_SECONDS = versions.LIFE_SECONDS * 2
_RENDER_SECONDS = 2.0
_PATIENCE_SECONDS = 0.15


@dataclass(frozen=True)
class Fragment:
    """``etag`` names the content: a render that came out the same is not a change."""

    version: bytes
    etag: str
    body: bytes

    def addressed(self, *, path: str, token: str) -> bytes:
        """The fragment for one reader, with the address of the next poll in it."""
        return self.body.replace(PLACE.encode(), html.escape(f"{path}?t={token}&v={self.etag}").encode())


def key(organisation_id: int, panel: str, language: str, variant: str = "") -> str:
    return hints.key("fragment", organisation_id, panel, language, variant)


def unpack(kept: bytes | None) -> Fragment | None:
    if kept is None:
        return None
    version, etag, body = kept.split(b"\n", 2)
    return Fragment(version, etag.decode(), body)


def shared(
    organisation_id: int, panel: str, language: str, *, render: Callable[[], str], variant: str = ""
) -> Fragment:
    """Return the fragment of the current version; rendered once per variant, however many ask at the same time.

    Without Redis, or when the one who renders takes too long, it is rendered for this reader alone.
    """
    version = versions.current(organisation_id, panel)
    if version is None:
        return _rendered(b"", render)
    kept = unpack(hints.get(key(organisation_id, panel, language, variant)))
    if kept is not None and kept.version == version:
        return kept
    return turn(organisation_id, panel, language, version, render=render, variant=variant)


def turn(
    organisation_id: int, panel: str, language: str, version: bytes, *, render: Callable[[], str], variant: str = ""
) -> Fragment:
    """Render a version that is not there yet, or wait a moment for whoever is at it."""
    name = key(organisation_id, panel, language, variant)
    taken = hints.key("rendering", organisation_id, panel, language, variant, version.decode())
    if hints.put_once(taken, seconds=_RENDER_SECONDS) is False:
        kept = _wait_for(name, version)
        if kept is not None:
            return kept
    made = _rendered(version, render)
    hints.put(name, b"\n".join((version, made.etag.encode(), made.body)), seconds=LIFE_SECONDS)
    return made


def _wait_for(name: str, version: bytes) -> Fragment | None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(0.01)
        kept = unpack(hints.get(name))
        if kept is not None and kept.version == version:
            return kept
    return None


def _rendered(version: bytes, render: Callable[[], str]) -> Fragment:
    body = render().encode()
    return Fragment(version, hashlib.sha256(body).hexdigest()[:16], body)
