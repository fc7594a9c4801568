"""What processes share for minutes: guesses counted, one-time codes used. Lost in a crash of the database, and harmless."""

from __future__ import annotations

from django.db import models

from .tenant import Personal


class CacheEntry(models.Model):
    """One entry of core/cache.py. Belongs to no organisation: it counts attempts of people who are not known yet."""

    personal = {"key": Personal.PLAIN, "value": Personal.PLAIN}

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["expires_at"], name="cache_expired")]

    def __str__(self) -> str:
        return f"cache entry {self.pk}"
