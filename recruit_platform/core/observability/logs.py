"""How logs look: one JSON object a line in production, one readable line elsewhere; ids as context, people scrubbed out.

Both structlog's loggers and Python's own pass the same processors. Imported by settings: nothing here may load models.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import structlog

from . import context, scrubbing

EventDict = MutableMapping[str, Any]


def configure(*, as_json: bool, keep_messages: bool) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING. ``keep_messages`` leaves the words of exceptions in (demo only)."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        context.add_running_ids,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        scrubbing.Exceptions(keep_messages=keep_messages),
        scrubbing.scrub,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = as_json_line if as_json else as_readable_line
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            # Each of these is one line per request that ours says better, or a line with what a visitor typed in it.
            "django.server": {"level": "ERROR", "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR", "handlers": [], "propagate": True},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "fontTools": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }


def as_json_line(_logger: Any, _method: str, event: EventDict) -> str:
    """JSON escapes every line break, so nothing a visitor sends can start a line of its own."""
    return json.dumps(_in_order(event), ensure_ascii=True, default=str)


def as_readable_line(_logger: Any, _method: str, event: EventDict) -> str:
    ordered = _in_order(event)
    when, level, what = (str(ordered.pop(name, "")) for name in ("timestamp", "level", "event"))
    frames = ordered.pop("exception", None)
    said = " ".join(f"{name}={_plain(value)}" for name, value in ordered.items())
    line = f"{when[11:19]} {level:8} {_plain(what, quote=False)} {said}".rstrip()
    return line if frames is None else f"{line}\n" + "\n".join(f"    {_plain(frame, quote=False)}" for frame in frames)


def _in_order(event: EventDict) -> dict[str, Any]:
    first = {name: event[name] for name in ("timestamp", "level", "event", "logger") if name in event}
    return first | {name: event[name] for name in sorted(event) if name not in first}


def _plain(value: Any, *, quote: bool = True) -> str:
    text = str(value)
    if text.isascii() and text.isprintable() and (not quote or (text and " " not in text)):
        return text
    escaped = text.encode("unicode_escape").decode()
    return f'"{escaped}"' if quote else escaped
