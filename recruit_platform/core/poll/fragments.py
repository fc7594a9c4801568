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

# KEYS: version, fragment, who renders. ARGV: milliseconds in which a render is believed to be under way. Whoever first sees
# a version without its fragment is told, with the same answer, that the render is theirs.
_LOOK = """
local version, fragment = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local mine = 0
if version and not (fragment and string.sub(fragment, 1, #version + 1) == version .. '\\n')
   and redis.call('GET', KEYS[3]) ~= version then
  redis.call('SET', KEYS[3], version, 'PX', ARGV[1])
  mine = 1
end
return {version, fragment, mine}
"""


@dataclass(frozen=True)
class Fragment:
    """``etag`` names the content: a render that came out the same is not a change."""

    version: bytes
    etag: str
    body: bytes

    def addressed(self, *, path: str, token: str) -> bytes:
        """The fragment for one reader, with the address of the next poll in it."""
        return self.body.replace(PLACE.encode(), html.escape(f"{path}?t={token}&v={self.etag}").encode())


@dataclass(frozen=True)
class Shelf:
    """Where the fragments of one panel, language and variant are kept."""

    organisation_id: int
    panel: str
    language: str
    variant: str = ""

    @property
    def key(self) -> str:
        return hints.key("fragment", self.organisation_id, self.panel, self.language, self.variant)


@dataclass(frozen=True)
class Seen:
    """What Redis holds of a shelf. ``current`` is the fragment of this version; without one ``is_mine`` says who renders it."""

    version: bytes | None
    current: Fragment | None
    is_mine: bool


def look(shelf: Shelf) -> Seen | None:
    """One round trip; None when Redis is away."""
    names = [
        versions.key(shelf.organisation_id, shelf.panel),
        shelf.key,
        hints.key("rendering", shelf.organisation_id, shelf.panel, shelf.language, shelf.variant),
    ]
    answer = hints.run(_LOOK, names=names, arguments=[int(_RENDER_SECONDS * 1000)])
    if answer is None:
        return None
    version, kept, mine = answer
    fragment = _unpacked(kept)
    return Seen(version, fragment if fragment and fragment.version == version else None, bool(mine))


def look_or_begin(shelf: Shelf) -> Seen | None:
    """``look``; data that has no version gets one to label a render with."""
    seen = look(shelf)
    if seen is not None and seen.version is None:
        versions.begin(shelf.organisation_id, shelf.panel)
        seen = look(shelf)
    return seen


def shared(shelf: Shelf, *, render: Callable[[], str]) -> Fragment:
    """Return the fragment of the current version; rendered once per variant, however many ask at the same time.

    Without Redis, or when the one who renders takes too long, it is rendered for this reader alone.
    """
    seen = look_or_begin(shelf)
    if seen is None or seen.version is None:
        return _rendered(b"", render)
    return seen.current or rendered(shelf, seen, render=render)


def rendered(shelf: Shelf, seen: Seen, *, render: Callable[[], str]) -> Fragment:
    """Render a version that is not there yet, or wait a moment for whoever is at it."""
    version = seen.version or b""
    if not seen.is_mine:
        kept = _wait_for(shelf.key, version)
        if kept is not None:
            return kept
    made = _rendered(version, render)
    keep(shelf, made)
    return made


def keep(shelf: Shelf, made: Fragment) -> None:
    """Put a fragment on its shelf, for whoever asks for its version."""
    hints.put(shelf.key, b"\n".join((made.version, made.etag.encode(), made.body)), seconds=LIFE_SECONDS)


def _wait_for(name: str, version: bytes) -> Fragment | None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(0.01)
        kept = _unpacked(hints.get(name))
        if kept is not None and kept.version == version:
            return kept
    return None


def _unpacked(kept: bytes | None) -> Fragment | None:
    if kept is None:
        return None
    version, etag, body = kept.split(b"\n", 2)
    return Fragment(version, etag.decode(), body)


def _rendered(version: bytes, render: Callable[[], str]) -> Fragment:
    return named(version, render().encode())


def named(version: bytes, body: bytes) -> Fragment:
    return Fragment(version, hashlib.sha256(body).hexdigest()[:16], body)
