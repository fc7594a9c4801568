"""What Django's ORM does between the walls: every way to read or write, with the other organisation's rows beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.test.utils import CaptureQueriesContext

from recruit_platform.core import tenancy
from recruit_platform.core.models import (
    DayOff,
    Event,
    FileKey,
    Membership,
    Organisation,
    PendingEvent,
    ScopedManager,
    StoredFile,
    VacancyAccess,
)
from tests.support.builders import NOON, World


@pytest.fixture(autouse=True)
def filled(acme: World, zed: World) -> None:
    """The same rows in both organisations, so that a leak would double what is found."""
    for world in (acme, zed):
        with tenancy.scope(world.id):
            for n in range(3):
                DayOff.objects.create(day=f"2026-12-2{n}", name=f"dag {n} van {world.slug}")
            for n in range(2):
                key = FileKey.objects.create(owner_kind="candidate", owner_id=n, wrapped=b"k", created_at=NOON)
                StoredFile.objects.create(
                    key=key,
                    purpose="cv",
                    name=f"{world.slug}-{n}.pdf",
                    content_type="x",
                    size=1,
                    sha256="x",
                    created_at=NOON,
                )


def names(world: World) -> list[str]:
    return [f"dag {n} van {world.slug}" for n in range(3)]


def test_reading_in_every_way_finds_own_rows_only(acme: World) -> None:
    with tenancy.scope(acme.id):
        assert sorted(DayOff.objects.values_list("name", flat=True)) == names(acme)
        assert sorted(row.name for row in DayOff.objects.all()) == names(acme)
        assert DayOff.objects.count() == 3
        assert DayOff.objects.exclude(name="x").count() == 3
        assert DayOff.objects.filter(Q(name="x") | Q(pk__gt=0)).count() == 3
        assert DayOff.objects.aggregate(n=Count("*"))["n"] == 3
        assert len(DayOff.objects.in_bulk()) == 3
        assert DayOff.objects.union(DayOff.objects.all(), all=True).count() == 6
        assert len(DayOff.objects.raw("SELECT * FROM core_dayoff")) == 3
        assert DayOff.objects.earliest("day").name == "dag 0 van acme"
        assert DayOff._base_manager.count() == 3
        assert DayOff.objects.dates("day", "month").count() == 1


def test_joins_carry_the_organisation(acme: World) -> None:
    with tenancy.scope(acme.id):
        queries = {
            "select_related": StoredFile.objects.select_related("key"),
            "filter across": StoredFile.objects.filter(key__owner_id=0),
            "exclude across": StoredFile.objects.exclude(key__owner_id=0),
            "annotate across": StoredFile.objects.annotate(of=F("key__owner_id")),
            "order across": StoredFile.objects.order_by("key__owner_id", "pk"),
        }
        for name, query in queries.items():
            text = str(query.query)
            assert text.count('"core_filekey"."organisation_id" = ("core_storedfile"."organisation_id")') == 1, (
                name,
                text,
            )
            assert {row.name for row in query} <= {"acme-0.pdf", "acme-1.pdf"}
        assert [row.key.owner_id for row in queries["order across"]] == [0, 1]


def test_a_reference_is_followed_inside_the_scope_and_refused_outside(acme: World) -> None:
    with tenancy.scope(acme.id):
        file = StoredFile.objects.get(name="acme-0.pdf")
        assert file.key.owner_id == 0
        again = StoredFile.objects.get(name="acme-0.pdf")
    with pytest.raises(tenancy.NoOrganisation):
        _ = again.key


def test_prefetch_and_subqueries_stay_inside(acme: World) -> None:
    with tenancy.scope(acme.id):
        files = StoredFile.objects.prefetch_related(Prefetch("key", FileKey.objects.all())).order_by("name")
        assert [file.key.owner_id for file in files] == [0, 1]
        latest = StoredFile.objects.filter(key=OuterRef("pk")).order_by("-pk").values("name")[:1]
        keys = FileKey.objects.annotate(latest=Subquery(latest)).order_by("owner_id")
        assert [key.latest for key in keys] == ["acme-0.pdf", "acme-1.pdf"]


def test_a_queryset_made_in_one_scope_shows_nothing_in_another(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        mine = DayOff.objects.all()
    with tenancy.scope(zed.id):
        assert list(mine.all()) == []
    with tenancy.scope(acme.id):
        assert mine.count() == 3


def test_writing_in_every_way_changes_own_rows_only(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        assert DayOff.objects.update(name="x") == 3
        rows = list(DayOff.objects.order_by("day"))
        for row in rows:
            row.name = f"y{row.day.day}"
        assert DayOff.objects.bulk_update(rows, ["name"]) == 3
        assert DayOff.objects.filter(name__startswith="y").count() == 3
        made, created = DayOff.objects.update_or_create(day="2026-12-20", defaults={"name": "anders"})
        assert (made.name, created) == ("anders", False)
        made, created = DayOff.objects.get_or_create(day="2026-12-31", defaults={"name": "oudjaar"})
        assert (made.organisation_id, created) == (acme.id, True)
        assert DayOff.objects.filter(day__gt="2026-12-20").delete()[0] == 3
    with tenancy.scope(zed.id):
        assert sorted(DayOff.objects.values_list("name", flat=True)) == names(zed)


def test_many_rows_at_once_with_a_conflict_meet_own_rows_only(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        days = [DayOff(day=f"2026-12-2{n}", name="nieuw") for n in range(5)]
        DayOff.objects.bulk_create(
            days, update_conflicts=True, unique_fields=["organisation", "day"], update_fields=["name"]
        )
        assert DayOff.objects.filter(name="nieuw").count() == 5
        DayOff.objects.bulk_create([DayOff(day="2026-12-20", name="tweede")], ignore_conflicts=True)
        assert DayOff.objects.filter(name="tweede").count() == 0
        assert all(row.organisation_id == acme.id for row in days)
    with tenancy.scope(zed.id):
        assert sorted(DayOff.objects.values_list("name", flat=True)) == names(zed)


def test_rows_are_claimed_one_by_one(acme: World) -> None:
    with tenancy.scope(acme.id):
        held = DayOff.objects.select_for_update(skip_locked=True).order_by("pk")[:2]
        assert len(held) == 2
        assert len(DayOff.objects.select_for_update(nowait=True, of=("self",))) == 3


def test_the_log_cannot_be_claimed_from(acme: World) -> None:
    with tenancy.scope(acme.id), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        list(Event.objects.select_for_update())


def test_deleting_a_parent_by_the_orm_takes_its_children(acme: World) -> None:
    with tenancy.scope(acme.id):
        membership = Membership.objects.get(user=acme.hiring_manager)
        VacancyAccess.objects.create(membership=membership, vacancy_public_id="0198f7a0-0000-7000-8000-000000000000")
        assert membership.delete() == (2, {"core.VacancyAccess": 1, "core.Membership": 1})
        with pytest.raises(models.ProtectedError):
            FileKey.objects.get(owner_id=0).delete()


def test_an_organisation_cannot_be_deleted_by_the_orm(acme: World) -> None:
    with pytest.raises((tenancy.NoOrganisation, models.ProtectedError)):
        acme.organisation.delete()
    with pytest.raises(models.ProtectedError), tenancy.scope(acme.id):
        Organisation.objects.get(pk=acme.id).delete()


def test_the_token_costs_no_counted_query(acme: World, django_assert_num_queries: Any) -> None:
    with tenancy.scope(acme.id), django_assert_num_queries(1):
        list(DayOff.objects.all())
    with CaptureQueriesContext(connection) as seen, tenancy.scope(acme.id):
        DayOff.objects.count()
    assert not [query for query in seen if "app.token" in query["sql"]]


def test_a_broken_rule_leaves_the_transaction_usable(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(IntegrityError, match="day_off_once"), transaction.atomic():
            DayOff.objects.create(day="2026-12-20", name="dubbel")
        assert DayOff.objects.count() == 3


def test_rows_can_be_read_in_chunks_as_the_first_statement(acme: World, zed: World) -> None:
    """iterator() opens a server-side cursor, which cannot carry the token itself."""
    with tenancy.scope(acme.id):
        assert len(list(DayOff.objects.iterator(chunk_size=2))) == 3
    with tenancy.active(zed.id), transaction.atomic():
        assert [row.organisation_id for row in DayOff.objects.iterator(chunk_size=1)] == [zed.id] * 3


def test_rows_can_be_read_in_chunks_without_server_side_cursors(acme: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with tenancy.scope(acme.id):
        assert len(list(DayOff.objects.iterator(chunk_size=2))) == 3


def test_the_manager_filters_by_itself_too(acme: World, zed: World) -> None:
    """Without row-level security the first wall alone would hold: the filter is in the SQL."""
    with tenancy.scope(acme.id):
        for model in (DayOff, Event, PendingEvent, Membership):
            assert isinstance(model._default_manager, ScopedManager)
            assert isinstance(model._base_manager, ScopedManager)
            assert f'"organisation_id" = {acme.id}' in str(model.objects.all().query)


def test_every_model_of_an_organisation_has_the_scoped_manager_in_both_places() -> None:
    from django.apps import apps

    from recruit_platform.core.models import TenantModel

    found = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    assert len(found) >= 15
    for model in found:
        assert isinstance(model._base_manager, ScopedManager), (
            f"{model.__name__}: class Meta(TenantModel.Meta) is missing"
        )
        assert all(isinstance(manager, ScopedManager) for manager in model._meta.managers), model.__name__
