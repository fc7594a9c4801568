"""In a process of its own, on the database the environment names: people to post as, and afterwards what is there.

`python -m tests.faults.furnish fill | count`; ``count`` prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

import django


def fill() -> None:
    """Two organisations with a person in every role; the first one's admin has a password. Repeatable."""
    from allauth.account.models import EmailAddress

    from recruit_platform.core.models import Organisation
    from tests.support import builders

    for slug in ("acme", "zed"):
        if Organisation.objects.filter(slug=slug).exists():
            continue
        world = builders.make_world(slug)
        if slug == "acme":
            world.admin.set_password(builders.PASSWORD)
            world.admin.save(update_fields=["password"])
            EmailAddress.objects.create(user=world.admin, email=world.admin.email, verified=True, primary=True)


def count() -> dict[str, dict[str, list[object]]]:
    """What stands in the first organisation.

    ``days``: day → its name and how often the log says it was added; ``invitations``: address → rows, and mails not taken back.
    """
    from recruit_platform.core import tenancy
    from recruit_platform.core.models import DayOff, Event, Invitation, MessageState, Organisation, OutboxMessage

    with tenancy.scope(Organisation.objects.get(slug="acme").pk):
        added = Counter(
            event["day"] for event in Event.objects.filter(kind="day_off.added").values_list("data", flat=True)
        )
        names = {day.isoformat(): name for day, name in DayOff.objects.values_list("day", "name")}
        invited = Counter(Invitation.objects.values_list("email", flat=True))
        live = OutboxMessage.objects.exclude(state=MessageState.CANCELLED)
        mails = Counter(live.values_list("to_address", flat=True))
    return {
        "days": {day: [names.get(day), added[day]] for day in sorted({*names, *added})},
        "invitations": {email: [invited[email], mails[email]] for email in sorted({*invited, *mails})},
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill()
    else:
        sys.stdout.write(json.dumps(count()))
