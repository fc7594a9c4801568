"""Django's cache in PostgreSQL, as JSON: shared by all processes and there when Redis is not.

It carries what must hold for every process (counted guesses, one-time codes that were used). Django's own database cache is
not used because it stores pickles: a row written by injected SQL would run as code when read.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from recruit_platform.core import clock

_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
_SWEEP_SHARE = 0.01  # of the writes also deletes what has expired


class PostgresCache(BaseCache):
    """Values are what JSON can carry. Each call is one statement; ``add`` has exactly one winner, also between processes."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM core_cacheentry WHERE key = %s AND expires_at > %s",
                [self._key(key, version), clock.now()],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._sweep_sometimes()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_cacheentry (key, value, expires_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at",
                [self._key(key, version), json.dumps(value), self._expiry(timeout)],
            )

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_cacheentry AS held (key, value, expires_at) VALUES (%s, %s, %s) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at "
                "WHERE held.expires_at <= %s",
                [self._key(key, version), json.dumps(value), self._expiry(timeout), clock.now()],
            )
            return cursor.rowcount == 1

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_cacheentry SET expires_at = %s WHERE key = %s AND expires_at > %s",
                [self._expiry(timeout), self._key(key, version), clock.now()],
            )
            return cursor.rowcount == 1

    def delete(self, key: Any, version: int | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_cacheentry WHERE key = %s", [self._key(key, version)])
            return cursor.rowcount == 1

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM core_cacheentry")

    def _key(self, key: Any, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _expiry(self, timeout: Any) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None:
            return _FOREVER
        return clock.now() + timedelta(seconds=float(seconds))

    def _sweep_sometimes(self) -> None:
        if random.random() >= _SWEEP_SHARE:  # noqa: S311  spreads work, guards nothing
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM core_cacheentry WHERE key IN (SELECT key FROM core_cacheentry WHERE expires_at <= %s "
                "LIMIT 1000 FOR UPDATE SKIP LOCKED)",
                [clock.now()],
            )
