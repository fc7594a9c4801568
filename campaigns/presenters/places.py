"""The pages of campaigns, as tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.selectors import campaigns as held
from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest

_PAGES: tuple[tuple[Promise, str], ...] = (
    (_("Campagnes"), "campaigns"),
    (_("Voorstellen"), "campaign_proposals"),
    (_("Links"), "campaign_links"),
    (_("Rapporten"), "campaign_reports"),
    (_("Kanalen en doelgroepen"), "campaign_accounts"),
)


def tabs(request: OrganisationRequest, *, current: str) -> list[ui.Tab]:
    """Return the pages, with how many proposals wait. One statement."""
    waiting = held.open_proposals().count()
    return [
        ui.Tab(
            label=label,
            url=reverse(name, args=[request.organisation.slug]),
            current=name == current,
            count=waiting if name == "campaign_proposals" and waiting else None,
            tone=ui.Tone.WARN if name == "campaign_proposals" and waiting else ui.Tone.PLAIN,
        )
        for label, name in _PAGES
    ]
