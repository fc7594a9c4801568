"""Campaigns: the list, one page each, making them, starting and stopping, their budgets, proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.selectors import days
from campaigns.forms.campaigns import AutonomyForm, BudgetForm
from campaigns.models import Autonomy, Campaign, CampaignState, LedgerEntry, Proposal
from campaigns.presenters import by_hand as hand_budgets
from campaigns.presenters import campaigns as presented
from campaigns.presenters import places
from campaigns.selectors import by_hand, flights
from campaigns.selectors import campaigns as held
from campaigns.selectors.campaigns import DaySpend, Standing
from campaigns.services import campaigns, proposals
from campaigns.services.campaigns import CampaignRefused, NeedsYes
from campaigns.views.strategies import retyped
from recruit_platform.core import clock, ui
from recruit_platform.core.organisations import selectors as organisations
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts
from recruit_platform.core.views import keyset

_SHOWN = 12


@member(Can.SEE_CAMPAIGNS)
@require_safe
def index(request: OrganisationRequest) -> HttpResponse:
    at = clock.now()
    today, to_set = days.today(at), by_hand.to_set(at=at)
    standings = held.standings(list(held.listed()[:200]), today=today)
    may_write = may(request.membership, Can.MANAGE_CAMPAIGNS)
    context = {
        "tabs": places.tabs(request, current="campaigns"),
        "table": presented.table(standings, slug=request.organisation.slug, path=request.path, may_write=may_write),
        "may_write": may_write,
        "to_set": hand_budgets.to_do(to_set, slug=request.organisation.slug, may_write=may_write) if to_set else None,
    }
    return render(request, "campaigns/campaigns.html", context)


@member(Can.SEE_CAMPAIGNS)
@require_safe
def detail(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    found = _found(campaign)
    return render(request, "campaigns/campaign.html", _page(request, found))


@member(Can.SEE_CAMPAIGNS)
@require_safe
def ledger(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    found = _found(campaign)
    page = keyset.page_of(request, _entries(found))
    context = {
        "campaign": found,
        "crumbs": presented.crumbs(found, slug=request.organisation.slug),
        "table": presented.ledger(page.rows, campaign=found, names=_names(page.rows), paging=page.paging),
    }
    return render(request, "campaigns/ledger.html", context)


@member(Can.MANAGE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    """Look at the first day's budgets, then confirm."""
    found = _found(campaign)
    if request.method == "POST":
        return _try(request, found, campaigns.start, done=_("De campagne loopt."))
    plan = campaigns.preview(found, at=clock.now())
    context = {
        "campaign": found,
        "crumbs": presented.crumbs(found, slug=request.organisation.slug),
        "plan": presented.plan(plan, campaign=found, by_id=flights.by_id(flights.channels_of(found))),
        "total": presented.money(found, plan.total_minor),
        "nothing": plan.total_minor == 0,
        "watches": found.autonomy == Autonomy.OBSERVE,
    }
    return render(request, "campaigns/start.html", context)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def pause(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    found = _found(campaign)
    undo = reverse("campaign_resume", args=[request.organisation.slug, campaign])
    return _try(request, found, campaigns.pause, done=_("De campagne is gepauzeerd."), undo_url=undo)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def resume(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    return _try(request, _found(campaign), campaigns.resume, done=_("De campagne loopt weer."))


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def end(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    return _try(request, _found(campaign), campaigns.end, done=_("De campagne is afgelopen."))


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def autonomy(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    found, form = _found(campaign), AutonomyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies een stand uit de lijst."))
        return redirect("campaign", organisation=request.organisation.slug, campaign=campaign)
    to = Autonomy(form.cleaned_data["autonomy"])
    campaigns.set_autonomy(found, to=to, by=request.membership, at=clock.now())
    messages.success(request, _("Opgeslagen."))
    return redirect("campaign", organisation=request.organisation.slug, campaign=campaign)


@member(Can.MANAGE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    """Type it, see before and after, confirm."""
    found, at = _found(campaign), clock.now()
    form = BudgetForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    form.fields["budget"].currency = found.currency  # type: ignore[attr-defined]
    if not form.is_bound:
        return _budget(request, found, form)
    if not form.is_valid():
        return _budget(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    if "bevestigd" not in request.POST:
        return _look(request, found, form, to_minor=typed["budget"])
    before = found.budget_minor
    try:
        campaigns.set_budget(
            found,
            to_minor=typed["budget"],
            reason=typed["reason"],
            version=typed["version"],
            is_meant=typed["is_meant"],
            by=request.membership,
            at=at,
        )
    except NeedsYes:
        return _look(request, found, form, to_minor=typed["budget"])
    except CampaignRefused as refusal:
        form.add_error(refusal.field or None, str(refusal.words))
        return _budget(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    undo = reverse("campaign_budget_back", args=[request.organisation.slug, campaign, before])
    toasts.say_later(request, ui.Toast(text=_("Het budget is veranderd."), undo_url=undo))
    return redirect("campaign", organisation=request.organisation.slug, campaign=campaign)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def budget_back(request: OrganisationRequest, campaign: UUID, minor: int) -> HttpResponse:
    """Undo a change of budget."""
    found = _found(campaign)

    def back(one: Campaign, **who: Any) -> Campaign:
        return campaigns.set_budget(
            one, to_minor=minor, reason=_("teruggedraaid"), version=found.version, undoes=True, **who
        )

    return _try(request, found, back, done=_("Het budget is weer zoals het was."))


@member(Can.SEE_CAMPAIGNS)
@require_safe
def waiting(request: OrganisationRequest) -> HttpResponse:
    slug = request.organisation.slug
    found = list(held.open_proposals()[:50])
    rows = [presented.proposal(one, by_id=flights.by_id(flights.channels_of(one.campaign)), slug=slug) for one in found]
    context = {
        "tabs": places.tabs(request, current="campaign_proposals"),
        "proposals": rows,
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/proposals.html", context)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def accept(request: OrganisationRequest, proposal: UUID) -> HttpResponse:
    return _decide(request, proposal, proposals.accept, done=_("Toegepast. De kanalen horen het zo."))


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def decline(request: OrganisationRequest, proposal: UUID) -> HttpResponse:
    return _decide(request, proposal, proposals.decline, done=_("Geweigerd. Alles blijft zoals het was."))


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def take_back(request: OrganisationRequest, proposal: UUID) -> HttpResponse:
    return _decide(request, proposal, proposals.take_back, done=_("Teruggedraaid."), can_undo=False)


def _page(request: OrganisationRequest, campaign: Campaign) -> dict[str, Any]:
    at, slug = clock.now(), request.organisation.slug
    today, may_write = days.today(at), may(request.membership, Can.MANAGE_CAMPAIGNS)
    to_set = [one for one in by_hand.budgets(at=at, campaign=campaign) if one.is_to_do]
    (standing,) = held.standings([campaign], today=today)
    channels = flights.channels_of(campaign)
    by_id = flights.by_id(channels)
    periods = held.spend_per_period(campaign)
    spend = held.spend_per_day(first=campaign.starts_on, until=today + timedelta(days=366), campaign=campaign)
    entries = list(_entries(campaign)[:_SHOWN])
    open_one = held.open_proposals().filter(campaign=campaign, day=today).first()  # one a day
    return {
        "campaign": campaign,
        "crumbs": presented.crumbs(campaign, slug=slug),
        "verdict": presented.verdict(standing, today=today),
        "status": presented.status(standing),
        "facts": presented.facts(standing),
        "chart": _chart(request, standing, spend=spend, today=today),
        "periods": [_period(one, by_id=by_id, campaign=campaign) for one in periods],
        "proposal": presented.proposal(open_one, by_id=by_id, slug=slug) if open_one else None,
        "channels": presented.channels(
            channels,
            campaign=campaign,
            spend=held.per_channel(spend, periods),
            brought=held.outcomes_per_channel(campaign),
            today=today,
        ),
        "ledger": presented.ledger(entries, campaign=campaign, names=_names(entries)),
        "vacancies": flights.vacancies_of(campaign).order_by("title", "pk")[:20],
        "menu": presented.menu(campaign, slug=slug),
        "autonomies": presented.autonomies(campaign),
        "to_set": hand_budgets.to_do(to_set, slug=slug, may_write=may_write, on_campaign=True) if to_set else None,
        "may_write": may_write,
        **{f"is_{state.value}": campaign.state == state for state in CampaignState},
    }


def _chart(request: OrganisationRequest, standing: Standing, *, spend: Sequence[DaySpend], today: date) -> ui.LineChart:
    campaign = standing.campaign
    first, last = campaign.starts_on, campaign.ends_on
    holidays = days.school_holidays_between(first, last, region=request.settings.region)
    return presented.chart(
        standing,
        spend=spend,
        outcomes=held.outcomes_per_day(campaign),
        today=today,
        holidays=[(max(one.starts_on, first), min(one.ends_on, last)) for one in holidays],
        events=_changes(campaign),
    )


def _period(one: tuple[int, Any, Any, int], *, by_id: Mapping[int, Any], campaign: Campaign) -> str:
    channel_id, first, last, minor = one
    return _("%(channel)s: %(money)s over %(first)s t/m %(last)s") % {
        "channel": by_id[channel_id].account.name,
        "money": presented.money(campaign, minor),
        "first": date_format(first, "j b Y"),
        "last": date_format(last, "j b Y"),
    }


def _changes(campaign: Campaign) -> list[Any]:
    """The marks in the drawing: every change of the budget, with who and why. Two statements."""
    found = list(
        LedgerEntry.objects.filter(campaign=campaign, cause__in=["person", "undo"])
        .select_related("by", "channel__account")
        .order_by("id")
    )
    names = _names(found)
    marks, seen = [], set()
    for entry in found:
        for reason in entry.reasons:
            if isinstance(reason, dict) and reason.get("why") == "budget" and entry.at not in seen:
                seen.add(entry.at)
                said = presented.reasons.sentences([reason], currency=campaign.currency)
                who = names.get(entry.by.user_id, "") if entry.by else ""
                marks.append(ui.charts.Event(day=entry.day, text=" · ".join([*said, *([who] if who else [])])))
    return marks


def _found(campaign: UUID) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("profile", "persona"), public_id=campaign)


def _entries(campaign: Campaign) -> Any:
    return LedgerEntry.objects.filter(campaign=campaign).select_related("channel__account", "by").order_by("-id")


def _names(entries: Any) -> dict[int, str]:
    return organisations.names({entry.by.user_id for entry in entries if entry.by})


def _look(request: OrganisationRequest, campaign: Campaign, form: BudgetForm, *, to_minor: int) -> HttpResponse:
    """Before and after, with what a person must know before they say yes; their yes then covers it."""
    try:
        doubt = campaigns.doubt_about(campaign, to_minor=to_minor, at=clock.now())
    except CampaignRefused as refusal:
        form.add_error(refusal.field or None, str(refusal.words))
        return _budget(request, campaign, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form.data = retyped(form.data, is_meant="on" if doubt else "")
    return _budget(request, campaign, form, to_minor=to_minor, doubt=doubt)


def _budget(
    request: OrganisationRequest,
    campaign: Campaign,
    form: BudgetForm,
    *,
    to_minor: int | None = None,
    doubt: Any = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "campaign": campaign,
        "doubt": doubt,
        "form": form,
        "crumbs": presented.crumbs(campaign, slug=request.organisation.slug),
        "before": presented.money(campaign, campaign.budget_minor),
    }
    if to_minor is not None:
        plan = campaigns.preview(campaign, at=clock.now(), budget_minor=to_minor)
        context |= {
            "after": presented.money(campaign, to_minor),
            "plan": presented.plan(plan, campaign=campaign, by_id=flights.by_id(flights.channels_of(campaign))),
            "runs": campaign.state == CampaignState.RUNNING,
        }
    return render(request, "campaigns/budget.html", context, status=status)


def _try(
    request: OrganisationRequest, campaign: Campaign, act: Callable[..., object], *, done: str, undo_url: str = ""
) -> HttpResponse:
    """Do it, or say why not; back to the campaign either way."""
    try:
        act(campaign, by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        toasts.say_later(request, ui.Toast(text=done, undo_url=undo_url))
    return redirect("campaign", organisation=request.organisation.slug, campaign=campaign.public_id)


def _decide(
    request: OrganisationRequest, proposal: UUID, act: Callable[..., Proposal], *, done: str, can_undo: bool = True
) -> HttpResponse:
    found = get_object_or_404(Proposal.objects.select_related("campaign"), public_id=proposal)
    undo = reverse("proposal_take_back", args=[request.organisation.slug, proposal]) if can_undo else ""
    return _try(request, found.campaign, lambda _campaign, **who: act(found, **who), done=done, undo_url=undo)
