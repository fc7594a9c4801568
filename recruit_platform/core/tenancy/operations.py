"""Migration operations: one line walls in a table (policy, composite keys, privileges) in the file that creates it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from . import sql

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPEND_ONLY = ("SELECT", "INSERT")


class _SqlOperation(Operation):
    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass


class TenantTable(_SqlOperation):
    """Wall in the table of a TenantModel created just before in the same migration, and index its references.

    ``privileges`` are what the plain role gets; ``sweep`` names the columns that id-only functions may look at.
    """

    def __init__(self, model: str, *, privileges: tuple[str, ...] = ALL, sweep: tuple[str, ...] = ()) -> None:
        self.model, self.privileges, self.sweep = model, privileges, sweep

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        table = model._meta.db_table
        schema_editor.execute(sql.own_numbering(table))
        schema_editor.execute(sql.composite_key(table))
        for field in tenant_foreign_keys(model):
            _refer(schema_editor, model, field)
        schema_editor.execute(sql.enable(table))
        schema_editor.execute(sql.tenant_policy(table))
        schema_editor.execute(sql.grant(table, self.privileges))
        if self.sweep:
            schema_editor.execute(sql.sweep_access(table, self.sweep))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        pass  # the table itself goes with the CreateModel before it

    def describe(self) -> str:
        return f"Wall in {self.model}"


class TenantReference(_SqlOperation):
    """Add the composite foreign key and its index for a TenantForeignKey that was added to an existing, walled-in table."""

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        _refer(schema_editor, model, model._meta.get_field(self.field))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        pass  # the column takes its constraint with it

    def describe(self) -> str:
        return f"Tie {self.model}.{self.field} to its organisation"


class SharedTable(_SqlOperation):
    """Grant the plain role what it needs on a table that belongs to no organisation (people, the directory of organisations)."""

    def __init__(self, model: str, *, privileges: tuple[str, ...] = ALL) -> None:
        self.model, self.privileges = model, privileges

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(sql.grant(table, self.privileges))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        pass

    def describe(self) -> str:
        return f"Grant {', '.join(self.privileges)} on {self.model}"


class SweepFunction(_SqlOperation):
    """Create ``app.<signature>``: a function over all organisations that returns ids only, owned by the sweep role."""

    def __init__(self, signature: str, *, returns: str, body: str) -> None:
        self.signature, self.returns, self.body = signature, returns, body

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(sql.sweep_function(self.signature, self.returns, self.body))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(f"DROP FUNCTION app.{sql.signature_types(self.signature)}")

    def describe(self) -> str:
        return f"Create app.{self.signature}"


def tenant_foreign_keys(model: Any) -> list[models.ForeignKey]:
    """Return the foreign keys of a model that point at tenant tables (their target has an organisation of its own)."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.name != "organisation"
        and any(other.name == "organisation" for other in field.related_model._meta.local_fields)
    ]


def _refer(schema_editor: Any, model: Any, field: models.ForeignKey) -> None:
    table = model._meta.db_table
    if not _is_indexed(model, field):
        schema_editor.execute(sql.reference_index(table, field.column))
    schema_editor.execute(sql.composite_foreign_key(table, field.column, field.related_model._meta.db_table))


def _is_indexed(model: Any, field: models.ForeignKey) -> bool:
    """Tell whether an index or unique rule of the model's own begins with (organisation, field)."""
    rules = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    return any(
        rule.condition is None and [name.lstrip("-") for name in rule.fields[:2]] == ["organisation", field.name]
        for rule in [*model._meta.indexes, *rules]
    )
