"""What happened, append-only, and the narrow tails that are emptied as they are folded."""

from __future__ import annotations

from django.db import models

from .tenant import Personal, TenantForeignKey, TenantModel, unique_in_organisation


class ActorKind(models.TextChoices):
    USER = "user"
    CANDIDATE = "candidate"
    SYSTEM = "system"
    API_KEY = "api_key"


class Event(TenantModel):
    """One fact. The plain role may insert and select only; ``data`` holds ids and facts, never a person's words or name."""

    personal = {
        "kind": Personal.PLAIN,
        "actor_kind": Personal.PLAIN,
        "subject_kind": Personal.PLAIN,
        "rule_version": Personal.PLAIN,
        "request_id": Personal.PLAIN,
        "data": Personal.PLAIN,
    }

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=ActorKind)
    actor_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    rule_version = models.CharField(max_length=60, null=True)
    request_id = models.CharField(max_length=36, null=True)
    data = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "subject_kind", "subject_id", "-id"], name="event_of_subject"),
            models.Index(fields=["organisation", "kind", "-id"], name="event_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(name="event_actor_is_known", condition=models.Q(actor_kind__in=ActorKind.values)),
        ]


class PendingEvent(TenantModel):
    """An event that one subscriber still has to hear; written with the event, deleted when heard."""

    personal = {"subscriber": Personal.PLAIN, "last_error": Personal.PLAIN}

    subscriber = models.CharField(max_length=60)
    event = TenantForeignKey("core.Event", models.PROTECT)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("subscriber", "event", name="pending_event_once")]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"], name="pending_event_due", condition=models.Q(failed_at=None)
            ),
            models.Index(
                fields=["organisation", "failed_at"],
                name="pending_event_failed",
                condition=models.Q(failed_at__isnull=False),
            ),
        ]


class Tally(TenantModel):
    """A counter per kind, subject and local day, and one (log.tallies.TOGETHER) of all subjects; exact with its tail."""

    personal = {"kind": Personal.PLAIN}

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(default=0)
    day = models.DateField()
    n = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("kind", "subject_id", "day", name="tally_once")]


class TallyTail(TenantModel):
    """Counts not folded yet; written in the business transaction."""

    personal = {"kind": Personal.PLAIN}

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(default=0)
    day = models.DateField()
    n = models.IntegerField(default=1)

    class Meta(TenantModel.Meta):
        pass
