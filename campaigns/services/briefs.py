"""The brief: what a campaign is for, mailed to the people who make the ads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from campaigns import amounts
from campaigns.models import Autonomy, Campaign, CampaignKind, Goal
from campaigns.selectors import flights, need
from recruit_platform.core import log, outbox
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast


@transaction.atomic
def send(campaign: Campaign, *, to: Sequence[Membership], by: Membership, at: datetime) -> int:
    """Put the brief in the outbox, once for each version of the campaign and each of these people; returns to how many."""
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    for member in to:
        with translation.override(member.user.language):
            context = _context(campaign, organisation=organisation, style=style)
            outbox.put(
                key=f"campaign-brief:{campaign.public_id}:{campaign.version}:{member.public_id}",
                purpose="campaign.brief",
                to=member.user.email,
                to_name=member.user.name,
                subject=render_to_string("emails/campaign_brief/subject.txt", context).strip(),
                text=render_to_string("emails/campaign_brief/message.txt", context),
                html=render_to_string("emails/campaign_brief/message.html", context),
                person=outbox.Person("person", member.user_id),
                at=at,
            )
    if to:
        log.append(
            "campaign.briefed",
            subject=log.Subject("campaign", campaign.pk),
            actor=log.Actor.user(by.user_id),
            at=at,
            data={"people": len(to)},
        )
    return len(to)


def _context(campaign: Campaign, *, organisation: Organisation, style: OrganisationSettings) -> dict[str, object]:
    persona = campaign.persona
    return {
        "organisation": organisation,
        "brand": style.brand_colour,
        "on_brand": contrast.judge(style.brand_colour).text,
        "campaign": campaign,
        "kind": CampaignKind(campaign.kind).label,
        "goal": Goal(campaign.goal).label,
        "autonomy": Autonomy(campaign.autonomy).label,
        "budget": amounts.said(campaign.budget_minor, campaign.currency),
        "persona": persona,
        "need": _need(campaign),
        "vacancies": [one.title for one in flights.vacancies_of(campaign).order_by("title", "pk")[:20]],
        "channels": [one.account.name for one in flights.channels_of(campaign)],
        "url": settings.PUBLIC_URL + reverse("campaign", args=[organisation.slug, campaign.public_id]),
    }


def _need(campaign: Campaign) -> need.Need | None:
    """What the profile's outflow asks for over the campaign's months, where somebody said it."""
    if campaign.profile is None:
        return None
    found = need.of_profile(campaign.profile, first=campaign.starts_on, last=campaign.ends_on)
    return found if found.is_known else None
