"""A person sets a day budget at a network that we cannot tell, and says so here; who, what and when stay known."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns import amounts
from campaigns.models import CampaignChannel, HandSetting
from campaigns.selectors import by_hand
from campaigns.services import ledger, signals
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib.money import Money


class HandRefused(Refusal):
    """What they say they set is not what is wanted now, or what they take back is not what stands."""


@transaction.atomic
def confirm(channel: CampaignChannel, *, amount_minor: int, by: Membership, at: datetime) -> HandSetting | None:
    """Keep that this amount is set at the network from now on; None when that was known already.

    Raises HandRefused when the budget of today became another one since the page was shown.
    """
    campaign = ledger.lock(channel.campaign_id)
    wanted = {one.channel.pk: one for one in by_hand.budgets(at=at, campaign=campaign)}.get(channel.pk)
    if wanted is None:
        raise HandRefused(_("Voor dit kanaal valt vandaag niets in te stellen."))
    if wanted.wanted_minor != amount_minor:
        said = {"money": amounts.said(wanted.wanted_minor, campaign.currency)}
        raise HandRefused(_("Het dagbudget is intussen %(money)s geworden. Stel dat in.") % said)
    if not wanted.is_to_do:
        return None
    setting = HandSetting.objects.create(
        channel=channel, day=wanted.day, amount_minor=amount_minor, before_minor=wanted.set_minor, by=by, at=at
    )
    _keep(channel, amount_minor, alarm="", at=at)
    _log("campaign.budget_set_by_hand", setting, by=by, at=at)
    return setting


@transaction.atomic
def take_back(setting: HandSetting, *, by: Membership, at: datetime) -> HandSetting:
    """It was not set after all: what stood before stands again. Only the last one; again changes nothing. Raises HandRefused."""
    ledger.lock(setting.channel.campaign_id)
    setting.refresh_from_db(fields=["taken_back_at"])
    if setting.taken_back_at is not None:
        return setting
    newest = by_hand.settings_of(setting.channel).first()
    if newest is None or newest.pk != setting.pk:
        raise HandRefused(_("Er is daarna al iets anders ingesteld."))
    setting.taken_back_at = at
    setting.save(update_fields=["taken_back_at"])
    _keep(setting.channel, setting.before_minor, alarm="by_hand", at=at)
    _log("campaign.hand_setting_taken_back", setting, by=by, at=at)
    return setting


def _keep(channel: CampaignChannel, amount_minor: int | None, *, alarm: str, at: datetime) -> None:
    """The next round corrects the alarm where the plan of today became another one."""
    CampaignChannel.objects.filter(pk=channel.pk).update(in_force_minor=amount_minor, in_force_at=at, alarm=alarm)
    signals.ring_for(channel.campaign)


def _log(kind: str, setting: HandSetting, *, by: Membership, at: datetime) -> None:
    campaign = setting.channel.campaign
    before = setting.before_minor
    log.append(
        kind,
        subject=log.Subject("campaign", campaign.pk),
        actor=log.Actor.user(by.user_id),
        at=at,
        data={
            "channel": setting.channel_id,
            "day": setting.day,
            "amount": Money(setting.amount_minor, campaign.currency),
            "before": Money(before, campaign.currency) if before is not None else None,
        },
    )
