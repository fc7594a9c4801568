"""Day budgets that a person sets at a network: what is left to do today, and who set what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns import amounts
from campaigns.models import HandSetting
from campaigns.selectors.by_hand import HandBudget
from recruit_platform.core import ui


def to_do(found: Sequence[HandBudget], *, slug: str, may_write: bool, on_campaign: bool = False) -> ui.Table:
    """What somebody still sets today, with a button to say that it is done. ``on_campaign``: the page of one campaign."""
    columns = [
        ui.Column(label=_("Kanaal")),
        ui.Column(label=_("Dag")),
        ui.Column(label=_("Staat nu op"), number=True),
        ui.Column(label=_("Stel in"), number=True),
    ]
    return ui.Table(
        id="in-te-stellen",
        caption=_("Nog in te stellen"),
        columns=[*columns, *([ui.Column(label=_("Klaar?"))] if may_write else [])],
        rows=[_to_do(one, slug=slug, may_write=may_write, on_campaign=on_campaign) for one in found],
        empty=ui.Empty(
            title=_("Alles is ingesteld"),
            text=_("Verandert een dagbudget van een kanaal dat je zelf bijhoudt, dan staat het hier."),
            icon="check",
        ),
    )


def done(
    found: Sequence[HandBudget],
    *,
    settings: Mapping[int, HandSetting],
    names: Mapping[int, str],
    slug: str,
    may_write: bool,
) -> ui.Table:
    """What stands at the networks by hand, who set it and when; the last setting can be taken back."""
    columns = [ui.Column(label=_("Kanaal")), ui.Column(label=_("Ingesteld"), number=True), ui.Column(label=_("Wie"))]
    return ui.Table(
        id="ingesteld",
        caption=_("Ingesteld"),
        columns=[*columns, *([ui.Column(label=_("Terug"))] if may_write else [])],
        rows=[
            _done(one, settings[one.channel.pk], names=names, slug=slug, may_write=may_write)
            for one in found
            if not one.is_to_do and one.channel.pk in settings
        ],
        empty=ui.Empty(title=_("Nog niets ingesteld")),
    )


def _to_do(one: HandBudget, *, slug: str, may_write: bool, on_campaign: bool) -> ui.Row:
    channel, currency = one.channel, one.channel.campaign.currency
    wanted = amounts.said(one.wanted_minor, currency)
    button = {
        "url": reverse("campaign_hand_set", args=[slug, channel.public_id]),
        "minor": one.wanted_minor,
        "back": "campagne" if on_campaign else "",
        "about": f"{channel.campaign.name}, {channel.account.name}: {wanted}",
    }
    return ui.Row(
        id=str(channel.public_id),
        cells=[
            _where(one, slug=slug),
            ui.Cell(text=date_format(one.day, "D j b")),
            ui.Cell(text=amounts.said(one.set_minor, currency) if one.set_minor is not None else "–", muted=True),
            ui.Cell(text=wanted, sub="" if one.wanted_minor else _("zet het stil"), bold=True),
            *([ui.Cell(template="campaigns/_hand_set.html", value=button)] if may_write else []),
        ],
    )


def _done(one: HandBudget, setting: HandSetting, *, names: Mapping[int, str], slug: str, may_write: bool) -> ui.Row:
    channel = one.channel
    button = {
        "url": reverse("campaign_hand_take_back", args=[slug, setting.public_id]),
        "about": f"{channel.campaign.name}, {channel.account.name}",
    }
    return ui.Row(
        id=str(setting.public_id),
        cells=[
            _where(one, slug=slug),
            ui.Cell(text=amounts.said(setting.amount_minor, channel.campaign.currency), bold=True),
            ui.Cell(
                text=names.get(setting.by.user_id, ""), sub=date_format(timezone.localtime(setting.at), "D j b, H:i")
            ),
            *([ui.Cell(template="campaigns/_hand_take_back.html", value=button)] if may_write else []),
        ],
    )


def _where(one: HandBudget, *, slug: str) -> ui.Cell:
    campaign = one.channel.campaign
    return ui.Cell(
        text=campaign.name, sub=one.channel.account.name, url=reverse("campaign", args=[slug, campaign.public_id])
    )
