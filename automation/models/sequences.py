"""Follow-ups: steps with waits, who is in one, and what happened to each step."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class SequenceKind(models.TextChoices):
    AFTER_APPLYING = "after_applying", _("Na het solliciteren")
    KEEP_WARM = "keep_warm", _("Talentpool warm houden")


class Sequence(TenantModel):
    """Steps that follow one another. Mails leave between ``send_from`` and ``send_until``, local time, on working days."""

    personal = {"name": Personal.PLAIN, "kind": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(max_length=16, choices=SequenceKind)
    is_on = models.BooleanField(default=False)
    send_from = models.TimeField()
    send_until = models.TimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="sequence_name_once"),
            unique_in_organisation("public_id", name="sequence_public_id"),
            models.CheckConstraint(name="send_window_is_open", condition=Q(send_until__gt=F("send_from"))),
        ]


class Step(TenantModel):
    """One mail of a sequence, ``wait_days`` working days after the step before it (or the start)."""

    personal = {}

    sequence = TenantForeignKey("automation.Sequence", models.CASCADE)
    position = models.PositiveSmallIntegerField()
    wait_days = models.PositiveSmallIntegerField()
    template = TenantForeignKey("automation.MailTemplate", models.PROTECT)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("sequence", "position", name="step_position_once")]


class EnrolmentState(models.TextChoices):
    ACTIVE = "active", _("Loopt")
    DONE = "done", _("Klaar")
    STOPPED = "stopped", _("Gestopt")


class StoppedBecause(models.TextChoices):
    REPLY = "reply", _("de kandidaat antwoordde")
    CALL = "call", _("er is gesproken")
    INTERVIEW = "interview", _("er is een gesprek gepland")
    WITHDRAWN = "withdrawn", _("teruggetrokken")
    REJECTED = "rejected", _("afgewezen")
    HIRED = "hired", _("aangenomen")
    OPT_OUT = "opt_out", _("afgemeld")
    ERASED = "erased", _("gewist")
    BOUNCED = "bounced", _("het adres bestaat niet meer")
    PERSON = "person", _("een collega stopte het")
    SEQUENCE_OFF = "sequence_off", _("de reeks is uitgezet")
    NO_CONSENT = "no_consent", _("geen toestemming meer")
    APPLIED = "applied", _("de kandidaat solliciteerde")
    MERGED = "merged", _("samengevoegd met een andere kandidaat")


class Enrolment(TenantModel):
    """A candidate in a sequence; at most one active at a time."""

    personal = {"state": Personal.PLAIN, "stopped_because": Personal.PLAIN}

    public_id = PublicIdField()
    sequence = TenantForeignKey("automation.Sequence", models.PROTECT)
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    application = TenantForeignKey("talentpool.Application", models.CASCADE, null=True)
    state = models.CharField(max_length=10, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    next_position = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=12, choices=StoppedBecause, default="", blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("candidate", name="one_active_sequence_per_person", condition=Q(state="active")),
            unique_in_organisation("public_id", name="enrolment_public_id"),
            models.CheckConstraint(
                name="active_enrolment_has_a_next_step",
                condition=Q(state="active", due_at__isnull=False, ended_at=None)
                | (~Q(state="active") & Q(due_at=None, ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="stopped_enrolment_says_why",
                condition=(Q(state="stopped") & ~Q(stopped_because="")) | (~Q(state="stopped") & Q(stopped_because="")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at"], name="enrolment_due", condition=Q(state="active")),
            models.Index(fields=["organisation", "candidate", "-id"], name="enrolment_of_candidate"),
            models.Index(
                fields=["organisation", "sequence", "-ended_at", "-id"],
                name="enrolment_left",
                condition=Q(ended_at__isnull=False),
            ),
        ]


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Klaar om te gaan")
    SKIPPED = "skipped", _("Overgeslagen")


class StepDelivery(TenantModel):
    """One step of one enrolment, decided once: the mail in the outbox has the key ``sequence:<enrolment>:<position>``."""

    personal = {"state": Personal.PLAIN, "reason": Personal.PLAIN}

    enrolment = TenantForeignKey("automation.Enrolment", models.CASCADE)
    position = models.PositiveSmallIntegerField()
    version = TenantForeignKey("automation.TemplateVersion", models.PROTECT, null=True)
    message = TenantForeignKey("core.OutboxMessage", models.SET_NULL, null=True)
    state = models.CharField(max_length=10, choices=DeliveryState)
    reason = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("enrolment", "position", name="step_once_an_enrolment")]
