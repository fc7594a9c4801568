"""Tracked links with what they brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.text import slugify

from campaigns.models import Outcome, TrackedLink
from campaigns.services.links import VISITS
from recruit_platform.core.log import tallies


def listed() -> QuerySet[TrackedLink]:
    """Return every link, newest first. One statement."""
    return TrackedLink.objects.select_related("campaign", "channel__account", "vacancy").order_by("-id")


def utm(link: TrackedLink) -> dict[str, str]:
    """Return what the address behind a link says to web statistics, in their order; what is not known is left out.

    The campaign is readable and its own: its name, and the start of its public id. No statement when the campaign is loaded.
    """
    campaign = ""
    if link.campaign is not None:
        campaign = f"{slugify(link.campaign.name)[:50]}-{link.campaign.public_id.hex[:8]}".lstrip("-")
    found = {
        "utm_source": link.source,
        "utm_medium": link.medium,
        "utm_campaign": campaign,
        "utm_content": link.content,
    }
    return {name: value for name, value in found.items() if value}


def visits(links: Sequence[TrackedLink]) -> dict[int, int]:
    """Return how often each was followed, exact also when no worker runs. One statement."""
    wanted = {link.pk for link in links}
    if not wanted:
        return {}
    first = min(link.created_at for link in links).date().replace(day=1)
    found: dict[int, int] = {}
    for row in tallies.per_day([VISITS], first=first, until=date.max):
        if row.subject_id in wanted:
            found[row.subject_id] = found.get(row.subject_id, 0) + row.n
    return found


def outcomes(link: TrackedLink) -> dict[str, int]:
    """Return what applications came to that followed this link last, by kind. One statement."""
    rows = Outcome.objects.filter(last_link=link).values_list("kind")
    return dict(rows.annotate(n=Count("id")).order_by())
