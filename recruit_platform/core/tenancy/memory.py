"""What was read in this transaction and is asked for again: the few rows that every service looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.db import connection
from django.db.models import Model

from . import context
from .backend.base import DatabaseWrapper

Found = TypeVar("Found")


def remembered(table: type[Model], name: str, read: Callable[[], Found]) -> Found:
    """Return what ``read`` returned earlier in this transaction for the active organisation; call it the first time.

    Forgotten with the transaction, when it is rolled back to a savepoint, and when it writes to the table. What is returned is
    shared: to read, not to change. ``read`` may raise: nothing is remembered then.
    """
    here = cast(DatabaseWrapper, connection)
    if not here.in_atomic_block:
        return read()
    key = (context.required(), table._meta.db_table, name)
    if key not in here.memory:
        here.memory[key] = read()
    return cast(Found, here.memory[key])
