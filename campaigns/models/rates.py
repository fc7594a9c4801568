"""What foreign money is worth, as somebody of the organisation looked it up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class ExchangeRate(TenantModel):
    """From a day on, until the next one: what one whole unit of ``currency`` is worth in whole units of ``into``."""

    personal = {"currency": Personal.PLAIN, "into": Personal.PLAIN, "source": Personal.PLAIN}

    public_id = PublicIdField()
    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    source = models.CharField(max_length=120)
    by = TenantForeignKey("core.Membership", models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="rate_public_id"),
            unique_in_organisation("currency", "into", "valid_from", name="one_rate_a_day"),
            models.CheckConstraint(name="rate_is_above_zero", condition=Q(rate__gt=0)),
            models.CheckConstraint(name="rate_is_between_two_currencies", condition=~Q(currency=F("into"))),
        ]
