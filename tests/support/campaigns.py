"""Builders of campaigns, accounts and links. Each needs its organisation active (``tenancy.scope``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from calendar_app.models import Vacancy
from campaigns.models import (
    AccountMode,
    Campaign,
    CampaignChannel,
    CampaignVacancy,
    ChannelAccount,
    Network,
    TrackedLink,
)
from campaigns.services import links
from recruit_platform.core.models import Membership
from tests.support.builders import NOON


def a_marketeer() -> Membership:
    return Membership.objects.select_related("user").get(role="marketeer")


def make_account(
    name: str = "Meta", *, network: str = Network.META, mode: str = AccountMode.SANDBOX, **fields: Any
) -> ChannelAccount:
    return ChannelAccount.objects.create(name=name, network=network, mode=mode, created_at=NOON, **fields)


def make_campaign(
    name: str = "Leerkrachten",
    *,
    budget_minor: int = 90_000,
    starts_on: date = date(2026, 11, 1),
    ends_on: date = date(2026, 12, 30),
    vacancies: Sequence[Vacancy] = (),
    accounts: Sequence[ChannelAccount] = (),
    **fields: Any,
) -> Campaign:
    """A campaign of 60 days; ``fields`` as on the model (``state``, ``autonomy``, ``profile``)."""
    fields.setdefault("made_by", a_marketeer())
    campaign = Campaign.objects.create(
        name=name, budget_minor=budget_minor, starts_on=starts_on, ends_on=ends_on, created_at=NOON, changed_at=NOON, **fields
    )  # fmt: skip
    for vacancy in vacancies:
        CampaignVacancy.objects.create(campaign=campaign, vacancy=vacancy)
    for account in accounts:
        make_channel(campaign, account=account)
    return campaign


def make_channel(campaign: Campaign, *, account: ChannelAccount | None = None, **fields: Any) -> CampaignChannel:
    return CampaignChannel.objects.create(campaign=campaign, account=account or make_account(), **fields)


def make_link(
    label: str = "Meta november", *, source: str = "facebook", at: datetime = NOON, by: Membership | None = None, **fields: Any
) -> TrackedLink:  # fmt: skip
    return links.create(label=label, source=source, by=by, at=at, **fields)
