"""People who want to hear of work without a vacancy to apply for."""

from __future__ import annotations

from django.db import models

from recruit_platform.core.models import (
    Personal,
    PublicIdField,
    TenantForeignKey,
    TenantModel,
    unique_in_organisation,
)


class PoolSignup(TenantModel):
    """One sent form: who, when, by which ad. ``form_key`` makes a doubled post one sign-up."""

    personal = {"form_key": Personal.PLAIN, "source": Personal.PLAIN}

    public_id = PublicIdField()
    form_key = models.CharField(max_length=64)
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    consent = TenantForeignKey("talentpool.Consent", models.SET_NULL, null=True)
    first_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    last_link = TenantForeignKey("campaigns.TrackedLink", models.PROTECT, null=True)
    source = models.CharField(max_length=60, default="", blank=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="signup_public_id"),
            unique_in_organisation("form_key", name="signup_once_a_form"),
        ]
        indexes = [models.Index(fields=["organisation", "candidate", "-id"], name="signups_of_candidate")]


class Interest(TenantModel):
    """A kind of work that somebody wants to hear of."""

    personal = {}

    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    profile = TenantForeignKey("calendar_app.JobProfile", models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("candidate", "profile", name="interest_once")]
        indexes = [models.Index(fields=["organisation", "profile", "candidate"], name="interests_in_profile")]
