"""Tracked links with what they brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, QuerySet

from campaigns.models import Outcome, TrackedLink
from campaigns.services.links import VISITS
from recruit_platform.core.log import tallies


def listed() -> QuerySet[TrackedLink]:
    """Return every link, newest first. One statement."""
    return TrackedLink.objects.select_related("campaign", "channel__account", "vacancy").order_by("-id")


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
