"""How endpoints describe themselves in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema


class Described(AutoSchema):
    """Says which scope an endpoint asks for; its words come from ``summary``, not from our docstrings."""

    def get_description(self) -> str:  # type: ignore[override]  # the package changed REST framework's signature
        return f"Scope: `{_scope(self.view)}`."

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            operation["x-scope"] = _scope(self.view)
        return operation


def _scope(view: Any) -> str:
    return str(view.scope)
