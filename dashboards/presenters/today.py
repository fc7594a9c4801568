"""What asks for action, as lines to click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.presenters import words
from dashboards.selectors.today import Item, Matter
from recruit_platform.core import ui

_Say = Callable[[Item, datetime], tuple[str, str, str, ui.Tone]]


def tasks(items: list[Item], *, slug: str, at: datetime) -> list[ui.Task]:
    return [_task(item, slug=slug, at=at) for item in items]


def url_of(matter: Matter, *, slug: str) -> str:
    """Where the rows of a line are: mails and budgets by hand on their own page, the rest on a list of its own."""
    if matter in {Matter.UNSURE_MAILS, Matter.FAILED_MAILS}:
        state = "unsure" if matter == Matter.UNSURE_MAILS else "failed"
        return f"{reverse('mails', args=[slug])}?state={state}"
    if matter == Matter.BY_HAND:
        return reverse("campaign_by_hand", args=[slug])
    return reverse("number_rows", args=[slug, matter.value])


def _task(item: Item, *, slug: str, at: datetime) -> ui.Task:
    title, detail, verb, tone = _SAY[item.matter](item, at)
    return ui.Task(
        count=item.count, title=title, detail=detail, verb=verb, url=url_of(item.matter, slug=slug), tone=tone
    )


def _overdue(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext(
        "kandidaat wacht te lang op een telefoontje", "kandidaten wachten te lang op een telefoontje", item.count
    )
    late = words.late_by(item.since, at=at) if item.since is not None else ""
    longest = f"{item.detail}, {late}" if item.detail else late
    return title, _("langst: %(longest)s") % {"longest": longest}, _("Bellen"), ui.Tone.BAD


def _waits(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("kandidaat wacht op jou", "kandidaten wachten op jou", item.count)
    waited = words.span(at - item.since) if item.since is not None else ""
    return title, _("langst: %(longest)s") % {"longest": waited}, _("Bekijken"), ui.Tone.BAD


def _not_open(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("vacature had al open moeten zijn", "vacatures hadden al open moeten zijn", item.count)
    return (
        title,
        _("%(title)s: elke dag wachten schuift de start op") % {"title": item.detail},
        _("Openen"),
        ui.Tone.BAD,
    )


def _behind(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("vacature loopt achter", "vacatures lopen achter", item.count)
    return title, _("het verst: %(title)s") % {"title": item.detail}, _("Bekijken"), ui.Tone.WARN


def _proposals(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("budgetvoorstel wacht op akkoord", "budgetvoorstellen wachten op akkoord", item.count)
    return title, _("zonder besluit blijft het dagbudget zoals het is"), _("Bekijken"), ui.Tone.WARN


def _alarms(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("kanaal vraagt aandacht", "kanalen vragen aandacht", item.count)
    return title, _("een netwerk deed niet wat was afgesproken"), _("Bekijken"), ui.Tone.BAD


def _by_hand(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("dagbudget stel je zelf in", "dagbudgetten stel je zelf in", item.count)
    return title, _("bij een netwerk waar we geen lijn mee hebben"), _("Instellen"), ui.Tone.WARN


def _unsure(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("mail is misschien verstuurd", "mails zijn misschien verstuurd", item.count)
    return title, _("de verbinding brak halverwege; jij beslist"), _("Beslissen"), ui.Tone.WARN


def _failed(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("mail kwam niet weg", "mails kwamen niet weg", item.count)
    return title, _("controleer het adres of stuur opnieuw"), _("Bekijken"), ui.Tone.WARN


def _interviews(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("gesprek vandaag", "gesprekken vandaag", item.count)
    first = date_format(timezone.localtime(item.since), "H:i") if item.since is not None else ""
    return title, _("het eerste om %(time)s") % {"time": first}, _("Bekijken"), ui.Tone.PLAIN


def _erasures(item: Item, at: datetime) -> tuple[str, str, str, ui.Tone]:
    title = ngettext("kandidaat vroeg om verwijdering", "kandidaten vroegen om verwijdering", item.count)
    asked = date_format(timezone.localtime(item.since), "D j b Y") if item.since is not None else ""
    return title, _("de eerste op %(day)s; het moet binnen een maand") % {"day": asked}, _("Bekijken"), ui.Tone.WARN


_SAY: dict[Matter, _Say] = {
    Matter.OVERDUE_CALLS: _overdue,
    Matter.WAITS_FOR_ME: _waits,
    Matter.NOT_OPEN: _not_open,
    Matter.BEHIND: _behind,
    Matter.PROPOSALS: _proposals,
    Matter.BY_HAND: _by_hand,
    Matter.ALARMS: _alarms,
    Matter.UNSURE_MAILS: _unsure,
    Matter.FAILED_MAILS: _failed,
    Matter.INTERVIEWS: _interviews,
    Matter.ERASURES: _erasures,
}
