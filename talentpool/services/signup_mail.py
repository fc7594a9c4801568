"""The mail after signing up for the pool: what for, until when, and how to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from calendar_app.models import JobProfile
from recruit_platform.core import outbox
from recruit_platform.core.models import Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast
from talentpool.careers import links
from talentpool.models import PoolSignup


def confirm(signup: PoolSignup, *, profiles: Sequence[JobProfile], language: str, at: datetime) -> None:
    """Put the mail. It goes to the address that is known of the person; who unsubscribed gets none."""
    candidate = signup.candidate
    if signup.consent is None:
        return
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    unsubscribe_url = links.unsubscribe_url(candidate, organisation)
    text = signup.consent.text
    context = {
        "organisation": organisation,
        "brand": style.brand_colour,
        "on_brand": contrast.judge(style.brand_colour).text,
        "candidate": candidate,
        "profiles": [one.name for one in profiles],
        "said": (text.text_en if language == "en" else "") or text.text_nl,
        "ends_at": signup.consent.ends_at,
        "unsubscribe_url": unsubscribe_url,
    }
    with translation.override(language), timezone.override(style.time_zone):
        outbox.put(
            key=f"signup:{signup.public_id}",
            purpose="candidate.signed_up",
            to=candidate.email,
            to_name=f"{candidate.first_name} {candidate.last_name}".strip(),
            subject=render_to_string("emails/signup/subject.txt", context).strip(),
            text=render_to_string("emails/signup/message.txt", context),
            html=render_to_string("emails/signup/message.html", context),
            person=outbox.Person("candidate", candidate.pk),
            unsubscribe_url=unsubscribe_url,
            seals=True,
            at=at,
        )
