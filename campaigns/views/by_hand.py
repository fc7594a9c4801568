"""Day budgets that a person sets at a network: the list, saying that one is set, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import CampaignChannel, HandSetting
from campaigns.presenters import by_hand as presented
from campaigns.presenters import places
from campaigns.selectors import by_hand as held
from campaigns.services import by_hand
from recruit_platform.core import clock, ui
from recruit_platform.core.organisations import selectors as organisations
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts


@member(Can.SEE_CAMPAIGNS)
@require_safe
def index(request: OrganisationRequest) -> HttpResponse:
    found = held.budgets(at=clock.now())
    settings = held.standing_settings([one.channel for one in found])
    slug, may_write = request.organisation.slug, may(request.membership, Can.MANAGE_CAMPAIGNS)
    context = {
        "tabs": places.tabs(request, current="campaign_by_hand"),
        "to_do": presented.to_do([one for one in found if one.is_to_do], slug=slug, may_write=may_write),
        "done": presented.done(
            found,
            settings=settings,
            names=organisations.names({one.by.user_id for one in settings.values()}),
            slug=slug,
            may_write=may_write,
        ),
    }
    return render(request, "campaigns/by_hand.html", context)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def confirm(request: OrganisationRequest, channel: UUID) -> HttpResponse:
    """The amount is the one that the page showed: another one meanwhile is refused."""
    slug = request.organisation.slug
    found = get_object_or_404(CampaignChannel.objects.select_related("campaign", "account"), public_id=channel)
    minor = request.POST.get("minor", "")
    if not (minor.isascii() and minor.isdecimal() and len(minor) < 15):
        raise Http404
    try:
        setting = by_hand.confirm(found, amount_minor=int(minor), by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        undo = reverse("campaign_hand_take_back", args=[slug, setting.public_id]) if setting else ""
        toasts.say_later(request, ui.Toast(text=_("Genoteerd: het dagbudget is ingesteld."), undo_url=undo))
    if request.POST.get("terug") == "campagne":
        return redirect("campaign", organisation=slug, campaign=found.campaign.public_id)
    return redirect("campaign_by_hand", organisation=slug)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def take_back(request: OrganisationRequest, setting: UUID) -> HttpResponse:
    found = get_object_or_404(HandSetting.objects.select_related("channel__campaign"), public_id=setting)
    try:
        by_hand.take_back(found, by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("Teruggenomen: het staat weer bij wat je nog instelt."))
    return redirect("campaign_by_hand", organisation=request.organisation.slug)
