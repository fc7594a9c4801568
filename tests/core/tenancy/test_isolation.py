"""Random requests over every address, with the manager's filter and without: nothing of another organisation shows.

The short form of ``python -m bench isolation``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.support import hopping, town
from tests.support.database import as_owner
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def streets(transactional_db: None) -> Town:
    return town.build(organisations=3, rows=2)


def nothing_leaked(result: hopping.Result) -> None:
    assert not result.leaks, "\n".join(
        f"{leak.status} {leak.asked} as {leak.who}: {leak.found}" for leak in result.leaks
    )
    assert result.told == []
    assert result.broken == []


def test_no_byte_of_another_organisation_shows(streets: Town) -> None:
    result = hopping.Hopper(streets, seed=1).hop(700)
    nothing_leaked(result)
    assert set(result.addresses) == {address.route for address in hopping.addresses()}
    assert result.foreign_asked > 300, "most requests name something foreign"
    assert result.own_shown > 40, "and many reach the asker's own rows"


def test_nor_without_the_managers_filter(streets: Town) -> None:
    with hopping.without_the_managers_filter():
        result = hopping.Hopper(streets, seed=2).hop(700)
    nothing_leaked(result)
    assert result.own_shown > 40


@pytest.fixture
def walls_down() -> Iterator[None]:
    with as_owner():
        hopping.tear_down_row_level_security()
    yield
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'tenant'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


@pytest.mark.usefixtures("walls_down")
def test_the_meter_shows_a_leak_when_both_walls_are_down(streets: Town) -> None:
    with hopping.without_the_managers_filter(but_for=hopping.DOORS):
        result = hopping.Hopper(streets, seed=3).hop(400)
    assert len(result.leaks) > 5
