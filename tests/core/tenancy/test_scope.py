from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Membership
from tests.support.builders import World, make_organisation


def test_manager_raises_without_an_organisation(acme: World) -> None:
    with pytest.raises(tenancy.NoOrganisation):
        Membership.objects.count()


def test_database_raises_without_an_organisation(acme: World) -> None:
    with (
        pytest.raises(ProgrammingError, match="no organisation is active"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM core_membership")


def test_each_scope_sees_its_own_rows_only(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        mine = set(Membership.objects.values_list("user_id", flat=True))
    with tenancy.scope(zed.id):
        theirs = set(Membership.objects.values_list("user_id", flat=True))
    assert mine == {user.pk for user in acme.people.values()}
    assert theirs == {user.pk for user in zed.people.values()}


def test_raw_sql_sees_own_rows_only(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id FROM core_membership")
        assert cursor.fetchall() == [(acme.id,)]


def test_nested_scopes_return_to_the_outer_organisation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        with tenancy.scope(zed.id):
            assert Membership.objects.filter(user=zed.admin).count() == 1
        assert Membership.objects.filter(user=acme.admin).count() == 1
        assert Membership.objects.filter(user=zed.admin).count() == 0


def test_scope_after_a_rolled_back_savepoint_still_carries_its_organisation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(IntegrityError), transaction.atomic():
            DayOff.objects.bulk_create([DayOff(day="2026-12-24", name="Kerstavond")] * 2)
        assert DayOff.objects.count() == 0
        assert Membership.objects.filter(user=acme.admin).count() == 1


@pytest.mark.django_db(transaction=True)
def test_query_outside_a_transaction_is_refused_while_an_organisation_is_active() -> None:
    with tenancy.active(1), pytest.raises(tenancy.OutsideTransaction):
        Membership.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_scope_may_be_the_first_thing_a_process_does() -> None:
    """On a new connection Django asks for the numbers of types, before the scope's transaction begins."""
    from django.contrib.postgres import signals

    organisation = make_organisation("acme")
    connection.close()
    signals.get_hstore_oids.cache_clear()
    with tenancy.scope(organisation.pk):
        assert DayOff.objects.count() == 0
