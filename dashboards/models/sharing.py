"""Showing the numbers to others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class ShareLink(TenantModel):
    """A read-only address that ends; only a hash of its token is kept. Without vacancies it shows the whole organisation's."""

    personal = {"name": Personal.PLAIN, "token_hash": Personal.SENSITIVE, "vacancies": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(_("voor wie"), max_length=120)
    token_hash = models.CharField(max_length=64)
    vacancies = models.JSONField(default=list)
    made_by = TenantForeignKey("core.Membership", models.PROTECT)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("token_hash", name="share_link_token_once"),
            unique_in_organisation("public_id", name="share_link_public_id"),
        ]


class DigestDay(models.TextChoices):
    NEVER = "never", _("Nooit")
    MONDAY = "monday", _("Elke maandag")
    DAILY = "daily", _("Elke werkdag")


class Digest(TenantModel):
    """How often a colleague gets the numbers by mail, and when that happened last (local day)."""

    personal = {"day": Personal.PLAIN}

    membership = TenantForeignKey("core.Membership", models.CASCADE)
    day = models.CharField(max_length=10, choices=DigestDay, default=DigestDay.NEVER)
    last_sent_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("membership", name="one_digest_per_member")]
