"""The first live panel: mails sent today."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from recruit_platform.core.log import tallies
from recruit_platform.core.roles import Can

from .panels import House, Panel, register


def context(house: House) -> dict[str, int | str]:
    """Sent and delivered on the organisation's own today: exact, workers or no workers. One statement."""
    counted = tallies.totals(("mail.sent", "mail.delivered"), first=house.today, until=house.today + timedelta(days=1))
    return {
        "sent": counted["mail.sent"],
        "delivered": counted["mail.delivered"],
        "mails_url": reverse("mails", args=[house.slug]),
    }


MAILS_SENT = register(Panel("mails-sent", Can.SEE_MAIL, "core/panels/mails_sent.html", context))
