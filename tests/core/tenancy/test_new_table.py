"""A new table of an organisation is one base class and one migration operation: shown by making one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from recruit_platform.core import tenancy
from recruit_platform.core.models import (
    Membership,
    Personal,
    TenantForeignKey,
    TenantModel,
    User,
    unique_in_organisation,
)
from recruit_platform.core.tenancy import guard
from recruit_platform.core.tenancy.operations import SweepFunction, TenantReference, TenantTable
from tests.house import catalogue
from tests.support.builders import World, make_world
from tests.support.database import as_owner


@pytest.fixture
def worlds(transactional_db: None) -> tuple[World, World]:
    return make_world("acme"), make_world("zed")


@pytest.fixture
def note(worlds: tuple[World, World]) -> Iterator[Any]:
    """The base class…"""

    class Note(TenantModel):
        personal = {"text": Personal.SENSITIVE}

        membership = TenantForeignKey("core.Membership", models.CASCADE)
        text = models.CharField(max_length=100)

        class Meta(TenantModel.Meta):
            app_label = "core"
            constraints = [unique_in_organisation("text", name="note_once")]

    made = CreateModelOf(Note)
    _migrate(made, TenantTable("Note", sweep=("text",)))  # … and the operation
    yield Note
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_note CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS app.notes_of(text)")
    del apps.all_models["core"]["note"]
    apps.clear_cache()


def CreateModelOf(model: Any) -> migrations.CreateModel:  # noqa: N802  reads as the operation that makemigrations writes
    state = ModelState.from_model(model)
    return migrations.CreateModel(
        name=state.name, fields=list(state.fields.items()), options=state.options, bases=state.bases
    )


def _migrate(*operations: Any) -> None:
    state = ProjectState()
    for model in apps.get_app_config("core").get_models():
        if model._meta.model_name != "note" or not isinstance(operations[0], migrations.CreateModel):
            state.add_model(ModelState.from_model(model))
    with as_owner(), connection.schema_editor() as editor:
        for operation in operations:
            before = state.clone()
            operation.state_forwards("core", state)
            operation.database_forwards("core", editor, before, state)


def test_rows_are_walled_in(note: Any, worlds: tuple[World, World]) -> None:
    acme, zed = worlds
    for world in worlds:
        with tenancy.scope(world.id):
            note.objects.create(membership=Membership.objects.get(user=world.admin), text="zelfde tekst")
    with tenancy.scope(acme.id):
        mine = note.objects.select_related("membership__user").get()
        assert (mine.organisation_id, mine.membership.user) == (acme.id, acme.admin)
        with pytest.raises(ProgrammingError, match="row-level security"):
            note.objects.create(organisation_id=zed.id, membership=mine.membership, text="x")
    with pytest.raises(tenancy.NoOrganisation):
        note.objects.count()


def test_the_catalogue_finds_nothing_to_say_about_it(note: Any) -> None:
    with as_owner(), connection.cursor() as cursor:
        found = {rule.__name__: rule(cursor) for rule in catalogue.RULES}
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert guard.open_tables() == []


def test_its_reference_is_held_by_the_database_and_indexed(note: Any, worlds: tuple[World, World]) -> None:
    acme, zed = worlds
    with tenancy.scope(zed.id):
        theirs = Membership.objects.get(user=zed.admin)
    with pytest.raises(IntegrityError, match="core_note_membership_id_tenant_fk"), tenancy.scope(acme.id):
        note.objects.create(membership_id=theirs.pk, text="x")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'core_note_membership_id_tenant_ix'")
        assert "(organisation_id, membership_id)" in cursor.fetchone()[0]


def test_a_sweep_over_it_returns_ids_of_all_organisations(note: Any, worlds: tuple[World, World]) -> None:
    made = []
    for world in worlds:
        with tenancy.scope(world.id):
            membership = Membership.objects.get(user=world.admin)
            made.append((world.id, note.objects.create(membership=membership, text="zoek mij").pk))
    _migrate(
        SweepFunction(
            "notes_of(wanted text)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT n.organisation_id, n.id FROM core_note n WHERE n.text = wanted",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.notes_of('zoek mij') ORDER BY 1")
        assert cursor.fetchall() == sorted(made)


def test_a_reference_can_be_added_to_a_filled_table(note: Any, worlds: tuple[World, World]) -> None:
    acme, zed = worlds
    for world in worlds:
        with tenancy.scope(world.id):
            membership = Membership.objects.get(user=world.admin)
            note.objects.bulk_create(note(membership=membership, text=f"nummer {n}") for n in range(50))
    field = TenantForeignKey("core.Membership", models.SET_NULL, null=True)
    _migrate(
        migrations.AddField("Note", "second", field),
        TenantReference("Note", "second"),
    )
    with tenancy.scope(zed.id):
        theirs = Membership.objects.get(user=zed.admin).pk
    with tenancy.scope(acme.id), connection.cursor() as cursor:
        cursor.execute("UPDATE core_note SET second_id = membership_id")
        assert cursor.rowcount == 50
    with (
        pytest.raises(IntegrityError, match="core_note_second_id_tenant_fk"),
        tenancy.scope(acme.id),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE core_note SET second_id = %s", [theirs])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname IN ('core_note', 'core_membership')")
        assert cursor.fetchall() == [(True,), (True,)], "FORCE is back after the constraint was checked"


def test_a_reference_that_is_wrong_in_old_rows_is_refused_and_the_walls_stand(
    note: Any, worlds: tuple[World, World]
) -> None:
    acme, zed = worlds
    with tenancy.scope(zed.id):
        theirs = Membership.objects.get(user=zed.admin).pk
    _migrate(migrations.AddField("Note", "second", TenantForeignKey("core.Membership", models.SET_NULL, null=True)))
    with tenancy.scope(acme.id):
        note.objects.create(membership=Membership.objects.get(user=acme.admin), text="x")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_note SET second_id = %s", [theirs])

    with pytest.raises(IntegrityError, match="second_id_tenant_fk"):
        _migrate_reference()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname IN ('core_note', 'core_membership')")
        assert cursor.fetchall() == [(True,), (True,)]


def _migrate_reference() -> None:
    field = TenantForeignKey("core.Membership", models.SET_NULL, null=True)
    add = migrations.AddField("Note", "second", field)
    state = ProjectState()
    for model in apps.get_app_config("core").get_models():
        state.add_model(ModelState.from_model(model))
    add.state_forwards("core", state)
    with as_owner(), connection.schema_editor() as editor:
        TenantReference("Note", "second").database_forwards("core", editor, state, state)


def test_a_person_is_no_row_of_an_organisation(worlds: tuple[World, World]) -> None:
    """The one shared table with personal data: it has no policy, so its readers go through memberships."""
    assert not issubclass(User, TenantModel)
