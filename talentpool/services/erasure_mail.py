"""The last mail to somebody: that everything is gone. Its row loses the address as soon as it has left."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from recruit_platform.core import outbox
from recruit_platform.core.models import Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast
from talentpool.models import Candidate

PURPOSE = outbox.forgets("candidate.erased")


def put(candidate: Candidate, *, at: datetime) -> None:
    """Put the mail, while the address is still known; somebody without one gets none."""
    if not candidate.email:
        return
    style = OrganisationSettings.active()
    context = {
        "organisation": Organisation.active(),
        "brand": style.brand_colour,
        "on_brand": contrast.judge(style.brand_colour).text,
    }
    with translation.override(candidate.language), timezone.override(style.time_zone):
        outbox.put(
            key=f"erased:{candidate.public_id}",
            purpose=PURPOSE,
            to=candidate.email,
            subject=render_to_string("emails/erased/subject.txt", context).strip(),
            text=render_to_string("emails/erased/message.txt", context),
            html=render_to_string("emails/erased/message.html", context),
            person=outbox.Person("candidate", candidate.pk),
            seals=True,
            at=at,
        )
