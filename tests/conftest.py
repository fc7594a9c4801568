"""What every test stands on: a real PostgreSQL as the plain role, two organisations, no way out of this machine."""

from __future__ import annotations

import ipaddress
import os
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from tests.support import builders
from tests.support.builders import World


def _refuse_the_outside(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = args[1][0]
    try:
        inside = host in {"localhost", ""} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise OSError(f"Tests stay on this machine; {host} was called.")


sys.addaudithook(_refuse_the_outside)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs its own loop beside synchronous tests


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long walks of a browser stand where a second process begins, so that no single test is left running at the end."""
    browsers = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    half = len(items) // 2
    items[:] = [*others[:half], *browsers, *others[half:]]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    from django.db import connection

    from tests.support import database

    name = f"test_{os.getpid()}"
    with django_db_blocker.unblock():
        database.create(name)
        database.flush_as_owner()
        connection.close()
        connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
        database.drop(name)


@pytest.fixture(scope="session", autouse=True)
def walls_keep_the_real_clock(django_test_environment: None) -> None:
    """PostgreSQL cannot be sent to another moment as a test can; a token signed in that moment would be refused."""
    from recruit_platform.core.tenancy import token

    vars(token)["time"] = SimpleNamespace(time=_real_time)


def _real_time() -> float:
    away = time_machine.escape_hatch
    return away.time.time() if away.is_travelling() else time.time()


@pytest.fixture(autouse=True)
def nobody_was_here_before() -> None:
    """Django leaves a request's language and time zone behind in its thread; a test begins in those of the settings."""
    from django.utils import timezone, translation

    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def acme(db: None) -> World:
    """One organisation with a person in every role."""
    return builders.make_world("acme")


@pytest.fixture
def zed(db: None) -> World:
    """The other organisation, with its own people, so that what must not leak exists."""
    return builders.make_world("zed")
