"""The kinds of events and the facts each may carry. There is no field for free text: that is the point."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from recruit_platform.lib.money import Money

Words = str | Promise
Names = Callable[[Collection[int]], Mapping[int, str]]
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
ANY = "*"


class Refused(ValueError):
    """An event that was not declared, or a fact that does not fit its declaration."""


class Fact(Protocol):
    """``store`` checks a value and returns what JSON keeps; ``read`` turns that back into the value."""

    def store(self, value: Any) -> Any: ...

    def read(self, kept: Any) -> Any: ...


@dataclass(frozen=True)
class Whole:
    """A whole number, for instance a count or minutes."""

    at_least: int | None = None
    at_most: int | None = None

    def store(self, value: Any) -> int:
        if type(value) is not int:
            raise Refused(f"a whole number is wanted, not {type(value).__name__}")
        if (self.at_least is not None and value < self.at_least) or (self.at_most is not None and value > self.at_most):
            raise Refused("the number is outside its bounds")
        return value

    def read(self, kept: Any) -> int:
        return int(kept)


def Id() -> Whole:  # noqa: N802  reads as the other facts do
    """The primary key of a row."""
    return Whole(at_least=1)


@dataclass(frozen=True)
class Flag:
    def store(self, value: Any) -> bool:
        if type(value) is not bool:
            raise Refused(f"yes or no is wanted, not {type(value).__name__}")
        return value

    def read(self, kept: Any) -> bool:
        return bool(kept)


@dataclass(frozen=True)
class Day:
    def store(self, value: Any) -> str:
        if type(value) is not date:
            raise Refused(f"a date is wanted, not {type(value).__name__}")
        return value.isoformat()

    def read(self, kept: Any) -> date:
        return date.fromisoformat(kept)


@dataclass(frozen=True)
class Instant:
    def store(self, value: Any) -> str:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise Refused("a moment with a time zone is wanted")
        return value.astimezone(UTC).isoformat()

    def read(self, kept: Any) -> datetime:
        return datetime.fromisoformat(kept)


@dataclass(frozen=True)
class PublicId:
    def store(self, value: Any) -> str:
        if not isinstance(value, UUID):
            raise Refused(f"a UUID is wanted, not {type(value).__name__}")
        return str(value)

    def read(self, kept: Any) -> UUID:
        return UUID(kept)


@dataclass(frozen=True)
class Amount:
    def store(self, value: Any) -> list[Any]:
        if not isinstance(value, Money):
            raise Refused(f"Money is wanted, not {type(value).__name__}")
        return [value.minor, value.currency]

    def read(self, kept: Any) -> Money:
        return Money(kept[0], kept[1])


class OneOf:
    """A word from a closed list: the values of a TextChoices, words given here, or a list that other floors add to."""

    def __init__(self, *words: str | type | Callable[[], Iterable[str]]) -> None:
        self._sources = words

    def words(self) -> frozenset[str]:
        found: set[str] = set()
        for source in self._sources:
            if isinstance(source, str):
                found.add(source)
            else:
                found.update(getattr(source, "values", None) or source())
        return frozenset(found)

    def store(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.words():
            raise Refused("the word is not in its list")  # the word itself may be a person's: it is not repeated
        return str(value)

    def read(self, kept: Any) -> str:
        return str(kept)


@dataclass(frozen=True)
class Several:
    """A list of facts of one type, at most ``at_most`` long."""

    of: Fact
    at_most: int = 200

    def store(self, value: Any) -> list[Any]:
        if not isinstance(value, list | tuple) or len(value) > self.at_most:
            raise Refused(f"a list of at most {self.at_most} is wanted")
        return [self.of.store(item) for item in value]

    def read(self, kept: Any) -> list[Any]:
        return [self.of.read(item) for item in kept]


@dataclass(frozen=True)
class _Optional:
    fact: Fact

    def store(self, value: Any) -> Any:
        return None if value is None else self.fact.store(value)

    def read(self, kept: Any) -> Any:
        return None if kept is None else self.fact.read(kept)


def optional(fact: Fact) -> Fact:
    """A fact that may be left out or None."""
    return _Optional(fact)


@dataclass(frozen=True)
class Subject:
    """What the event is about: a declared kind of thing and its primary key."""

    kind: str
    id: int


@dataclass(frozen=True)
class Kind:
    """``words`` say what happened to whoever reads the log; lazily translated."""

    name: str
    words: Words
    subjects: frozenset[str]
    facts: Mapping[str, Fact]

    def store(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data as JSON keeps it; raise Refused for a fact that is missing, unknown or of another type."""
        if unknown := set(data) - set(self.facts):
            raise Refused(f"{self.name} has no fact {', '.join(sorted(unknown))}")
        kept = {}
        for name, fact in self.facts.items():
            if name not in data and not isinstance(fact, _Optional):
                raise Refused(f"{self.name} needs the fact {name}")
            try:
                kept[name] = fact.store(data.get(name))
            except Refused as problem:
                raise Refused(f"{self.name}, fact {name}: {problem}") from None
        return kept

    def read(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return typed facts; one that was declared after the event was written reads as None, a retired one is left out."""
        return {name: fact.read(kept[name]) if name in kept else None for name, fact in self.facts.items()}


_kinds: dict[str, Kind] = {}
_subjects: dict[str, Names] = {}


def nameless(_ids: Collection[int]) -> Mapping[int, str]:
    return {}


def declare_subject(name: str, *, names: Names = nameless) -> None:
    """Declare a kind of thing that events may be about; the app that owns the table does it.

    ``names`` says what the log's readers see of things with these primary keys in the active organisation, in one statement:
    a title or a reference, never who a candidate is, for not every reader of the log may know.
    """
    if not _WORD.fullmatch(name) or len(name) > 30:
        raise ValueError(f"{name!r} is not a lower-case word of at most 30 letters.")
    _subjects[name] = names


def names_of(subject: str, ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of those of these things that have one and are still there."""
    return _subjects[subject](ids) if ids and subject in _subjects else {}


def declare(name: str, words: Words, *, subject: str | Sequence[str], facts: Mapping[str, Fact] | None = None) -> Kind:
    """Declare a kind of event (``noun.verb_in_past``), its words, what it may be about (or ANY) and its facts. Once per name."""
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise ValueError(f"{name!r} must look like noun.happened.")
    if name in _kinds:
        raise ValueError(f"{name} is declared twice.")
    kind = Kind(name, words, frozenset([subject] if isinstance(subject, str) else subject), dict(facts or {}))
    _kinds[name] = kind
    return kind


def get(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise Refused(f"the kind of event {name!r} is not declared") from None


def names() -> list[str]:
    """Every declared kind, sorted."""
    return sorted(_kinds)


def check_subject(kind: Kind, subject: Subject) -> None:
    if subject.kind not in _subjects:
        raise Refused(f"{kind.name}: things of kind {subject.kind!r} are not declared")
    if ANY not in kind.subjects and subject.kind not in kind.subjects:
        raise Refused(f"{kind.name} is not about a {subject.kind}")
    if type(subject.id) is not int or subject.id < 1:
        raise Refused(f"{kind.name}: the subject's id must be a primary key")
