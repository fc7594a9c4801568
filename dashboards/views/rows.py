"""The rows behind one number: same days, same vacancies, so that the counts agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dashboards import periods, readers
from dashboards.periods import Span
from dashboards.planned_line import Standing
from dashboards.presenters import rows as presented
from dashboards.presenters import schedule as schedule_rows
from dashboards.presenters import words
from dashboards.readers import Reader
from dashboards.selectors import calls, money, rows, schedule, today
from dashboards.selectors.funnel import Step
from dashboards.selectors.today import Matter
from recruit_platform.core import clock, ui
from recruit_platform.core.log import tallies
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import figures
from recruit_platform.core.views.keyset import page_of


@dataclass(frozen=True)
class Asked:
    request: OrganisationRequest
    reader: Reader
    span: Span
    at: datetime
    today: date

    @property
    def slug(self) -> str:
        return self.request.organisation.slug


@dataclass(frozen=True)
class Behind:
    """A number with its rows. ``total`` is over them all, also those on other pages; ``money`` instead of it, per currency.

    ``but`` says what the number could not take in.
    """

    total: float
    table: ui.Table | None = None
    lines: list[schedule_rows.ScheduleRow] | None = None
    money: Mapping[str, int] | None = None
    but: str = ""

    @property
    def shown(self) -> str:
        if self.money is None:
            return figures.number(self.total)
        return words.amounts(self.money) or words.money(0, "EUR")


@dataclass(frozen=True)
class Number:
    """``means`` defines it. ``is_over_days``: counts over a span, so a period can be chosen. ``needs`` beyond the dashboard."""

    title: Promise
    means: Promise
    behind: Callable[[Asked], Behind]
    is_over_days: bool = True
    needs: Can | None = None


@member(Can.SEE_DASHBOARD)
@require_safe
def number_rows(request: OrganisationRequest, what: str) -> HttpResponse:
    number = NUMBERS.get(what)
    if number is None:
        raise Http404
    if number.needs is not None and not may(request.membership, number.needs):
        raise PermissionDenied
    at = clock.now()
    day = clock.local_date(at, zone=request.settings.time_zone)
    choice = request.GET.get("dagen", "")
    span = periods.latest(choice, today=day, zone=request.settings.time_zone)
    asked = Asked(request, readers.of(request.membership), span, at, day)
    context = {
        "number": number,
        "behind": number.behind(asked),
        "span": span,
        "periods": _periods(request, span) if number.is_over_days else [],
        "crumbs": [ui.Crumb(label=_("Dashboard"), url=reverse("dashboard", args=[asked.slug]))],
    }
    return render(request, "dashboards/rows.html", context)


def _periods(request: OrganisationRequest, span: Span) -> list[ui.Tab]:
    return [
        ui.Tab(
            label=_("Laatste %(n)s dagen") % {"n": choice},
            url=f"{request.path}?dagen={choice}",
            current=span.days == int(choice),
        )
        for choice in periods.CHOICES
    ]


def _applied(asked: Asked) -> Behind:
    page = page_of(asked.request, rows.applications(asked.reader, span=asked.span))
    pairs = [(one, one.submitted_at) for one in page.rows]
    table = presented.applications(pairs, when=_("Binnen op"), request=asked.request, paging=page.paging)
    return Behind(_counted(asked, "funnel.applied"), table)


def _spoken(asked: Asked) -> Behind:
    page = page_of(asked.request, rows.spoken(asked.reader, span=asked.span))
    pairs = [(one, one.first_contact_at) for one in page.rows if one.first_contact_at is not None]
    table = presented.applications(pairs, when=_("Gesproken op"), request=asked.request, paging=page.paging)
    return Behind(_counted(asked, "funnel.contacted"), table)


def _erasures(asked: Asked) -> Behind:
    found = list(today.to_erase()[: today.MOST_COUNTED])
    may_erase = may(asked.request.membership, Can.MANAGE_CANDIDATES)
    return Behind(len(found), presented.erasures(found, slug=asked.slug, may_erase=may_erase))


def _reached(step: Step) -> Callable[[Asked], Behind]:
    def behind(asked: Asked) -> Behind:
        page = page_of(asked.request, rows.reached(step, asked.reader, span=asked.span))
        table = presented.moves(page.rows, request=asked.request, paging=page.paging)
        return Behind(_counted(asked, f"funnel.{step}"), table)

    return behind


def _visits(asked: Asked) -> Behind:
    return Behind(_counted(asked, "funnel.visit"), presented.visits(rows.visits(asked.reader, span=asked.span)))


def _accounts(of: Callable[[rows.OfAccount], int]) -> Callable[[Asked], Behind]:
    def behind(asked: Asked) -> Behind:
        found = rows.accounts(span=asked.span)
        return Behind(sum(of(one) for one in found), presented.accounts(found))

    return behind


def _spent(asked: Asked) -> Behind:
    spent = money.spent_in(asked.span)
    table = presented.accounts(rows.accounts(span=asked.span, of_campaigns=True))
    but = _("Daarnaast is %(amount)s gemeld over een langere periode, deels buiten deze dagen. Dat telt hier niet mee.")
    unplaced = but % {"amount": words.amounts(spent.unplaced)} if spent.unplaced else ""
    return Behind(0, table, money=spent.ours, but=unplaced)


def _unlinked(asked: Asked) -> Behind:
    page = page_of(asked.request, money.unlinked(asked.span))
    table = presented.reported(page.rows, paging=page.paging)
    return Behind(0, table, money=money.spent_in(asked.span).unlinked)


def _called(asked: Asked) -> Behind:
    page = page_of(asked.request, rows.called(asked.reader, span=asked.span))
    share = calls.in_time(asked.reader, span=asked.span)
    table = presented.call_backs(page.rows, request=asked.request, at=asked.at, paging=page.paging)
    return Behind(share.trials if share is not None else 0, table)


def _mails(asked: Asked) -> Behind:
    found = rows.mails(span=asked.span)
    return Behind(sum(one.sent for one in found), presented.mails(found))


def _overdue(asked: Asked) -> Behind:
    found = calls.overdue(asked.reader, at=asked.at).select_related("application__candidate", "application__vacancy")
    shown = list(found[: calls.MOST_COUNTED])
    return Behind(len(shown), presented.call_backs(shown, request=asked.request, at=asked.at))


def _waiting(asked: Asked) -> Behind:
    found = today.waiting_for_manager(asked.reader).select_related("candidate", "vacancy", "stage")
    shown = list(found[: today.MOST_COUNTED])
    pairs = [(one, one.stage_since) for one in shown]
    return Behind(len(shown), presented.applications(pairs, when=_("Sinds"), request=asked.request))


def _interviews(asked: Asked) -> Behind:
    zone = asked.request.settings.time_zone
    found = today.interviews_on(asked.reader, day=asked.today, zone=zone)
    shown = list(found.select_related("application__candidate", "application__vacancy")[: today.MOST_COUNTED])
    return Behind(len(shown), presented.interviews(shown, request=asked.request))


def _lines(*standings: Standing) -> Callable[[Asked], Behind]:
    def behind(asked: Asked) -> Behind:
        judged = schedule.lines(asked.reader, today=asked.today)
        shown = [line for line in judged if not standings or line.schedule.standing in standings]
        slug = asked.slug
        found = schedule_rows.rows(shown, url_of=lambda one: reverse("vacancy", args=[slug, one.public_id]))
        return Behind(len(found), lines=found)

    return behind


def _proposals(asked: Asked) -> Behind:
    shown = list(today.open_proposals().select_related("campaign")[: today.MOST_COUNTED])
    return Behind(len(shown), presented.proposals(shown, slug=asked.slug))


def _alarms(asked: Asked) -> Behind:
    shown = list(today.alarms().select_related("campaign", "account")[: today.MOST_COUNTED])
    return Behind(len(shown), presented.alarms(shown, slug=asked.slug))


def _counted(asked: Asked, kind: str) -> int:
    span = asked.span
    return tallies.totals([kind], first=span.first, until=span.until, subject_ids=asked.reader.vacancy_ids)[kind]


def _of(step: Step, behind: Callable[[Asked], Behind], *, needs: Can | None = None) -> Number:
    return Number(words.STEPS[step], words.DEFINITIONS[step], behind, needs=needs)


def _now(title: Promise, means: Promise, behind: Callable[[Asked], Behind], *, needs: Can | None = None) -> Number:
    return Number(title, means, behind, is_over_days=False, needs=needs)


_SCHEDULE = words.DEFINITIONS["schedule"]
NUMBERS: Mapping[str, Number] = {
    Step.REACH: _of(Step.REACH, _accounts(lambda one: one.impressions), needs=Can.SEE_CAMPAIGNS),
    Step.CLICK: _of(Step.CLICK, _accounts(lambda one: one.clicks), needs=Can.SEE_CAMPAIGNS),
    Step.VISIT: _of(Step.VISIT, _visits),
    Step.APPLIED: _of(Step.APPLIED, _applied),
    Step.CONTACTED: _of(Step.CONTACTED, _spoken),
    Step.INTERVIEW: _of(Step.INTERVIEW, _reached(Step.INTERVIEW)),
    Step.OFFER: _of(Step.OFFER, _reached(Step.OFFER)),
    Step.HIRED: _of(Step.HIRED, _reached(Step.HIRED)),
    "uitgaven": Number(
        gettext_lazy("Uitgaven"),
        words.DEFINITIONS["cost"],
        _spent,
        needs=Can.SEE_CAMPAIGNS,
    ),
    "niet-gekoppeld": Number(
        gettext_lazy("Niet gekoppelde uitgaven"),
        words.DEFINITIONS["unlinked"],
        _unlinked,
        needs=Can.SEE_CAMPAIGNS,
    ),
    "gebeld": Number(gettext_lazy("Op tijd gebeld"), words.DEFINITIONS["in_time"], _called),
    "mails": Number(gettext_lazy("Mails verstuurd"), words.DEFINITIONS["mails"], _mails),
    "schema": _now(gettext_lazy("Op schema?"), _SCHEDULE, _lines()),
    Matter.BEHIND: _now(gettext_lazy("Loopt achter"), _SCHEDULE, _lines(Standing.FAR_BEHIND, Standing.BEHIND)),
    Matter.NOT_OPEN: _now(gettext_lazy("Had al open moeten zijn"), _SCHEDULE, _lines(Standing.NOT_OPEN)),
    Matter.OVERDUE_CALLS: _now(
        gettext_lazy("Wacht te lang op een telefoontje"), words.DEFINITIONS["in_time"], _overdue
    ),
    Matter.WAITS_FOR_ME: _now(
        gettext_lazy("Wacht op jou"),
        gettext_lazy("Kandidaten die gesproken zijn of een gesprek hebben, en nu op jouw stap wachten."),
        _waiting,
        needs=Can.SEE_POOL,
    ),
    Matter.INTERVIEWS: _now(
        gettext_lazy("Gesprekken vandaag"),
        gettext_lazy("Geplande gesprekken van vandaag."),
        _interviews,
        needs=Can.SEE_POOL,
    ),
    Matter.ERASURES: _now(
        gettext_lazy("Vroeg om verwijdering"),
        gettext_lazy("Kandidaten die vroegen hun gegevens te verwijderen. De wet geeft daar een maand voor."),
        _erasures,
        needs=Can.SEE_POOL,
    ),
    Matter.PROPOSALS: _now(
        gettext_lazy("Budgetvoorstellen"),
        gettext_lazy("Dagbudgetten die pas veranderen als iemand akkoord geeft."),
        _proposals,
        needs=Can.SEE_CAMPAIGNS,
    ),
    Matter.ALARMS: _now(
        gettext_lazy("Kanalen die aandacht vragen"),
        gettext_lazy("Kanalen waarvan het netwerk iets anders deed dan was afgesproken."),
        _alarms,
        needs=Can.SEE_CAMPAIGNS,
    ),
}
