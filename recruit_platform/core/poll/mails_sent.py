"""The first live panel: mails sent today."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from recruit_platform.core import clock
from recruit_platform.core.log import tallies
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can

from .panels import Panel, register


def context(request: OrganisationRequest) -> dict[str, int | str]:
    """Sent and delivered on the organisation's own today: exact, workers or no workers. Two statements."""
    today = clock.local_date(clock.now(), zone=request.settings.time_zone)
    tomorrow = today + timedelta(days=1)
    return {
        "sent": tallies.total("mail.sent", first=today, until=tomorrow),
        "mails_url": reverse("mails", args=[request.organisation.slug]),
        "delivered": tallies.total("mail.delivered", first=today, until=tomorrow),
    }


MAILS_SENT = register(Panel("mails-sent", Can.SEE_MAIL, "core/panels/mails_sent.html", context))
