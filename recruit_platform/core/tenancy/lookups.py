"""``startswith`` that keeps its index under row-level security.

LIKE is not leakproof: under a policy PostgreSQL may not use it as an index condition and reads the whole organisation. ``^@``
(starts_with) is, on a plain btree with C collation. The meaning is the same, so it replaces Django's own for all text columns.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup, TextField


class StartsWith(Lookup):
    lookup_name = "startswith"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_params, *right_params]

    def get_prep_lookup(self) -> Any:
        return self.rhs if hasattr(self.rhs, "resolve_expression") else str(self.rhs)


def register() -> None:
    """Replace Django's ``startswith`` on text columns; called once, where the models stand."""
    CharField.register_lookup(StartsWith)
    TextField.register_lookup(StartsWith)
