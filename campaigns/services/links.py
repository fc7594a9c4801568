"""Tracked links: short addresses that tell which ad a visitor came from."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy
from calendar_app.selectors import days
from campaigns.models import Campaign, CampaignChannel, TrackedLink
from recruit_platform.core import log
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

VISITS = "link.visit"
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, so no words; no look-alikes, so it can be read out
_LENGTH = 8


class LinkRefused(Refusal):
    """The link cannot be made as asked."""


@transaction.atomic
def create(
    *,
    label: str,
    source: str,
    by: Membership | log.Actor | None,
    at: datetime,
    medium: str = "",
    content: str = "",
    campaign: Campaign | None = None,
    channel: CampaignChannel | None = None,
    vacancy: Vacancy | None = None,
) -> TrackedLink:
    """Make a link with a new code. A channel brings its campaign with it. Raises LinkRefused."""
    if channel is not None and campaign is None:
        campaign = channel.campaign
    if channel is not None and campaign is not None and channel.campaign_id != campaign.pk:
        raise LinkRefused(_("Dit kanaal hoort bij een andere campagne."))
    link = _with_new_code(
        TrackedLink(
            label=label.strip(),
            source=source.strip(),
            medium=medium.strip(),
            content=content.strip(),
            campaign=campaign,
            channel=channel,
            vacancy=vacancy,
            made_by=by if isinstance(by, Membership) else None,
            created_at=at,
        )
    )
    actor = log.Actor.user(by.user_id) if isinstance(by, Membership) else by or log.Actor.system()
    data = {"campaign": campaign.pk if campaign else None}
    log.append("tracked_link.made", subject=log.Subject("tracked_link", link.pk), actor=actor, at=at, data=data)
    return link


@transaction.atomic
def switch(link: TrackedLink, *, on: bool, by: Membership, at: datetime) -> TrackedLink:
    """Let a link work, or stop it; where it belongs never changes. The same again changes nothing."""
    changed = TrackedLink.objects.filter(pk=link.pk, is_active=not on).update(is_active=on)
    link.is_active = on
    if changed:
        subject, actor = log.Subject("tracked_link", link.pk), log.Actor.user(by.user_id)
        log.append("tracked_link.switched", subject=subject, actor=actor, at=at, data={"on": on})
    return link


@transaction.atomic
def follow(code: str, *, at: datetime) -> TrackedLink | None:
    """Return the working link with this code, its visit counted; None when there is none. Two statements and one row."""
    link = TrackedLink.objects.select_related("vacancy", "campaign").filter(code=code, is_active=True).first()  # unique
    if link is not None:
        tallies.count(VISITS, subject_id=link.pk, day=days.today(at))
    return link


def _with_new_code(link: TrackedLink) -> TrackedLink:
    """Save under a random code; the unique rule decides whether it is new."""
    while True:
        link.code = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
        try:
            with transaction.atomic():
                link.save(force_insert=True)
        except IntegrityError:
            if not TrackedLink.objects.filter(code=link.code).exists():
                raise
        else:
            return link
