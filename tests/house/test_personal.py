"""Every column that may hold something about a person is classed; erasure, export and log scrubbing go by it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from recruit_platform.core.models import Personal, TenantModel

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0]
    in {"recruit_platform", "calendar_app", "campaigns", "talentpool", "automation", "dashboards"}
]
SPEAKING = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField, ArrayField)
ADDRESSES = (models.GenericIPAddressField,)


def unclassed(model: type[models.Model]) -> set[str]:
    """Columns that can speak of a person and are not in ``personal``, and names there that are no column."""
    speaking = {field.name for field in model._meta.local_fields if isinstance(field, (*SPEAKING, *ADDRESSES))}
    columns = {field.name for field in model._meta.local_fields}
    classed = set(getattr(model, "personal", {}))
    return (speaking - classed) | (classed - columns)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_speaking_column_is_classed(model: type[models.Model]) -> None:
    assert "personal" in vars(model), f"{model.__name__} says nothing about what is personal in it"
    assert unclassed(model) == set()
    assert all(isinstance(kind, Personal) for kind in model.personal.values())  # type: ignore[attr-defined]


def test_an_unclassed_column_is_seen() -> None:
    class Sample:
        class _meta:  # noqa: N801  the name Django gives it
            local_fields = [models.CharField(name="said"), models.IntegerField(name="n")]

        personal = {"gone": Personal.PLAIN}

    for field in Sample._meta.local_fields:
        field.name = field.name or ""
    assert unclassed(Sample) == {"said", "gone"}  # type: ignore[arg-type]


def test_there_are_models() -> None:
    assert len(OURS) >= 18


def test_every_table_of_an_organisation_stands_on_the_base_class() -> None:
    """A model with an organisation of its own that is no TenantModel would have neither manager nor default."""
    own = {model for model in OURS if any(field.name == "organisation" for field in model._meta.local_fields)}
    assert {model.__name__ for model in own if not issubclass(model, TenantModel)} == set()
    assert {model.__name__ for model in OURS if issubclass(model, TenantModel)} == {model.__name__ for model in own}
