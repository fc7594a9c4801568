"""Vacancies that come from elsewhere: a feed, its runs, and which vacancy is which item of it."""

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


class FeedKind(models.TextChoices):
    GOOGLE_CSV = "google_csv", _("CSV voor Google-vacatures")
    INDEED_XML = "indeed_xml", _("XML zoals Indeed die leest")
    JSON_LD = "json_ld", _("Pagina met JobPosting (JSON-LD)")
    TABLE = "table", _("Tabel met vacatures (CSV)")


class FeedSource(TenantModel):
    """Where vacancies come from; items are matched within one source."""

    personal = {"name": Personal.PLAIN, "kind": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=FeedKind)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="feed_name_once"),
            unique_in_organisation("public_id", name="feed_public_id"),
        ]


class FeedRunState(models.TextChoices):
    PREVIEWED = "previewed", _("Voorbeeld")
    APPLIED = "applied", _("Doorgevoerd")
    UNDONE = "undone", _("Teruggedraaid")
    DISCARDED = "discarded", _("Niet doorgevoerd")


class FeedRun(TenantModel):
    """One reading of a feed. ``outcome`` holds per item what would be or was done, the problems, and what undo needs."""

    personal = {
        "state": Personal.PLAIN,
        "file_name": Personal.PLAIN,
        "sha256": Personal.PLAIN,
        "outcome": Personal.PLAIN,
    }

    public_id = PublicIdField()
    source = TenantForeignKey("calendar_app.FeedSource", models.PROTECT)
    file = TenantForeignKey("core.StoredFile", models.SET_NULL, null=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FeedRunState, default=FeedRunState.PREVIEWED)
    rows = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)
    made_by = TenantForeignKey("core.Membership", models.PROTECT)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="feed_run_public_id")]
        indexes = [models.Index(fields=["organisation", "source", "-id"], name="feed_run_of_source")]


class FeedVacancy(TenantModel):
    """Which vacancy an item of a feed is, by the source's own id or else by the path of its address, never the full address."""

    personal = {"external_key": Personal.PLAIN, "content_hash": Personal.PLAIN}

    source = TenantForeignKey("calendar_app.FeedSource", models.PROTECT)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.CASCADE)
    external_key = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("source", "external_key", name="feed_item_once")]
