"""Keys for the API, per organisation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .tenant import Personal, PublicIdField, TenantModel, unique_in_organisation


class ApiKey(TenantModel):
    """A key with scopes. The secret is shown once; only its SHA-256 is kept (it has 256 random bits, so a fast hash is right)."""

    personal = {
        "name": Personal.PLAIN,
        "hint": Personal.PLAIN,
        "secret_hash": Personal.SENSITIVE,
        "scopes": Personal.PLAIN,
    }

    public_id = PublicIdField()
    name = models.CharField(max_length=100)
    hint = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    created_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("secret_hash", name="api_key_once"),
            unique_in_organisation("public_id", name="api_key_public_id"),
        ]
        indexes = [models.Index(fields=["secret_hash"], name="api_key_by_hash")]
