"""What a table of an organisation stands on. A new one is this base class and one TenantTable operation in its migration."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from recruit_platform.core import tenancy
from recruit_platform.core.tenancy import lookups
from recruit_platform.lib import ids

lookups.register()


class Personal(StrEnum):
    """How personal a column is; erasure, export and the scrubbing of logs are driven by it."""

    IDENTIFYING = "identifying"
    SENSITIVE = "sensitive"
    PLAIN = "plain"


class ScopedManager(models.Manager):
    """Rows of the active organisation only; raises NoOrganisation without one."""

    _filtered: tuple[int, models.QuerySet] | None = None

    def get_queryset(self) -> models.QuerySet:
        organisation_id = tenancy.required()
        kept = self._filtered  # read once: another thread may put another organisation's there
        if kept is None or kept[0] != organisation_id:
            kept = self._filtered = organisation_id, super().get_queryset().filter(organisation_id=organisation_id)
        return kept[1].all()  # a clone: building the condition anew takes five times as long


class TenantForeignKey(models.ForeignKey):
    """A reference inside one organisation.

    The database holds it by a composite foreign key (TenantTable, TenantReference); every ORM join carries the organisation,
    which is what lets the planner use the index under row-level security.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        if alias is None or related_alias is None:
            return None
        here: Any = self.model._meta.get_field("organisation")
        there: Any = self.remote_field.model._meta.get_field("organisation")
        same: Any = Exact(there.get_col(alias), here.get_col(related_alias))
        return WhereNode([same])


class TenantModel(models.Model):
    """Base of every table that holds an organisation's rows. Subclasses write ``class Meta(TenantModel.Meta)``.

    ``personal`` classes each text, file and JSON column; a house test fails on an unclassed one.
    """

    personal: ClassVar[dict[str, Personal]] = {}

    organisation = models.ForeignKey(
        "core.Organisation",
        models.PROTECT,
        default=tenancy.required,
        editable=False,
        db_index=False,
        related_name="+",
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def unique_error_message(self, model_class: Any, unique_check: Any) -> Any:
        """Leave the organisation out of "already exists": the person sees only their own."""
        own = tuple(name for name in unique_check if name != "organisation")
        return super().unique_error_message(model_class, own or unique_check)


class PublicIdField(models.UUIDField):
    """The id that URLs and the API show; unique within the organisation by a ``unique_in_organisation``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", ids.uuid7)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


def unique_in_organisation(*fields: str, name: str, **kwargs: Any) -> models.UniqueConstraint:
    """Return a unique rule that leads with the organisation, as every unique index here must."""
    return models.UniqueConstraint(fields=["organisation", *fields], name=name, **kwargs)
