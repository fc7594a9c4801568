"""Encrypted files. Erasing a person's files is destroying their key."""

from __future__ import annotations

from django.db import models

from .tenant import Personal, PublicIdField, TenantForeignKey, TenantModel, unique_in_organisation


class FileKey(TenantModel):
    """The key of one owner's files (a candidate, a job), itself encrypted; null once destroyed."""

    personal = {"owner_kind": Personal.PLAIN, "wrapped": Personal.SENSITIVE}

    owner_kind = models.CharField(max_length=30)
    owner_id = models.BigIntegerField()
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("owner_kind", "owner_id", name="one_file_key_per_owner"),
            models.CheckConstraint(
                name="file_key_is_held_or_destroyed",
                condition=models.Q(wrapped__isnull=False, destroyed_at=None)
                | models.Q(wrapped=None, destroyed_at__isnull=False),
            ),
        ]


class StoredFile(TenantModel):
    """A file on disk, AES-GCM under its owner's key; the path holds the organisation and the public id, never a name."""

    personal = {
        "name": Personal.IDENTIFYING,
        "content_type": Personal.PLAIN,
        "sha256": Personal.SENSITIVE,
        "purpose": Personal.PLAIN,
    }

    public_id = PublicIdField()
    key = TenantForeignKey("core.FileKey", models.PROTECT)
    purpose = models.CharField(max_length=30)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="file_public_id")]
        indexes = [models.Index(fields=["organisation", "key"], name="file_of_key")]
