from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.tenancy import token
from tests.support.builders import World

LONG_AGO = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


def test_a_held_clock_stands_still_and_is_let_go_also_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.held(LONG_AGO):
        assert clock.now() == LONG_AGO
        with clock.held(LONG_AGO + timedelta(days=1)):
            assert clock.now() == LONG_AGO + timedelta(days=1)
        assert clock.now() == LONG_AGO
        raise ZeroDivisionError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_walls_go_by_the_real_clock(acme: World, zed: World) -> None:
    token._cache.__dict__.clear()
    with clock.held(LONG_AGO), tenancy.scope(acme.id):
        assert OrganisationSettings.objects.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.org()")
            assert cursor.fetchone() == (acme.id,)
