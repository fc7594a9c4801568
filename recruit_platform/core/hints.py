"""The one door to Redis. What it carries are hints: losing any of them costs time, never truth.

No call raises and none waits longer than 200 ms; there are no retries (the client's own would hold up a request for seconds).
After a failure the door stays shut for a moment, after the next for twice as long, up to seconds: a dead server costs a
time-out now and then, not one per call, and one that was merely slow is asked again at once.
Keys are made by ``key()`` and name their organisation.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 0.2
FIRST_SHUT_SECONDS, SHUT_SECONDS = 0.2, 3.0
NO_ORGANISATION = 0

# KEYS: the bucket. ARGV: its size, and the milliseconds in which it fills. The answer is the milliseconds to wait, 0 for none.
_TAKE = """
local size, fill = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = tonumber(held[1]) or size
local at = tonumber(held[2]) or now
level = math.min(size, level + math.max(0, now - at) * size / fill)
local wait = 0
if level >= 1 then level = level - 1 else wait = math.ceil((1 - level) * fill / size) end
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], fill)
return wait
"""

logger = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


def key(what: str, organisation_id: int, *more: str | int) -> str:
    """Return ``recruit:<what>:<organisation>:…``; NO_ORGANISATION where a hint belongs to none."""
    return ":".join(["recruit", what, str(organisation_id), *map(str, more)])


def get(name: str) -> bytes | None:
    """Return the value, or None when it is not there or Redis is away."""
    return _ask(lambda server: server.get(name))


def run(script: str, *, names: Sequence[str], arguments: Sequence[str | int] = ()) -> Any:
    """Run a Lua script on these keys, in one round trip and alone; return its answer, None when Redis is away."""
    return _ask(lambda server: server.eval(script, len(names), *names, *arguments))


def put(name: str, value: str | bytes, *, seconds: float) -> bool:
    """Keep a value for a while; False when Redis is away."""
    return bool(_ask(lambda server: server.set(name, value, px=max(1, int(seconds * 1000)))))


def put_once(name: str, value: str | bytes = b"1", *, seconds: float) -> bool | None:
    """Keep a value unless one is there: True when it was kept, False when another was there, None when Redis is away."""
    kept = _ask(lambda server: (server.set(name, value, px=max(1, int(seconds * 1000)), nx=True),))
    return None if kept is None else bool(kept[0])


def drop(*names: str) -> bool:
    """Forget values; False when Redis is away."""
    return _ask(lambda server: server.delete(*names)) is not None


def push(queue: str, payload: str) -> bool:
    """Put a message at the end of a queue; False when Redis is away."""
    return _ask(lambda server: server.lpush(queue, payload)) is not None


def take(name: str, *, size: int, per_seconds: float) -> float | None:
    """Take one out of a bucket of ``size`` that refills in ``per_seconds``, shared by all processes; one round trip.

    Returns 0.0 when there was one, else how many seconds until there is; None when Redis is away. The server's own clock counts.
    """
    answer = run(_TAKE, names=[name], arguments=[size, int(per_seconds * 1000)])
    return None if answer is None else int(answer) / 1000


def alive() -> bool:
    """Ask the server itself, whatever the door's state; a good answer opens the door again."""
    if not settings.REDIS_URL:
        return False
    try:
        _door.server().ping()
    except (redis.RedisError, OSError):
        _door.shut()
        return False
    _door.open()
    return True


def _ask(question: Callable[[Any], Answer]) -> Answer | None:
    if not settings.REDIS_URL or _door.is_shut():
        return None
    try:
        answer = question(_door.server())
    except (redis.RedisError, OSError) as problem:
        logger.info("redis.away", problem=type(problem).__name__, shut_seconds=_door.shut())
        return None
    _door.open()
    return answer


class _Door:
    """The client, and for how long it is not asked. One per process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: redis.Redis | None = None
        self._url = ""
        self._shut_until = 0.0
        self._next_shut = FIRST_SHUT_SECONDS

    def is_shut(self) -> bool:
        return time.monotonic() < self._shut_until

    def shut(self) -> float:
        """Shut, and return for how long. Several questions that fail together count once."""
        if self.is_shut():
            return self._shut_until - time.monotonic()
        seconds = min(self._next_shut, SHUT_SECONDS)
        self._shut_until = time.monotonic() + seconds
        self._next_shut = seconds * 2
        return seconds

    def open(self) -> None:
        self._shut_until = 0.0
        self._next_shut = FIRST_SHUT_SECONDS

    def forget(self) -> None:
        """Make a new client for the next question."""
        self._server = None

    def server(self) -> redis.Redis:
        if self._server is None or self._url != settings.REDIS_URL:
            with self._lock:
                self._url = settings.REDIS_URL
                self._server = _client(self._url)
        return self._server


def _client(url: str) -> redis.Redis:
    """protocol 2 and no library name: a new connection sends nothing before the question."""
    return redis.Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        retry_on_timeout=False,
        health_check_interval=0,
        protocol=2,
        driver_info=None,
    )


_door = _Door()
