"""What the planner needs to know of a campaign, loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from calendar_app.models import Vacancy
from calendar_app.selectors import days
from calendar_app.selectors import vacancies as open_vacancies
from campaigns.channels import rules
from campaigns.models import Campaign, CampaignChannel, CampaignVacancy, EntryKind, LedgerEntry
from campaigns.pacing import ChannelState, FlightState
from recruit_platform.core import clock


@dataclass(frozen=True)
class Flight:
    """A campaign with its channels, the local day of each, and the state that a plan is made from."""

    campaign: Campaign
    channels: Sequence[CampaignChannel]
    local_days: Mapping[int, date]
    held_minor: Mapping[int, int]  # net of today's movements, per channel
    state: FlightState


def channels_of(campaign: Campaign) -> list[CampaignChannel]:
    """Return the channels with their accounts, in the order of their making. One statement."""
    return list(CampaignChannel.objects.filter(campaign=campaign).select_related("account").order_by("pk"))


def vacancies_of(campaign: Campaign) -> QuerySet[Vacancy]:
    """Return what a campaign advertises: the vacancies it names and all of its profile. One statement."""
    named = CampaignVacancy.objects.filter(campaign=campaign).values("vacancy_id")
    condition = Q(pk__in=named)
    if campaign.profile_id is not None:
        condition |= Q(profile_id=campaign.profile_id)
    return Vacancy.objects.filter(condition)


def flight(campaign: Campaign, *, at: datetime) -> Flight:
    """Load everything a plan needs. Four statements."""
    channels = channels_of(campaign)
    local_days = {one.pk: clock.local_date(at, zone=one.account.time_zone) for one in channels}
    held = _held(campaign, local_days)
    day = days.today(at)
    is_open = vacancies_of(campaign).filter(pk__in=open_vacancies.open_to_public(today=day).values("pk")).exists()
    state = FlightState(
        day=day,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        budget_minor=campaign.budget_minor,
        used_minor=campaign.committed_minor + campaign.overspent_minor - sum(held.values()),
        channels=[_channel(one, on=day) for one in channels],
        has_open_vacancy=is_open,
    )
    return Flight(campaign, channels, local_days, held, state)


def _held(campaign: Campaign, local_days: Mapping[int, date]) -> dict[int, int]:
    """Per channel the money authorised for its own today."""
    rows = (
        LedgerEntry.objects.filter(campaign=campaign, day__in=set(local_days.values()))
        .exclude(kind=EntryKind.OVERSPEND)
        .values_list("channel_id", "day")
        .annotate(total=Sum("amount_minor"))
        .order_by()
    )
    held = dict.fromkeys(local_days, 0)
    for channel_id, day, total in rows:
        if local_days.get(channel_id) == day:
            held[channel_id] += total
    return held


def _channel(channel: CampaignChannel, *, on: date) -> ChannelState:
    least = max(channel.daily_min_minor, rules.of(channel.account.network, on=on).least_minor)
    most = channel.daily_max_minor
    return ChannelState(
        id=channel.pk,
        weight=channel.weight,
        min_minor=least,
        max_minor=most,
        is_on=channel.is_on and channel.account.is_active and (most is None or most >= least),
    )


def by_id(channels: Iterable[CampaignChannel]) -> dict[int, CampaignChannel]:
    return {one.pk: one for one in channels}
