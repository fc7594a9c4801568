"""The row of key figures: each with the days before it, a definition and the rows behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dashboards.periods import Span
from dashboards.presenters import words
from dashboards.readers import Reader
from dashboards.selectors import calls, funnel, money
from dashboards.selectors.funnel import Step
from dashboards.selectors.money import Spent
from recruit_platform.core import ui
from recruit_platform.core.log import tallies
from recruit_platform.core.ui import figures

_SPARK_POINTS = 12


def tiles(reader: Reader, *, span: Span, slug: str, choice: str, at: datetime, is_live: bool = False) -> list[ui.Tile]:
    """Return the tiles of a reader: a hiring manager sees no money, who sees no names still sees every count.

    Each says how new it is: money the last day that was told, counts "live" on a page that follows, else the moment.
    """
    found = [_applied(reader, span=span, slug=slug, choice=choice)]
    if reader.sees_money and reader.vacancy_ids is None:
        spent = money.spent_in(span)
        found.append(_cost(reader, spent, span=span, slug=slug, choice=choice))
        if spent.unlinked:
            found.append(_unlinked(spent, slug=slug, choice=choice))
    found.append(_in_time(reader, span=span, slug=slug, choice=choice, at=at))
    found.append(_hired(reader, span=span, slug=slug, choice=choice))
    if reader.vacancy_ids is None:
        found.append(_mails(span=span, slug=slug, choice=choice))
    counted = _("live") if is_live else _("stand van %(moment)s") % {"moment": date_format(localtime(at), "j b, H:i")}
    return [one if one.freshness else replace(one, freshness=counted) for one in found]


def _applied(reader: Reader, *, span: Span, slug: str, choice: str) -> ui.Tile:
    now, before = (_total(Step.APPLIED, reader, one) for one in (span, span.before))
    return ui.Tile(
        label=_("Sollicitaties"),
        value=figures.number(now),
        change=change(now, before),
        note=_before(before, span),
        url=rows_url(slug, Step.APPLIED.value, choice=choice),
        spark=_spark(funnel.per_day(Step.APPLIED, reader, span=span), span),
        definition=words.DEFINITIONS[Step.APPLIED],
    )


def _hired(reader: Reader, *, span: Span, slug: str, choice: str) -> ui.Tile:
    now, before = (_total(Step.HIRED, reader, one) for one in (span, span.before))
    return ui.Tile(
        label=_("Aangenomen"),
        value=figures.number(now),
        note=_before(before, span),
        url=rows_url(slug, Step.HIRED.value, choice=choice),
        definition=words.DEFINITIONS[Step.HIRED],
    )


def _cost(reader: Reader, spent: Spent, *, span: Span, slug: str, choice: str) -> ui.Tile:
    now = cost_per_application(reader, spent, span=span)
    before = cost_per_application(reader, money.spent_in(span.before), span=span.before)
    value, note = "", _("nog geen uitgaven en sollicitaties in deze dagen")
    if now is not None:
        value = words.money(now[0], now[1])
        known = before is not None and before[1] == now[1]
        note = _("%(amount)s in de %(days)s dagen ervoor") % {
            "amount": words.money(before[0], before[1]) if known and before is not None else "–",
            "days": span.days,
        }
    if spent.unplaced:
        crossing = _("%(amount)s is gemeld over een langere periode, deels buiten deze dagen, en telt niet mee")
        note = f"{note} · {crossing % {'amount': words.amounts(spent.unplaced)}}"
    return ui.Tile(
        label=_("Kosten per sollicitatie"),
        value=value,
        note=note,
        url=rows_url(slug, "uitgaven", choice=choice),
        definition=words.DEFINITIONS["cost"],
        freshness=_reported(spent),
    )


def _unlinked(spent: Spent, *, slug: str, choice: str) -> ui.Tile:
    return ui.Tile(
        label=_("Niet gekoppelde uitgaven"),
        value=words.amounts(spent.unlinked),
        note=_("tellen niet mee in de kosten per sollicitatie"),
        url=rows_url(slug, "niet-gekoppeld", choice=choice),
        definition=words.DEFINITIONS["unlinked"],
        freshness=_reported(spent),
    )


def _reported(spent: Spent) -> str:
    if spent.reported_on is None:
        return _("nog niets gemeld")
    return _("gemeld t/m %(day)s") % {"day": date_format(spent.reported_on, "j b")}


def cost_per_application(reader: Reader, found: Spent, *, span: Span) -> tuple[int, str] | None:
    """Minor units and currency; None where nothing was spent, nobody applied, or money came in several currencies."""
    spent, applied = found.ours, _total(Step.APPLIED, reader, span)
    if len(spent) != 1 or applied <= 0:
        return None
    ((currency, minor),) = spent.items()
    return round(minor / applied), currency


def _in_time(reader: Reader, *, span: Span, slug: str, choice: str, at: datetime) -> ui.Tile:
    found = calls.in_time(reader, span=span)
    late = calls.overdue_count(reader, at=at)
    return ui.Tile(
        label=_("Op tijd gebeld"),
        value=words.share(found) if found is not None else "",
        change=_("%(n)s nu te laat") % {"n": late} if late else "",
        change_tone=ui.Tone.BAD if late else ui.Tone.PLAIN,
        note=_("%(kept)s van %(all)s") % {"kept": found.successes, "all": found.trials}
        if found is not None
        else _("nog niemand was aan de beurt"),
        url=rows_url(slug, "gebeld", choice=choice),
        definition=words.DEFINITIONS["in_time"],
    )


def _mails(*, span: Span, slug: str, choice: str) -> ui.Tile:
    counted = tallies.totals(("mail.sent", "mail.delivered"), first=span.first, until=span.until)
    return ui.Tile(
        label=_("Mails verstuurd"),
        value=figures.number(counted["mail.sent"]),
        note=_("%(n)s keer meldde de server aankomst") % {"n": figures.number(counted["mail.delivered"])},
        url=rows_url(slug, "mails", choice=choice),
        definition=words.DEFINITIONS["mails"],
    )


def rows_url(slug: str, what: str, *, choice: str) -> str:
    return f"{reverse('number_rows', args=[slug, what])}?dagen={choice}"


def change(now: int, before: int) -> str:
    """'+12 %', '−3 %', or nothing where there is too little to compare with."""
    if before < 20:
        return ""
    points = round(100 * (now - before) / before)
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return f"{sign}{figures.percent(abs(points), decimals=0)}"


def _before(before: int, span: Span) -> str:
    return _("%(n)s in de %(days)s dagen ervoor") % {"n": figures.number(before), "days": span.days}


def _total(step: Step, reader: Reader, span: Span) -> int:
    kind = f"funnel.{step}"
    counted = tallies.totals([kind], first=span.first, until=span.until, subject_ids=reader.vacancy_ids)
    return counted[kind]


def _spark(per_day: dict[str, int], span: Span) -> list[float]:
    """The span in twelve equal parts."""
    parts = [0.0] * min(_SPARK_POINTS, span.days)
    for day, n in per_day.items():
        place = (date.fromisoformat(day) - span.first) // timedelta(days=1) * len(parts) // span.days
        parts[place] += n
    return parts
