"""A database of its own for one measurement, copied from the migrated template that tests use too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from django.db import connection

from tests.support import database


@contextmanager
def own(name: str) -> Iterator[None]:
    """Let this process and those it starts connect to a fresh ``bench_<name>`` as the plain role; dropped at the end."""
    fresh = f"bench_{name}_{os.getpid()}"
    database.create(fresh)
    before, held = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = fresh
    os.environ["DATABASE_URL"] = urlsplit(before)._replace(path="/" + quote(fresh)).geturl()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = held
        os.environ["DATABASE_URL"] = before
        database.drop(fresh)
