"""Which long jobs there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .runner import JobHandle


@dataclass(frozen=True)
class Produced:
    """A file that a job made. ``stream`` is read from its present place and closed by the job's end."""

    name: str
    content_type: str
    stream: BinaryIO


@dataclass(frozen=True)
class Result:
    """What came of a job: facts for the page (numbers and words of our own, no personal data), and files."""

    facts: Mapping[str, int | str] = field(default_factory=dict)
    file: Produced | None = None
    problem_file: Produced | None = None
    problems: int = 0


Handler = Callable[["JobHandle"], Result]


@dataclass(frozen=True)
class JobKind:
    name: str
    title: str | Promise
    handler: Handler


_kinds: dict[str, JobKind] = {}


def kind(name: str, *, title: str | Promise) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job. It is called with no transaction open, and once more after its worker died."""

    def register(handler: Handler) -> Handler:
        if name in _kinds:
            raise ValueError(f"The kind of job {name} is registered twice.")
        _kinds[name] = JobKind(name, title, handler)
        return handler

    return register


def get(name: str) -> JobKind | None:
    return _kinds.get(name)


def names() -> list[str]:
    return sorted(_kinds)


def title(name: str) -> str:
    """The words for a kind on the screen; its name when it is not known any more."""
    found = _kinds.get(name)
    return str(found.title) if found else name
