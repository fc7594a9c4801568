from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from recruit_platform.core import tenancy
from recruit_platform.core.api import keys
from recruit_platform.core.api.scopes import Scope
from tests.support.builders import NOON, World
from tests.support.valkey import valkey, valkey_server  # noqa: F401

Ask = Callable[..., Any]


def make_key(world: World, *scopes: str, **fields: Any) -> keys.MadeKey:
    with tenancy.scope(world.id):
        name = f"koppeling {len(keys.listed()) + 1}"
        return keys.create(name=name, scopes=scopes or Scope.values, by=world.admin, at=NOON, **fields)


@pytest.fixture
def ask(client: Client) -> Ask:
    """Ask the API something with the secret of a key."""

    def get(path: str, secret: str | None, *, method: str = "get", **more: Any) -> Any:
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        return getattr(client, method)(path, headers=headers | more.pop("headers", {}), **more)

    return get
