"""The sandbox network's own memory: what it was asked to do. What it answers is computed from this and a seed."""

from __future__ import annotations

from django.db import models

from recruit_platform.core.models import Personal, TenantForeignKey, TenantModel, unique_in_organisation


class SandboxCampaign(TenantModel):
    """A campaign as the sandbox network knows it."""

    personal = {"external_id": Personal.PLAIN, "name": Personal.PLAIN}

    account = TenantForeignKey("campaigns.ChannelAccount", models.CASCADE)
    external_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    seed = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("account", "external_id", name="sandbox_campaign_once")]


class SandboxBudget(TenantModel):
    """A day budget that was set there; zero is paused. The same key twice is the same call."""

    personal = {"key": Personal.PLAIN}

    campaign = TenantForeignKey("campaigns.SandboxCampaign", models.CASCADE)
    key = models.CharField(max_length=120)
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("campaign", "key", name="sandbox_call_once")]
        indexes = [models.Index(fields=["organisation", "campaign", "day", "id"], name="sandbox_budget_by_day")]
