"""Where an organisation advertises."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Personal, PublicIdField, TenantModel, unique_in_organisation


class Network(models.TextChoices):
    GOOGLE = "google", "Google Ads"
    META = "meta", "Meta (Facebook, Instagram)"
    LINKEDIN = "linkedin", "LinkedIn"
    TIKTOK = "tiktok", "TikTok"
    INDEED = "indeed", "Indeed"
    OTHER = "other", _("Anders")


class AccountMode(models.TextChoices):
    SANDBOX = "sandbox", _("Oefennetwerk: niets gaat echt naar buiten")
    FILE = "file", _("Rapporten per bestand; budgetten zet je zelf")


class ChannelAccount(TenantModel):
    """An advertising account; reports count days in its time zone and money in its currency."""

    personal = {
        "network": Personal.PLAIN,
        "name": Personal.PLAIN,
        "mode": Personal.PLAIN,
        "currency": Personal.PLAIN,
        "time_zone": Personal.PLAIN,
    }

    public_id = PublicIdField()
    network = models.CharField(max_length=10, choices=Network)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=10, choices=AccountMode)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=63, default="Europe/Amsterdam")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("name", name="account_name_once"),
            unique_in_organisation("public_id", name="account_public_id"),
        ]
