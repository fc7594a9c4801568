"""Who leaves, per profile and month: what was counted and what is expected."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import ExtractDay
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Personal, TenantForeignKey, TenantModel, unique_in_organisation


class OutflowKind(models.TextChoices):
    RECORDED = "recorded", _("geteld")
    PLANNED = "planned", _("verwacht")


class Outflow(TenantModel):
    """People of one profile who left, or are expected to leave, in one month (``month`` is its first day)."""

    personal = {"kind": Personal.PLAIN}

    profile = TenantForeignKey("calendar_app.JobProfile", models.PROTECT)
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=OutflowKind)
    leavers = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("profile", "month", "kind", name="outflow_once_a_month"),
            models.CheckConstraint(name="outflow_month_is_a_first", condition=Exact(ExtractDay("month"), 1)),
        ]
