"""How endpoints describe themselves in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema


class Described(AutoSchema):
    """Says which scope an endpoint asks for; its words come from ``summary``, not from our docstrings."""

    def get_description(self) -> str:
        return f"Scope: `{self.view.scope}`."

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            operation["x-scope"] = str(self.view.scope)
        return operation
