"""What foreign money is worth, as somebody of the organisation looked it up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class RateField(models.BigIntegerField):
    """An exact rate of up to ten places as a Decimal; kept whole, for ``=`` on numeric columns is not leakproof."""

    PLACES = 10
    _pyi_private_set_type: Decimal  # type: ignore[assignment]  # what mypy is to think of the attribute
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: int | None, *_how: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.PLACES)

    def to_python(self, value: Any) -> Any:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Raises ValueError for a rate of more places: rounding it would make another rate."""
        if value is None:
            return None
        whole = Decimal(value).scaleb(self.PLACES)
        if whole != int(whole):
            raise ValueError(f"A rate has at most {self.PLACES} places.")
        return int(whole)


class ExchangeRate(TenantModel):
    """From a day on, until the next one: what one whole unit of ``currency`` is worth in whole units of ``into``."""

    personal = {"currency": Personal.PLAIN, "into": Personal.PLAIN, "source": Personal.PLAIN}

    public_id = PublicIdField()
    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    rate = RateField()
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
