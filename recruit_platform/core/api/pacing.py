"""How many requests a key may make: counted in Redis for all processes together, in this process while Redis is away."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Any

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from recruit_platform.core import hints

_MOST_BUCKETS = 10_000


class Buckets:
    """Token buckets: each holds ``size`` requests and refills to that in a minute. The least used go first when memory fills."""

    def __init__(self) -> None:
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, *, size: int, now: float) -> float:
        """Take one; return 0.0, or how many seconds until there is one."""
        per_second = size / 60
        with self._lock:
            level, then = self._levels.pop(name, (float(size), now))
            level = min(float(size), level + max(0.0, now - then) * per_second)
            wait = 0.0 if level >= 1 else (1 - level) / per_second
            self._levels[name] = (level - 1 if level >= 1 else level, now)
            while len(self._levels) > _MOST_BUCKETS:
                self._levels.popitem(last=False)
        return wait


BUCKETS = Buckets()


class PerKey(BaseThrottle):
    """settings.API_PER_MINUTE for each key, over all processes; while Redis is away each process counts for itself.

    The count is a hint: emptying Redis gives everybody a full bucket, never less.
    """

    _wait = 0.0

    def allow_request(self, request: Any, view: Any) -> bool:
        key = request.auth
        if key is None:
            return True
        size = settings.API_PER_MINUTE
        shared = hints.take(hints.key("api", key.organisation_id, key.id), size=size, per_seconds=60)
        self._wait = _alone(key, size=size) if shared is None else shared
        return not self._wait

    def wait(self) -> float:
        return self._wait + 1


def _alone(key: Any, *, size: int) -> float:
    return BUCKETS.take(f"{key.organisation_id}.{key.id}", size=size, now=time.monotonic())
