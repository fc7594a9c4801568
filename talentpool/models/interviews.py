"""Talks: times that are offered, and which one was taken."""

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


class InterviewState(models.TextChoices):
    OFFERED = "offered", _("Kandidaat kiest een tijd")
    PLANNED = "planned", _("Gepland")
    HELD = "held", _("Geweest")
    NO_SHOW = "no_show", _("Niet verschenen")
    CANCELLED = "cancelled", _("Afgezegd")


class Interview(TenantModel):
    """A talk about one application. ``uid`` and ``sequence`` make later .ics files replace the earlier ones."""

    personal = {"state": Personal.PLAIN, "place": Personal.SENSITIVE}

    public_id = PublicIdField()
    application = TenantForeignKey("talentpool.Application", models.CASCADE)
    host = TenantForeignKey("core.Membership", models.PROTECT)
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.OFFERED)
    place = models.CharField(_("plek of link"), max_length=300, default="", blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="interview_public_id"),
            models.CheckConstraint(
                name="planned_interview_has_its_time",
                condition=Q(state__in=["offered", "cancelled"])
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "application", "-id"], name="interview_of_application"),
            models.Index(fields=["organisation", "starts_at"], name="interview_by_time"),
        ]


class InterviewSlot(TenantModel):
    """A time that a candidate may choose. Taken once: the winner of a race is the one whose update finds it free."""

    personal = {}

    public_id = PublicIdField()
    interview = TenantForeignKey("talentpool.Interview", models.CASCADE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="slot_public_id"),
            unique_in_organisation("interview", name="one_slot_taken", condition=Q(taken_at__isnull=False)),
            models.CheckConstraint(name="slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]
