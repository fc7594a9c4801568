"""Long jobs as rows: imports, exports, rebuilds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .tenant import Personal, PublicIdField, TenantForeignKey, TenantModel, unique_in_organisation


class JobState(models.TextChoices):
    WAITING = "waiting", _("Wacht")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Klaar")
    CANCELLED = "cancelled", _("Gestopt")
    FAILED = "failed", _("Mislukt")


class LongJob(TenantModel):
    personal = {
        "kind": Personal.PLAIN,
        "state": Personal.PLAIN,
        "input": Personal.PLAIN,
        "result": Personal.PLAIN,
        "checkpoint": Personal.PLAIN,
        "failure": Personal.PLAIN,
    }

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    input = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    checkpoint = models.JSONField(null=True)
    failure = models.CharField(max_length=300, null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    problems = models.BigIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    started_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result_file = TenantForeignKey("core.StoredFile", models.PROTECT, null=True)
    problem_file = TenantForeignKey("core.StoredFile", models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="job_public_id"),
            models.CheckConstraint(name="job_state_is_known", condition=models.Q(state__in=JobState.values)),
            models.CheckConstraint(
                name="job_counts_are_not_negative", condition=models.Q(done__gte=0, problems__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="job_waiting", condition=models.Q(state=JobState.WAITING)),
            models.Index(fields=["leased_until"], name="job_running", condition=models.Q(state=JobState.RUNNING)),
        ]
