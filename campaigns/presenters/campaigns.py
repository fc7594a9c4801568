"""The list of campaigns, and one campaign: verdict, drawing, channels, ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import amounts
from campaigns.channels import rules
from campaigns.models import (
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    Cause,
    EntryKind,
    Goal,
    LedgerEntry,
    Proposal,
)
from campaigns.pacing import DayPlan
from campaigns.presenters import reasons
from campaigns.selectors import campaigns as held
from campaigns.selectors.campaigns import DaySpend, Standing
from recruit_platform.core import ui
from recruit_platform.core.ui import figures

ALARMS = {
    "overspent": gettext_lazy("Gestopt: meer uitgegeven dan mocht"),
    "not_accepted": gettext_lazy("Het netwerk neemt dit dagbudget niet aan"),
    "not_reached": gettext_lazy("Het netwerk antwoordt niet; we proberen het opnieuw"),
    "not_in_force": gettext_lazy("Het netwerk gebruikt een ander dagbudget"),
    "by_hand": gettext_lazy("Zet dit dagbudget zelf bij het netwerk"),
}


@dataclass(frozen=True)
class Verdict:
    """A sentence in parts, so that the judgement can stand out."""

    money: str
    money_tone: str
    people: str
    people_tone: str
    rest: str


def money(campaign: Campaign, minor: int) -> str:
    return amounts.said(minor, campaign.currency)


def table(standings: Sequence[Standing], *, slug: str, path: str, may_write: bool) -> ui.Table:
    action = ui.Link(label=_("Campagne maken"), url=reverse("campaign_new", args=[slug])) if may_write else None
    return ui.Table(
        id="campagnes",
        caption=_("Campagnes"),
        path=path,
        columns=[
            ui.Column(label=_("Campagne")),
            ui.Column(label=_("Status")),
            ui.Column(label=_("Uitgegeven"), number=True),
            ui.Column(label=_("Budget"), number=True),
            ui.Column(label=_("Verwacht eind"), number=True),
            ui.Column(label=_("Sollicitaties"), number=True),
            ui.Column(label=_("Per sollicitatie"), number=True),
        ],
        rows=[_row(one, slug=slug) for one in standings],
        empty=ui.Empty(
            title=_("Nog geen campagne"),
            text=_("Een campagne spreidt een budget over de tijd en stopt vanzelf als er geen vacature meer open is."),
            icon="speakerphone",
            action=action,
        ),
    )


def status(standing: Standing) -> ui.Status:
    """One word for how it goes with the money."""
    campaign = standing.campaign
    match campaign.state:
        case CampaignState.DRAFT:
            return ui.Status(tone=ui.Tone.IDLE, word=_("Concept"))
        case CampaignState.PAUSED:
            return ui.Status(tone=ui.Tone.WARN, word=_("Gepauzeerd"))
        case CampaignState.ENDED:
            return ui.Status(tone=ui.Tone.IDLE, word=_("Afgelopen"))
    if not standing.outlook.is_known:
        return ui.Status(tone=ui.Tone.INFO, word=_("Net gestart"))
    words = {
        0: (ui.Tone.OK, _("Op plan")),
        1: (ui.Tone.WARN, _("Voor op plan")),
        -1: (ui.Tone.WARN, _("Achter op plan")),
    }
    tone, word = words[standing.outlook.course]
    return ui.Status(tone=tone, word=word)


def verdict(standing: Standing, *, today: date) -> Verdict | None:
    """How money and people stand against an even plan; None while nothing can be said."""
    campaign = standing.campaign
    if campaign.state == CampaignState.DRAFT or standing.heard_on is None:
        return None
    course = standing.outlook.course
    said = {0: (_("op plan"), "ok"), 1: (_("voor op plan"), "warn"), -1: (_("achter op plan"), "warn")}[course]
    behind = _days_behind(standing, today=today)
    if behind > 0:
        people = ngettext("%(n)s dag achter", "%(n)s dagen achter", behind) % {"n": behind}
    elif behind < 0:
        people = ngettext("%(n)s dag voor", "%(n)s dagen voor", -behind) % {"n": -behind}
    else:
        people = _("op schema")
    terms = {"n": standing.reached, "goal": campaign.goal_count, "what": str(Goal(campaign.goal).label).lower()}
    return Verdict(
        *said, people, "bad" if behind > 7 else "warn" if behind > 0 else "ok", _("%(n)s van %(goal)s %(what)s") % terms
    )


def facts(standing: Standing) -> list[ui.Fact]:
    campaign = standing.campaign
    cost = standing.spent_minor // standing.applications if standing.applications else None
    return [
        ui.Fact(
            term=_("Uitgegeven"),
            value=money(campaign, standing.spent_minor),
            note=_("van %(budget)s") % {"budget": money(campaign, campaign.budget_minor)},
        ),
        ui.Fact(
            term=_("Toegezegd"),
            value=money(campaign, campaign.committed_minor),
            note=_("hoort daarbij wat nog niet gemeld is"),
        ),
        ui.Fact(term=_("Verwacht eind"), value=_expected(standing)),
        ui.Fact(
            term=Goal(campaign.goal).label,
            value=figures.number(standing.reached),
            note=_("van %(n)s") % {"n": figures.number(campaign.goal_count)},
        ),
        ui.Fact(
            term=_("Per sollicitatie"),
            value=money(campaign, cost) if cost is not None else "–",
            note="" if cost is not None else _("nog geen sollicitatie"),
        ),
    ]


def crumbs(campaign: Campaign, *, slug: str) -> list[ui.Crumb]:
    return [
        ui.Crumb(label=_("Campagnes"), url=reverse("campaigns", args=[slug])),
        ui.Crumb(label=CampaignKind(campaign.kind).label),
        ui.Crumb(label=period(campaign)),
    ]


def period(campaign: Campaign) -> str:
    return f"{date_format(campaign.starts_on, 'j b Y')} – {date_format(campaign.ends_on, 'j b Y')}"


def chart(
    standing: Standing,
    *,
    spend: Sequence[DaySpend],
    outcomes: Sequence[tuple[date, int]],
    today: date,
    holidays: Sequence[tuple[date, date]],
    events: Sequence[ui.charts.Event],
) -> ui.LineChart:
    campaign = standing.campaign
    first, last = campaign.starts_on, campaign.ends_on
    spent: dict[date, int] = {}
    for one in spend:
        spent[one.day] = spent.get(one.day, 0) + one.spend_minor
    actual = _summed(spent, first=first)
    if actual and standing.heard_on:
        actual.append((min(max(standing.heard_on, first), today), actual[-1][1]))
    reached = _summed(dict(outcomes), first=first)
    if reached and today > reached[-1][0] and today <= last:
        reached.append((today, reached[-1][1]))
    return ui.LineChart(
        id="tegen-plan",
        title=_("Geld en mensen tegen plan"),
        says=_("Uitgaven en doel, opgeteld van de eerste tot de laatste dag, naast een gelijkmatig plan."),
        measures=[
            ui.Measure(
                name=_("Uitgaven, opgeteld"),
                unit="euro",
                plan=[(first, 0), (last, campaign.budget_minor / 100)],
                actual=[(day, minor / 100) for day, minor in actual],
                ceiling=campaign.budget_minor / 100,
            ),
            ui.Measure(
                name=_("%(what)s, opgeteld") % {"what": Goal(campaign.goal).label},
                plan=[(first, 0), (last, campaign.goal_count)],
                actual=[(day, n) for day, n in reached],
            ),
        ],
        starts_on=first,
        ends_on=last,
        today=today if first <= today <= last else None,
        holidays=holidays,
        holidays_name=_("schoolvakantie"),
        events=events,
        size="tall",
    )


def channels(
    found: Sequence[CampaignChannel],
    *,
    campaign: Campaign,
    spend: Mapping[int, int],
    brought: Mapping[int | None, Mapping[str, int]],
    today: date,
) -> ui.Table:
    return ui.Table(
        id="kanalen",
        caption=_("Per kanaal"),
        columns=[
            ui.Column(label=_("Kanaal")),
            ui.Column(label=_("Status")),
            ui.Column(label=_("Dagbudget"), number=True),
            ui.Column(label=_("Mag hooguit"), number=True),
            ui.Column(label=_("Uitgegeven"), number=True),
            ui.Column(label=_("Sollicitaties"), number=True),
            ui.Column(label=_("Per sollicitatie"), number=True),
        ],
        rows=[_channel(one, campaign=campaign, spend=spend, brought=brought, today=today) for one in found],
        empty=ui.Empty(title=_("Nog geen kanaal")),
    )


def ledger(
    entries: Sequence[LedgerEntry], *, campaign: Campaign, names: Mapping[int, str], paging: ui.Paging | None = None
) -> ui.Table:
    return ui.Table(
        id="grootboek",
        caption=_("Logboek van het geld"),
        columns=[
            ui.Column(label=_("Dag")),
            ui.Column(label=_("Wat en waarom"), full_on_phone=True),
            ui.Column(label=_("Kanaal")),
            ui.Column(label=_("Wie")),
            ui.Column(label=_("Bedrag"), number=True),
        ],
        rows=[_entry(one, campaign=campaign, names=names) for one in entries],
        paging=paging,
        empty=ui.Empty(title=_("Nog niets toegezegd"), text=_("Elke dag staat hier wat er mocht, en waarom.")),
    )


def plan(found: DayPlan, *, campaign: Campaign, by_id: Mapping[int, CampaignChannel]) -> ui.Table:
    """A day's plan, before it is one."""
    return ui.Table(
        id="dagplan",
        caption=_("Dagbudgetten van vandaag"),
        columns=[
            ui.Column(label=_("Kanaal")),
            ui.Column(label=_("Waarom"), full_on_phone=True),
            ui.Column(label=_("Nu"), number=True),
            ui.Column(label=_("Straks"), number=True),
        ],
        rows=[
            ui.Row(
                id=str(by_id[one.channel_id].public_id),
                cells=[
                    ui.Cell(text=by_id[one.channel_id].account.name),
                    ui.Cell(text="; ".join(_said(one, campaign))),
                    ui.Cell(text=money(campaign, by_id[one.channel_id].in_force_minor or 0)),
                    ui.Cell(text=money(campaign, one.amount_minor), bold=True),
                ],
            )
            for one in found.channels
        ],
        empty=ui.Empty(title=_("Geen kanaal")),
    )


def proposal(found: Proposal, *, by_id: Mapping[int, CampaignChannel], slug: str) -> dict[str, Any]:
    """A proposal as the card shows it."""
    campaign = found.campaign
    lines = [line for line in found.lines if line.get("channel") in by_id]
    return {
        "row": found,
        "campaign": campaign,
        "url": reverse("campaign", args=[slug, campaign.public_id]),
        "lines": [
            {
                "name": by_id[line["channel"]].account.name,
                "before": money(campaign, line["before"]),
                "after": money(campaign, line["after"]),
                "step": _step(line["before"], line["after"]),
                "why": "; ".join(reasons.sentences(line.get("reasons", []), currency=campaign.currency)),
            }
            for line in lines
        ],
        "before": money(campaign, sum(line["before"] for line in lines)),
        "after": money(campaign, sum(line["after"] for line in lines)),
    }


def menu(campaign: Campaign, *, slug: str) -> list[ui.Action]:
    """What else can be done; the page has a form for each."""
    at = [slug, campaign.public_id]
    actions = []
    if campaign.state != CampaignState.ENDED:
        actions.append(
            ui.Action(label=_("Beëindigen"), url=reverse("campaign_end", args=at), icon="x", posts=True, danger=True)
        )
    return actions


def autonomies(campaign: Campaign) -> list[dict[str, Any]]:
    return [{"value": one.value, "label": one.label, "current": one == campaign.autonomy} for one in Autonomy]


def _row(standing: Standing, *, slug: str) -> ui.Row:
    campaign = standing.campaign
    url = reverse("campaign", args=[slug, campaign.public_id])
    cost = standing.spent_minor // standing.applications if standing.applications else None
    period = f"{date_format(campaign.starts_on, 'j b')} – {date_format(campaign.ends_on, 'j b Y')}"
    return ui.Row(
        id=str(campaign.public_id),
        cells=[
            ui.Cell(text=campaign.name, sub=f"{CampaignKind(campaign.kind).label} · {period}", url=url),
            ui.Cell(status=status(standing)),
            ui.Cell(text=money(campaign, standing.spent_minor)),
            ui.Cell(text=money(campaign, campaign.budget_minor)),
            ui.Cell(text=_expected(standing), muted=True),
            ui.Cell(text=figures.number(standing.applications)),
            ui.Cell(text=money(campaign, cost) if cost is not None else "–", bold=True),
        ],
    )


def _expected(standing: Standing) -> str:
    look = standing.outlook
    if standing.campaign.state == CampaignState.DRAFT:
        return "–"
    return money(standing.campaign, look.expected_minor) if look.is_known else _("nog niet bekend")


def _days_behind(standing: Standing, *, today: date) -> int:
    a_day = standing.campaign.goal_count / held.total_days(standing.campaign)
    return round((standing.planned_goal(until=today) - standing.reached) / a_day)


def _summed(per_day: Mapping[date, int], *, first: date) -> list[tuple[date, int]]:
    total, points = 0, []
    for day in sorted(per_day):
        total += per_day[day]
        points.append((max(day, first), total))
    return points


def _channel(
    one: CampaignChannel,
    *,
    campaign: Campaign,
    spend: Mapping[int, int],
    brought: Mapping[int | None, Mapping[str, int]],
    today: date,
) -> ui.Row:
    spent, applied = spend.get(one.pk, 0), brought.get(one.pk, {}).get("applied", 0)
    most = rules.of(one.account.network, on=today).most_of_a_day
    in_force = one.in_force_minor
    return ui.Row(
        id=str(one.public_id),
        cells=[
            ui.Cell(text=one.account.name, sub=one.account.get_network_display()),
            ui.Cell(status=_standing(one)),
            ui.Cell(text=money(campaign, in_force) if in_force is not None else "–", bold=True),
            ui.Cell(text=money(campaign, int(in_force * most)) if in_force else "–", muted=True),
            ui.Cell(text=money(campaign, spent)),
            ui.Cell(text=figures.number(applied)),
            ui.Cell(text=money(campaign, spent // applied) if applied else "–"),
        ],
    )


def _standing(one: CampaignChannel) -> ui.Status:
    if one.alarm:
        tone = ui.Tone.WARN if one.alarm == "by_hand" else ui.Tone.BAD
        return ui.Status(tone=tone, word=ALARMS.get(one.alarm, _("Kijk dit kanaal na")))
    if not one.account.is_active:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Kanaal uit gebruik"))
    if not one.is_on:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Staat uit"))
    if not one.in_force_minor:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Geeft nu niets uit"))
    return ui.Status(tone=ui.Tone.OK, word=_("Loopt"))


def _entry(one: LedgerEntry, *, campaign: Campaign, names: Mapping[int, str]) -> ui.Row:
    why = "; ".join(reasons.sentences(one.reasons, currency=campaign.currency))
    said = str(EntryKind(one.kind).label)
    if one.day_budget_minor is not None:
        said = _("Dagbudget %(money)s") % {"money": money(campaign, one.day_budget_minor)}
    who = names.get(one.by.user_id, "") if one.by else Cause(one.cause).label
    return ui.Row(
        id=str(one.pk),
        name=f"{date_format(one.day, 'D j b Y')} {one.channel.account.name}",
        cells=[
            ui.Cell(text=date_format(one.day, "D j b Y")),
            ui.Cell(text=said, sub=why, bold=True),
            ui.Cell(text=one.channel.account.name),
            ui.Cell(text=who),
            ui.Cell(
                text=money(campaign, one.amount_minor),
                tone=ui.Tone.WARN if one.kind == EntryKind.OVERSPEND else ui.Tone.PLAIN,
            ),
        ],
    )


def _said(one: Any, campaign: Campaign) -> list[str]:
    return reasons.sentences(
        [{"why": reason.why.value, **reason.terms} for reason in one.reasons], currency=campaign.currency
    )


def _step(before: int, after: int) -> str:
    if before in {0, after}:
        return "–"
    sign = "+" if after > before else "−"
    return f"{sign}{figures.percent(abs(after - before) * 100 / before, decimals=0)}"
