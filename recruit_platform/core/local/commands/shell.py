"""`./run shell`: Django's shell with the demo's settings and servers."""

from __future__ import annotations

from collections.abc import Sequence

from . import manage


def run(arguments: Sequence[str]) -> int:
    return manage.run(["shell", *arguments])
