"""How campaigns go with their money: rows to the one answer of campaigns.outlook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Sum

from campaigns import outlook
from campaigns.models import Autonomy, Campaign, CampaignState, ReportRow
from campaigns.outlook import LOOK_BACK_DAYS, Budget, Outlook, Told

_HEARD_WITHIN = timedelta(days=45)  # of a campaign that no network told about for longer, nothing is known


def of(campaign: Campaign, *, spent_minor: int, told: Sequence[Told], today: date) -> Outlook:
    """Return one campaign's outlook; ``told`` holds at least what was reported lately. No statement.

    Today is not over: what networks tell of it is spent, but no day to go by.
    """
    budget = Budget(campaign.budget_minor, campaign.starts_on, campaign.ends_on)
    yesterday = today - timedelta(days=1)
    last = min(max((one.last_on for one in told), default=yesterday), yesterday)
    since = max(campaign.starts_on, last - timedelta(days=LOOK_BACK_DAYS - 1))
    lately_minor, lately_days = outlook.lately(told, since=since, last=last)
    return outlook.outlook(
        budget,
        spent_minor=spent_minor,
        lately_minor=lately_minor,
        lately_days=lately_days,
        last_day=last,
        is_steered=campaign.autonomy != Autonomy.OBSERVE,
        is_over=campaign.state != CampaignState.RUNNING or today > campaign.ends_on,
    )


def told_lately(campaigns: Sequence[Campaign], *, today: date) -> Mapping[int, Sequence[Told]]:
    """Return what networks reported lately of those that run, by campaign. One statement, none without a running one."""
    running = [one.pk for one in campaigns if one.state == CampaignState.RUNNING]
    if not running:
        return {}
    rows = ReportRow.objects.filter(
        channel__campaign__in=running, is_current=True, last_on__gte=today - _HEARD_WITHIN
    ).values_list("channel__campaign_id", "first_on", "last_on")
    found: dict[int, list[Told]] = defaultdict(list)
    for campaign_id, first, last, minor in rows.annotate(total=Sum("spend_minor")).order_by():
        found[campaign_id].append(Told(first, last, minor))
    return found
