"""Whether a budget can run its channels, given the smallest day budget that each network takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns import amounts
from campaigns.channels import rules
from campaigns.models import CampaignChannel, ChannelAccount


@dataclass(frozen=True)
class Asked:
    """One channel: what it is called, how heavily it counts, and the smallest day budget that it takes."""

    name: str
    least_minor: int
    weight: int = 1


@dataclass(frozen=True)
class Verdict:
    """``refused``: a channel that cannot run a single day. ``doubt``: not every channel can run every day; ask first."""

    refused: Any = None
    doubt: Any = None


def of_account(account: ChannelAccount, *, weight: int, on: date) -> Asked:
    return Asked(account.name, rules.of(account.network, on=on).least_minor, weight)


def of_channel(channel: CampaignChannel, *, on: date) -> Asked:
    """As ``of_account``, with the person's own smallest day budget where that is larger."""
    least = max(channel.daily_min_minor, rules.of(channel.account.network, on=on).least_minor)
    return Asked(channel.account.name, least, channel.weight)


def judge(channels: Sequence[Asked], *, budget_minor: int, left_minor: int, days: int, currency: str) -> Verdict:
    """Hold the whole budget against one day of each channel, and what is left of it against all the days that are left."""
    never = [one for one in channels if one.least_minor > budget_minor]
    if never:
        words = _(
            "Met %(budget)s in totaal loopt %(channels)s geen enkele dag. Verhoog het budget of kies andere kanalen."
        )
        return Verdict(
            refused=words % {"budget": amounts.said(budget_minor, currency), "channels": _named(never, currency)}
        )
    a_day = left_minor // max(days, 1)
    short = _short(channels, a_day)
    if not short:
        return Verdict()
    words = _(
        "Met %(a_day)s per dag is er niet elke dag genoeg voor %(channels)s: een deel van de tijd staat dat stil, of steeds."
    )
    return Verdict(doubt=words % {"a_day": amounts.said(a_day, currency), "channels": _named(short, currency)})


def _short(channels: Sequence[Asked], a_day: int) -> list[Asked]:
    """The channels whose smallest budgets do not fit a day beside those that count more heavily."""
    left, short = a_day, []
    for one in sorted(channels, key=lambda one: (-one.weight, one.least_minor)):
        if one.least_minor > left:
            short.append(one)
        else:
            left -= one.least_minor
    return short


def _named(channels: Sequence[Asked], currency: str) -> str:
    """``TikTok (ten minste € 50,00 per dag)``, with a comma between."""
    said = _("%(name)s (ten minste %(least)s per dag)")
    return ", ".join(
        str(said % {"name": one.name, "least": amounts.said(one.least_minor, currency)}) for one in channels
    )
