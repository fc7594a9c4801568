"""Nothing personal reaches a log: fields by the class of their column, the rest by what it looks like.

Three nets, because each has holes. A field named like a column that a model classes identifying or sensitive is dropped.
Addresses, phone numbers, keys and passwords in addresses are recognised anywhere. The words of exceptions, which quote what
people typed (and in PostgreSQL's DETAIL whole rows), are left out: type, place and constraint are enough to find the fault.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from functools import cache
from types import TracebackType
from typing import Any

HIDDEN = "[hidden]"
_DEEPEST, _LONGEST, _MOST = 4, 2000, 50

_PATTERNS = (
    (re.compile(r"(?i)\b[a-z][a-z0-9+.-]*://[^\s/@]*:[^\s/@]*@"), "[secret]@"),
    (re.compile(r"(?i)[^\s@<>\"'(),;:=\[\]]+(?:@|%40)[^\s@<>\"'(),;:\[\]]+\.[a-z0-9-]{2,}"), "[email]"),
    (re.compile(r"\brp_[A-Za-z0-9_-]{8,}"), "[key]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"), "[key]"),
    (re.compile(r"\bNL\d{2}\s?[A-Z]{4}(?:\s?\d){10}\b"), "[account]"),
    (re.compile(r"(?<![\w-])(?:\+|00)[1-9](?:[\s().-]{0,3}\d){7,13}(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w-])0[1-9](?:[\s.-]?\d){8}(?![\w-])"), "[phone]"),
)
# Names of fields that say something about the line, whatever a column of that name may hold elsewhere.
_OURS = frozenset(
    {"event", "timestamp", "level", "logger", "exception", "exception_type", "request_id", "task_id", "task"}
)
# Values that packages log under these names, and columns of tables that are not ours.
_ALWAYS_HIDDEN = frozenset(
    {
        "authorization",
        "cookie",
        "set-cookie",
        "secret",
        "token",
        "password",
        "ip",
        "remote_addr",
        "user_agent",
        "phone",
        "body",
    }
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide personal values in a log line, also inside lists and mappings; keeps processors' own entries (``_record``)."""
    hidden = personal_names()
    if (
        event.get("logger") == "django.request"
    ):  # its words are the path, and links in mail carry their secret in the path
        event["event"] = "request.failed"
    for name in list(event):
        if name.startswith("_"):
            continue
        if name.lower() in hidden and name not in _OURS:
            event[name] = HIDDEN
        elif name not in {"timestamp", "level", "logger"}:
            event[name] = _safe(event[name], depth=0)
    return event


def text(value: str) -> str:
    """Return the text with addresses, phone numbers, keys and passwords replaced by what they were."""
    if _UUID.fullmatch(value):
        return value
    for pattern, replacement in _PATTERNS:
        value = pattern.sub(replacement, value)
    return value[:_LONGEST]


@cache
def _registered() -> frozenset[str]:
    from django.apps import apps

    names: set[str] = set()
    for model in apps.get_models():
        classes: Mapping[str, str] = getattr(model, "personal", {})
        names.update(name for name, kind in classes.items() if kind in {"identifying", "sensitive"})
    return frozenset(names) | _ALWAYS_HIDDEN


def personal_names() -> frozenset[str]:
    """Return the names of columns that any model classes identifying or sensitive, once the models are there."""
    from django.apps import apps

    return _registered() if apps.models_ready else _ALWAYS_HIDDEN


class Exceptions:
    """Replaces ``exc_info`` by the exception's type, its frames (file, line, function) and, from PostgreSQL, code and rule."""

    def __init__(self, *, keep_messages: bool) -> None:
        self._keep_messages = keep_messages

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        found = _exception(event.pop("exc_info", None))
        event.pop("stack_info", None)
        if found is None:
            return event
        event["exception_type"] = " < ".join(_name(link) for link in _chain(found))
        event["exception"] = [line for link in _chain(found) for line in self._told(link)]
        for fact, value in _facts_of_postgresql(found).items():
            event.setdefault(fact, value)
        return event

    def _told(self, problem: BaseException) -> list[str]:
        words = f": {text(str(problem))}" if self._keep_messages else ""
        return [*_frames(problem.__traceback__), f"{_name(problem)}{words}"]


def _safe(value: Any, *, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth >= _DEEPEST:
        return f"<{type(value).__name__}>"
    if isinstance(value, Mapping):
        hidden = personal_names()
        return {
            text(str(name)): HIDDEN if str(name).lower() in hidden else _safe(item, depth=depth + 1)
            for name, item in list(value.items())[:_MOST]
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(item, depth=depth + 1) for item in list(value)[:_MOST]]
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, BaseException):
        return _name(value)
    if hasattr(value, "_meta"):  # a row: its words are its people's
        return f"<{type(value).__name__} {getattr(value, 'pk', None)}>"
    return text(str(value))


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]
    return sys.exc_info()[1] if given else None


def _chain(problem: BaseException) -> list[BaseException]:
    """Return the exception and what it came from, the cause first, as a traceback tells it."""
    links: list[BaseException] = []
    following: BaseException | None = problem
    while following is not None and following not in links and len(links) < 5:
        links.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return links[::-1]


def _frames(trail: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trail)[-25:]]


def _name(problem: BaseException) -> str:
    return f"{type(problem).__module__}.{type(problem).__qualname__}".removeprefix("builtins.")


def _facts_of_postgresql(problem: BaseException) -> dict[str, str]:
    for link in _chain(problem):
        diag = getattr(link, "diag", None)
        if diag is not None:
            facts = {"sqlstate": diag.sqlstate, "constraint": diag.constraint_name, "table": diag.table_name}
            return {name: value for name, value in facts.items() if value}
    return {}
