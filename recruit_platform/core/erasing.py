"""What is left of a row once it may say nothing of a person any more: its personal columns empty, the rest as it was."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from recruit_platform.core.models import Personal

_GOES = frozenset({Personal.IDENTIFYING, Personal.SENSITIVE})


def emptied(model: type[models.Model]) -> dict[str, Any]:
    """Return the empty value of every identifying and sensitive column, by name, for one UPDATE. Pure.

    It goes by ``personal`` of the model, so a column that is added later is emptied too. Raises TypeError for a column that
    cannot be emptied as it is: its table needs a rule of its own.
    """
    classed: dict[str, Personal] = getattr(model, "personal", {})
    columns = {field.name: field for field in model._meta.local_fields}
    return {name: _empty(columns[name]) for name, kind in classed.items() if kind in _GOES}


def _empty(field: models.Field[Any, Any]) -> Any:
    if field.null:
        return None
    if field.unique:
        raise TypeError(f"{field.model.__name__}.{field.name} is unique: two emptied rows would be equal.")
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.BinaryField):
        return b""
    if isinstance(field, models.JSONField | ArrayField):
        return field.get_default() or ([] if isinstance(field, ArrayField) else {})
    raise TypeError(f"How is {field.model.__name__}.{field.name} emptied?")
