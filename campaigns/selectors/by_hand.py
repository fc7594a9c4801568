"""Day budgets that a person sets at a network that we cannot tell ourselves: what is wanted today, and what they said is set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from campaigns.models import (
    AccountMode,
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignState,
    HandSetting,
    LedgerEntry,
)
from recruit_platform.core import clock


@dataclass(frozen=True)
class HandBudget:
    """One channel's budget for its local day. ``set_minor``: what was set there last, None if nothing ever was."""

    channel: CampaignChannel
    day: date
    wanted_minor: int
    set_minor: int | None

    @property
    def is_to_do(self) -> bool:
        return (self.set_minor or 0) != self.wanted_minor


def budgets(*, at: datetime, campaign: Campaign | None = None) -> list[HandBudget]:
    """Return today's budget of every channel that is set by hand, of one campaign or of all. Two statements."""
    rows = CampaignChannel.objects.filter(account__mode=AccountMode.FILE).exclude(campaign__state=CampaignState.DRAFT)
    rows = rows.filter(campaign=campaign) if campaign else rows
    channels = list(rows.select_related("campaign", "account").order_by("campaign__name", "pk"))
    local_days = {one.pk: clock.local_date(at, zone=one.account.time_zone) for one in channels}
    planned = _planned(local_days.items())
    found = []
    for one in channels:
        wanted = _wanted(one, planned.get(one.pk))
        if wanted is not None:
            found.append(HandBudget(one, local_days[one.pk], wanted, one.in_force_minor))
    return found


def to_set(*, at: datetime) -> list[HandBudget]:
    """Return what somebody still has to set today, over all campaigns. Two statements."""
    return [one for one in budgets(at=at) if one.is_to_do]


def standing_settings(channels: Sequence[CampaignChannel]) -> dict[int, HandSetting]:
    """Return per channel what was set last and not taken back, with who. One statement."""
    rows = HandSetting.objects.filter(channel__in=channels, taken_back_at=None).select_related("by")
    return {one.channel_id: one for one in rows.order_by("channel_id", "-id").distinct("channel_id")}


def settings_of(channel: CampaignChannel) -> QuerySet[HandSetting]:
    """Return what people set for a channel and did not take back, newest first. One statement."""
    return HandSetting.objects.filter(channel=channel, taken_back_at=None).order_by("-id")


def _planned(local_days: Iterable[tuple[int, date]]) -> dict[int, int]:
    """Per channel the budget that was authorised last for its today. One statement."""
    days = dict(local_days)
    rows = LedgerEntry.objects.filter(channel__in=days, day__in=set(days.values())).exclude(day_budget_minor=None)
    planned: dict[int, int] = {}
    for channel_id, day, minor in rows.order_by("id").values_list("channel_id", "day", "day_budget_minor"):
        if days[channel_id] == day:
            planned[channel_id] = minor or 0
    return planned


def _wanted(channel: CampaignChannel, planned_minor: int | None) -> int | None:
    """A campaign that does not run wants nothing spent; one that only looks on wants nothing at all."""
    campaign = channel.campaign
    if campaign.state != CampaignState.RUNNING:
        return 0
    return None if campaign.autonomy == Autonomy.OBSERVE else planned_minor
