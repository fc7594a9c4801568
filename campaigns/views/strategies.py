"""The campaign form: a strategy that becomes a draft, a draft that is written anew, and what the outflow asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.models import JobProfile
from calendar_app.selectors import days
from campaigns.forms.campaigns import CampaignForm
from campaigns.models import Autonomy, Campaign, CampaignChannel, CampaignKind, CampaignState, CampaignVacancy, Goal
from campaigns.presenters import campaigns as presented
from campaigns.selectors import need as outflow
from campaigns.selectors.need import Need
from campaigns.services import briefs, campaigns
from campaigns.services.campaigns import CampaignRefused, EditedMeanwhile, NeedsYes, Strategy
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can

_SEVERAL = ("vacancies", "accounts", "brief_to")


@member(Can.MANAGE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OrganisationRequest) -> HttpResponse:
    if request.method != "POST" or _only_looks(request):
        return _form(request, CampaignForm(initial=_typed(request) if request.method == "POST" else _initial(request)))
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    at = clock.now()
    try:
        campaign = campaigns.draft(_strategy(form.cleaned_data), by=request.membership, at=at)
    except CampaignRefused as refusal:
        return _refused(request, form, refusal)
    briefs.send(campaign, to=form.cleaned_data["brief_to"], by=request.membership, at=at)
    messages.success(request, _("De campagne staat klaar als concept. Er wordt nog niets uitgegeven."))
    return redirect("campaign", organisation=request.organisation.slug, campaign=campaign.public_id)


@member(Can.MANAGE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, campaign: UUID) -> HttpResponse:
    """The whole of a draft; of what runs only budget and autonomy change, on pages of their own."""
    found = get_object_or_404(Campaign.objects.select_related("profile", "persona"), public_id=campaign)
    if found.state != CampaignState.DRAFT:
        messages.error(request, _("Deze campagne is al gestart. Alleen een concept kun je helemaal veranderen."))
        return redirect("campaign", organisation=request.organisation.slug, campaign=campaign)
    if request.method != "POST" or _only_looks(request):
        return _form(
            request, CampaignForm(initial=_typed(request) if request.method == "POST" else _held(found)), found
        )
    form, at = CampaignForm(request.POST), clock.now()
    if not form.is_valid():
        return _form(request, form, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    try:
        found = campaigns.edit(found, _strategy(typed), by=request.membership, at=at, version=typed["version"] or 0)
    except CampaignRefused as refusal:
        return _refused(request, form, refusal, found)
    briefs.send(found, to=typed["brief_to"], by=request.membership, at=at)
    messages.success(request, _("Opgeslagen. Er wordt nog niets uitgegeven."))
    return redirect("campaign", organisation=request.organisation.slug, campaign=campaign)


@member(Can.MANAGE_CAMPAIGNS)
@require_safe
def need(request: OrganisationRequest) -> HttpResponse:
    """What the outflow of the chosen profile asks for, while the person is still choosing."""
    return render(request, "campaigns/_need.html", {"need": _need(request.GET)})


def _only_looks(request: OrganisationRequest) -> bool:
    """Without JavaScript a button brings the outflow, and another takes it over as the goal; nothing is checked or kept."""
    return bool({"toon", "neem_over"} & set(request.POST))


def _initial(request: OrganisationRequest) -> dict[str, Any]:
    today = days.today(clock.now())
    found = {"starts_on": today, "vacancies": request.GET.getlist("vacature"), "profile": request.GET.get("profiel")}
    return found | _goal_of(_need(found))


def _typed(request: OrganisationRequest) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: request.POST.getlist(name) if name in _SEVERAL else request.POST.get(name) for name in request.POST
    }
    return found | (_goal_of(_need(found)) if "neem_over" in request.POST else {})


def _held(campaign: Campaign) -> dict[str, Any]:
    """A draft as the form shows it."""
    plain = ("name", "kind", "goal", "goal_count", "starts_on", "ends_on", "autonomy", "version")
    vacancies = CampaignVacancy.objects.filter(campaign=campaign).order_by("pk")
    channels = CampaignChannel.objects.filter(campaign=campaign, is_on=True).order_by("pk")
    return {name: getattr(campaign, name) for name in plain} | {
        "words": campaign.strategy,
        "budget": _plain(campaign),
        "profile": str(campaign.profile.public_id) if campaign.profile else None,
        "persona": str(campaign.persona.public_id) if campaign.persona else None,
        "vacancies": [str(one) for one in vacancies.values_list("vacancy__public_id", flat=True)],
        "accounts": [str(one) for one in channels.values_list("account__public_id", flat=True)],
    }


def _plain(campaign: Campaign) -> str:
    """The budget as a person types it in their language, without its sign."""
    said = presented.money(campaign, campaign.budget_minor)
    return "".join(sign for sign in said if sign.isdigit() or sign in ".,")


def _need(typed: Mapping[str, Any] | QueryDict) -> Need | None:
    """Of the chosen profile over the typed period; without an end over the twelve months from its start."""
    profile = _profile(typed.get("profile"))
    first = _day(typed.get("starts_on"))
    if profile is None or first is None:
        return None
    last = _day(typed.get("ends_on")) or date(first.year + 1, first.month, 1)
    return outflow.of_profile(profile, first=first, last=last) if first <= last else None


def _profile(public_id: Any) -> JobProfile | None:
    try:
        return JobProfile.objects.filter(public_id=UUID(str(public_id))).first()  # unique
    except ValueError:
        return None


def _day(typed: Any) -> date | None:
    try:
        found = typed if isinstance(typed, date) else date.fromisoformat(str(typed))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _goal_of(found: Need | None) -> dict[str, Any]:
    return {"goal": Goal.HIRES.value, "goal_count": found.total} if found and found.total else {}


def _strategy(typed: Mapping[str, Any]) -> Strategy:
    return Strategy(
        name=typed["name"],
        kind=CampaignKind(typed["kind"]),
        goal=Goal(typed["goal"]),
        goal_count=typed["goal_count"],
        budget_minor=typed["budget"],
        starts_on=typed["starts_on"],
        ends_on=typed["ends_on"],
        accounts=list(typed["accounts"]),
        profile=typed["profile"],
        vacancies=list(typed["vacancies"]),
        persona=typed["persona"],
        words=typed["words"],
        autonomy=Autonomy(typed["autonomy"]),
        is_meant=typed["is_meant"],
    )


def _refused(
    request: OrganisationRequest, form: CampaignForm, refusal: CampaignRefused, campaign: Campaign | None = None
) -> HttpResponse:
    """The form with the refusal at its field; with a tick to say yes, or with what somebody else wrote meanwhile."""
    form.add_error(refusal.field or None, str(refusal.words))
    now = None
    if isinstance(refusal, NeedsYes):
        form.ask_meant()
    if isinstance(refusal, EditedMeanwhile) and campaign is not None:
        campaign.refresh_from_db()
        now = _now(campaign)
        form.data = retyped(form.data, version=str(campaign.version))
    return _form(request, form, campaign, now=now, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def retyped(data: Any, **change: str) -> Any:
    """What was typed, with other values in hidden fields."""
    found = data.copy()
    for name, value in change.items():
        found[name] = value
    return found


def _now(campaign: Campaign) -> list[ui.Fact]:
    held = CampaignForm(initial=_held(campaign))
    shown = {
        "name": campaign.name,
        "goal": f"{campaign.goal_count} · {Goal(campaign.goal).label}",
        "budget": presented.money(campaign, campaign.budget_minor),
        "profile": campaign.profile.name if campaign.profile else "–",
        "persona": campaign.persona.name if campaign.persona else "–",
        "accounts": ", ".join(
            CampaignChannel.objects.filter(campaign=campaign, is_on=True)
            .order_by("pk")
            .values_list("account__name", flat=True)
        ),
    }
    facts = [ui.Fact(term=str(held.fields[name].label), value=value) for name, value in shown.items()]
    return [*facts, ui.Fact(term=_("Periode"), value=presented.period(campaign))]


def _form(
    request: OrganisationRequest,
    form: CampaignForm,
    campaign: Campaign | None = None,
    *,
    now: list[ui.Fact] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    slug = request.organisation.slug
    list_url = reverse("campaigns", args=[slug])
    context = {
        "form": form,
        "campaign": campaign,
        "now": now,
        "need": _need(form.data if form.is_bound else form.initial),
        "crumbs": presented.crumbs(campaign, slug=slug) if campaign else [ui.Crumb(label=_("Campagnes"), url=list_url)],
        "back_url": reverse("campaign", args=[slug, campaign.public_id]) if campaign else list_url,
    }
    return render(request, "campaigns/new.html", context, status=status)
