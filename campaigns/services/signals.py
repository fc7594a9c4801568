"""Who must hear that money moved: live panels at once, the networks after the commit."""

from __future__ import annotations

from campaigns.models import Campaign
from recruit_platform.core import work
from recruit_platform.core.poll import versions


def touched() -> None:
    """Live panels with campaigns in them show something else from now on."""
    for panel in ("today", "funnel", "pace"):
        versions.touch(panel)


def ring_for(campaign: Campaign) -> None:
    """Let a worker bring the networks in line with the ledger, after the commit. Lost rings are found by the sweeper."""
    work.ring_for_organisation("campaigns.tick", queue=work.Queue.DEFAULT, campaign_id=campaign.pk)
    touched()
