"""Contact by people: attempts, and the clock that only people stop."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class CallOutcome(models.TextChoices):
    SPOKE = "spoke", _("Gesproken")
    NO_ANSWER = "no_answer", _("Geen gehoor")
    VOICEMAIL = "voicemail", _("Voicemail ingesproken")
    WRONG_NUMBER = "wrong_number", _("Verkeerd nummer")
    WRITTEN = "written", _("Persoonlijk bericht gestuurd")


class Call(TenantModel):
    """One attempt of a person to reach a candidate. Append-only."""

    personal = {"outcome": Personal.PLAIN, "note": Personal.SENSITIVE}

    public_id = PublicIdField()
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    application = TenantForeignKey("talentpool.Application", models.CASCADE, null=True)
    outcome = models.CharField(max_length=14, choices=CallOutcome)
    note = models.CharField(max_length=1000, default="", blank=True)
    by = TenantForeignKey("core.Membership", models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="call_public_id")]
        indexes = [
            models.Index(fields=["organisation", "candidate", "-id"], name="call_of_candidate"),
            models.Index(fields=["organisation", "application", "id"], name="call_of_application"),
        ]


class CallBackEnd(models.TextChoices):
    CONTACT = "contact", _("gesproken")
    MOVED = "moved", _("verder in het proces")
    ENDED = "ended", _("sollicitatie gestopt")


class CallBack(TenantModel):
    """A promise to call: one open row per application. ``ideal_at`` and ``due_at`` were counted in business hours.

    ``waits_for_candidate_since``: the clock stands still while the candidate owes an answer; ``in_time`` is set when it stops.
    """

    personal = {"end": Personal.PLAIN}

    public_id = PublicIdField()
    application = TenantForeignKey("talentpool.Application", models.CASCADE)
    assigned_to = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    opened_at = models.DateTimeField()
    ideal_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    waits_for_candidate_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=CallBackEnd, default="", blank=True)
    in_time = models.BooleanField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("application", name="one_open_call_back", condition=Q(ended_at=None)),
            unique_in_organisation("public_id", name="call_back_public_id"),
            models.CheckConstraint(
                name="ended_call_back_says_how",
                condition=Q(ended_at=None, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], name="call_back_due", condition=Q(ended_at=None)),
            models.Index(fields=["organisation", "ended_at", "id"], name="call_back_ended"),
        ]
