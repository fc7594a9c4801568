"""The keys that tokens are signed with: brought in, turned over, retired."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from recruit_platform import env
from tests.support.database import as_owner

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = env.TenantKey(kid=2, secret=b"2" * 32)


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM app.tenant_key WHERE kid <> %s", [env.tenant_key().kid])
        cursor.execute("UPDATE app.tenant_key SET not_after = NULL")


def said(*arguments: Any) -> str:
    out = io.StringIO()
    with as_owner():
        call_command("tenant_key", *arguments, stdout=out)
    return out.getvalue()


def test_a_key_may_be_brought_in_twice() -> None:
    assert said("ensure") == said("ensure") == "Key 1 is in place.\n"


def test_keys_turn_over_with_an_overlap(settings: Any) -> None:
    settings.TENANT_KEY = SECOND
    said("ensure")
    assert said("list").count("in use") == 2
    said("retire", 1)
    assert said("list").count("in use") == 1


def test_another_secret_under_the_same_number_is_refused(settings: Any) -> None:
    settings.TENANT_KEY = env.TenantKey(kid=1, secret=b"x" * 32)
    with pytest.raises(CommandError, match="another secret"):
        said("ensure")


def test_the_key_in_use_cannot_be_retired() -> None:
    with pytest.raises(CommandError, match="still signs"):
        said("retire", 1)
    with pytest.raises(CommandError, match="which kid"):
        said("retire")
    with pytest.raises(CommandError, match="no key 7"):
        said("retire", 7)


def test_a_retired_key_does_not_come_back(settings: Any) -> None:
    first, settings.TENANT_KEY = settings.TENANT_KEY, SECOND
    said("ensure")
    said("retire", 1)
    settings.TENANT_KEY = first
    with pytest.raises(CommandError, match="was retired"):
        said("ensure")


def test_the_plain_role_cannot_bring_one_in() -> None:
    with pytest.raises(Exception, match="permission denied"):
        call_command("tenant_key", "ensure")
