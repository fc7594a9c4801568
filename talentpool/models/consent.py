"""What a candidate agreed to, in which words, when."""

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


class ConsentPurpose(models.TextChoices):
    POOL = "pool", _("in de talentpool blijven")
    WHATSAPP = "whatsapp", _("berichten via WhatsApp")


class ConsentText(TenantModel):
    """One version of the words that were shown. Never changed once used; a new text is a new version."""

    personal = {"purpose": Personal.PLAIN, "text_nl": Personal.PLAIN, "text_en": Personal.PLAIN}

    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    version = models.PositiveSmallIntegerField()
    text_nl = models.CharField(max_length=1000)
    text_en = models.CharField(max_length=1000, default="", blank=True)
    months = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("purpose", "version", name="consent_text_version")]


class Consent(TenantModel):
    """A candidate's yes to one text, until it ends or is withdrawn."""

    personal = {"source": Personal.PLAIN}

    public_id = PublicIdField()
    candidate = TenantForeignKey("talentpool.Candidate", models.CASCADE)
    text = TenantForeignKey("talentpool.ConsentText", models.PROTECT)
    source = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("public_id", name="consent_public_id"),
            unique_in_organisation(
                "candidate", "text", name="one_standing_consent", condition=models.Q(withdrawn_at=None)
            ),
        ]
