"""The calendar outside the product."""

from __future__ import annotations

from django.db import models

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class CalendarLink(TenantModel):
    """A secret address that calendar programs read. Only a hash of its token is kept."""

    personal = {"name": Personal.PLAIN, "token_hash": Personal.SENSITIVE}

    public_id = PublicIdField()
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64)
    made_by = TenantForeignKey("core.Membership", models.PROTECT)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)
    times_read = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("token_hash", name="calendar_link_token_once"),
            unique_in_organisation("public_id", name="calendar_link_public_id"),
        ]
