"""Applications, the stages they move through, and forms that were not finished."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import (
    Language,
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class StageKind(models.TextChoices):
    """What a stage means for the funnel, whatever an organisation calls it."""

    NEW = "new", _("Nieuw")
    CONTACTED = "contacted", _("Gesproken")
    INTERVIEW = "interview", _("Gesprek")
    OFFER = "offer", _("Aanbod")
    HIRED = "hired", _("Aangenomen")
    ENDED = "ended", _("Gestopt")


class Stage(TenantModel):
    """A column of the board. Limits are working hours an application may wait here: ideal (amber after it), at most (red)."""

    personal = {"name": Personal.PLAIN, "kind": Personal.PLAIN}

    public_id = PublicIdField()
    name = models.CharField(_("naam"), max_length=60)
    kind = models.CharField(max_length=10, choices=StageKind)
    position = models.PositiveSmallIntegerField()
    ideal_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    at_most_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="stage_name_once"),
            unique_in_organisation("public_id", name="stage_public_id"),
        ]
        indexes = [models.Index(fields=["organisation", "position", "id"], name="stage_in_order")]


class EndedBy(models.TextChoices):
    US = "us", _("door ons")
    CANDIDATE = "candidate", _("door de kandidaat")


class EndReason(models.TextChoices):
    REQUIREMENT = "requirement", _("voldoet niet aan een harde eis")
    EXPERIENCE = "experience", _("te weinig ervaring")
    OTHER_CANDIDATE = "other_candidate", _("andere kandidaat gekozen")
    FILLED = "filled", _("vacature vervuld")
    NO_ANSWER = "no_answer", _("niet te bereiken")
    OTHER_JOB = "other_job", _("andere baan gevonden")
    PAY = "pay", _("salaris")
    HOURS = "hours", _("uren of rooster")
    DISTANCE = "distance", _("reisafstand")
    NO_LONGER_INTERESTED = "no_longer_interested", _("geen interesse meer")
    DUPLICATE = "duplicate", _("dubbel")
    OTHER = "other", _("anders")


# Still on the way somewhere: neither stopped nor hired. Who is hired stays on the board, in its last column.
RUNNING = Q(ended_at=None) & ~Q(stage_kind=StageKind.HIRED.value)


class Application(TenantModel):
    """One person for one vacancy (or none: an open application). ``form_key`` makes a doubled post one application.

    ``stage_kind`` repeats the stage's kind, so that lists and counts need no join; the service writes both.
    """

    personal = {
        "reference": Personal.PLAIN,
        "form_key": Personal.PLAIN,
        "stage_kind": Personal.PLAIN,
        "source": Personal.PLAIN,
        "motivation": Personal.SENSITIVE,
        "answers": Personal.SENSITIVE,
        "language": Personal.PLAIN,
        "ended_by": Personal.PLAIN,
        "end_reason": Personal.PLAIN,
        "end_note": Personal.SENSITIVE,
    }

    public_id = PublicIdField()
    reference = models.CharField(max_length=12)
    form_key = models.CharField(max_length=64)
    candidate = TenantForeignKey("talentpool.Candidate", models.PROTECT)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.PROTECT, null=True)
    stage = TenantForeignKey("talentpool.Stage", models.PROTECT)
    stage_kind = models.CharField(max_length=10, choices=StageKind)
    stage_since = models.DateTimeField()
    submitted_at = models.DateTimeField()
    first_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    last_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    source = models.CharField(max_length=60, default="", blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.DUTCH)
    motivation = models.TextField(max_length=4000, default="", blank=True)
    answers = models.JSONField(default=dict)
    is_qualified = models.BooleanField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=EndedBy, default="", blank=True)
    end_reason = models.CharField(max_length=24, choices=EndReason, default="", blank=True)
    end_note = models.CharField(max_length=500, default="", blank=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="application_public_id"),
            unique_in_organisation("reference", name="application_reference_once"),
            unique_in_organisation("form_key", name="application_once_a_form"),
            unique_in_organisation(
                "candidate",
                "vacancy",
                name="one_running_application_per_vacancy",
                condition=Q(ended_at=None, vacancy__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_application_says_by_whom_and_why",
                condition=Q(ended_at=None, ended_by="", end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="ended_stage_is_ended",
                condition=Q(stage_kind="ended", ended_at__isnull=False) | (~Q(stage_kind="ended") & Q(ended_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "stage", "-id"], name="application_by_stage"),
            models.Index(fields=["organisation", "vacancy", "stage_kind", "-id"], name="application_of_vacancy"),
            models.Index(fields=["organisation", "candidate", "-id"], name="application_of_candidate"),
            models.Index(fields=["organisation", "candidate", "id"], name="application_running", condition=RUNNING),
            models.Index(fields=["organisation", "-submitted_at", "-id"], name="application_newest"),
            models.Index(
                fields=["organisation", "first_contact_at", "id"],
                name="application_spoken",
                condition=Q(first_contact_at__isnull=False),
            ),
        ]


class StageChange(TenantModel):
    """An application moved. Only added to; an application's first row has no ``from_stage``. The kinds are as they were."""

    personal = {"from_kind": Personal.PLAIN, "to_kind": Personal.PLAIN}

    application = TenantForeignKey("talentpool.Application", models.CASCADE)
    from_stage = TenantForeignKey("talentpool.Stage", models.PROTECT, null=True)
    to_stage = TenantForeignKey("talentpool.Stage", models.PROTECT)
    from_kind = models.CharField(max_length=10, default="", blank=True)
    to_kind = models.CharField(max_length=10)
    by = TenantForeignKey("core.Membership", models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "application", "id"], name="stage_change_of_application"),
            models.Index(fields=["organisation", "to_kind", "at"], name="stage_change_by_kind"),
        ]


class ApplicationDraft(TenantModel):
    """A form being filled in, step by step, also without JavaScript; swept away after days. Only a hash of its token is kept."""

    personal = {"token_hash": Personal.SENSITIVE, "data": Personal.SENSITIVE, "step": Personal.PLAIN}

    token_hash = models.CharField(max_length=64)
    vacancy = TenantForeignKey("calendar_app.Vacancy", models.CASCADE, null=True)
    data = models.JSONField(default=dict)
    step = models.CharField(max_length=20, default="")
    cv = TenantForeignKey("core.StoredFile", models.SET_NULL, null=True)
    first_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    last_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    application = TenantForeignKey("talentpool.Application", models.CASCADE, null=True)

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("token_hash", name="draft_token_once")]
        indexes = [models.Index(fields=["organisation", "expires_at"], name="draft_by_end")]
