"""The pages of campaigns, as tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.selectors import by_hand
from campaigns.selectors import campaigns as held
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest

_PAGES: tuple[tuple[Promise, str], ...] = (
    (_("Campagnes"), "campaigns"),
    (_("Voorstellen"), "campaign_proposals"),
    (_("Zelf instellen"), "campaign_by_hand"),
    (_("Links"), "campaign_links"),
    (_("Rapporten"), "campaign_reports"),
    (_("Kanalen en doelgroepen"), "campaign_accounts"),
)


def tabs(request: OrganisationRequest, *, current: str) -> list[ui.Tab]:
    """Return the pages, with how much waits for a person. Three statements."""
    waiting = {
        "campaign_proposals": held.open_proposals().count(),
        "campaign_by_hand": len(by_hand.to_set(at=clock.now())),
    }
    return [
        ui.Tab(
            label=label,
            url=reverse(name, args=[request.organisation.slug]),
            current=name == current,
            count=waiting.get(name) or None,
            tone=ui.Tone.WARN if waiting.get(name) else ui.Tone.PLAIN,
        )
        for label, name in _PAGES
    ]
