"""Spend against plan: a verdict, three amounts, a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.outlook import Outlook, Told
from dashboards.presenters import words
from dashboards.selectors.money import Pace
from recruit_platform.core import ui


@dataclass(frozen=True)
class PaceCard:
    status: ui.Status
    spent: str
    about: str
    freshness: str
    periods: list[str]
    chart: ui.LineChart


def card(found: Pace, *, today: date) -> PaceCard:
    total, currency = found.total, found.currency
    expected = words.money(total.expected_minor, currency) if total.is_known else _("nog niet bekend")
    about = _("van %(budget)s · plan tot die dag %(planned)s · verwacht eind %(expected)s") % {
        "budget": words.money(total.budget_minor, currency),
        "planned": words.money(total.planned_minor, currency),
        "expected": expected,
    }
    return PaceCard(
        status=status(total),
        spent=words.money(total.spent_minor, currency),
        about=about,
        freshness=_freshness(found),
        periods=[_period(campaign, told, found.currency) for campaign, told in found.periods],
        chart=_chart(found, today=today),
    )


def status(found: Outlook) -> ui.Status:
    if found.planned_minor == 0:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Net begonnen"))
    if found.course == 0:
        return ui.Status(tone=ui.Tone.OK, word=_("Op plan"))
    return ui.Status(tone=ui.Tone.WARN, word=_("Voor op plan") if found.course > 0 else _("Achter op plan"))


def _freshness(found: Pace) -> str:
    if found.reported_on is None:
        return _("Nog geen netwerk meldde uitgaven.")
    return _("Gemeld tot en met %(day)s.") % {"day": date_format(found.reported_on, "j F")}


def _period(campaign: Campaign, told: Told, currency: str) -> str:
    return _("%(campaign)s: %(money)s over %(first)s t/m %(last)s") % {
        "campaign": campaign.name,
        "money": words.money(told.minor, currency),
        "first": date_format(told.first_on, "j b Y"),
        "last": date_format(told.last_on, "j b Y"),
    }


def _chart(found: Pace, *, today: date) -> ui.LineChart:
    spent = [(day, minor / 100) for day, minor in found.spent]
    expected = []
    if found.total.is_known and spent:
        expected = [(spent[-1][0], found.total.spent_minor / 100), (found.ends_on, found.total.expected_minor / 100)]
    measure = ui.Measure(
        name=_("Uitgaven"),
        unit="euro",
        plan=[(day, minor / 100) for day, minor in found.planned],
        actual=spent,
        expected=expected,
        ceiling=found.total.budget_minor / 100,
    )
    return ui.LineChart(
        id="uitgaven",
        title=_("Uitgaven tegen plan"),
        says=_("Uitgegeven %(spent)s, plan %(planned)s.")
        % {
            "spent": words.money(found.total.spent_minor, found.currency),
            "planned": words.money(found.total.planned_minor, found.currency),
        },
        measures=[measure],
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        today=today,
        size="small",
    )
