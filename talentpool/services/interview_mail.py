"""Mails about talks, and the .ics that later ones replace by its number."""

from __future__ import annotations

from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation

from recruit_platform.core import outbox
from recruit_platform.core.models import Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast
from talentpool.careers import links
from talentpool.models import Interview, InterviewState


def offered(interview: Interview, *, at: datetime) -> None:
    _put(interview, "offered", at=at)


def planned(interview: Interview, *, at: datetime) -> None:
    _put(interview, "planned", at=at)


def cancelled(interview: Interview, *, at: datetime) -> None:
    _put(interview, "cancelled", at=at)


def appointment(interview: Interview, *, at: datetime, title: str) -> bytes:
    """Return the talk as iCalendar. The same number with a higher sequence replaces the earlier one in a calendar."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Recruit Platform//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{interview.public_id}@interview")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", interview.starts_at.astimezone(UTC))  # type: ignore[union-attr]  # only planned talks have one
    event.add("dtend", interview.ends_at.astimezone(UTC))  # type: ignore[union-attr]
    event.add("summary", title)
    event.add("sequence", interview.sequence)
    event.add("status", "CANCELLED" if interview.state == InterviewState.CANCELLED else "CONFIRMED")
    if interview.place:
        event.add("location", interview.place)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _put(interview: Interview, what: str, *, at: datetime) -> None:
    """Somebody without an address is called instead; nothing is put then."""
    application = interview.application
    candidate = application.candidate
    if not candidate.email:
        return
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    context = {
        "organisation": organisation,
        "brand": style.brand_colour,
        "on_brand": contrast.judge(style.brand_colour).text,
        "candidate": candidate,
        "interview": interview,
        "title": application.vacancy.title if application.vacancy else organisation.name,
        "status_url": links.status_url(application, organisation),
    }
    with translation.override(application.language), timezone.override(style.time_zone):
        outbox.put(
            key=f"interview:{what}:{interview.public_id}:{interview.sequence}",
            purpose=f"interview.{what}",
            to=candidate.email,
            to_name=f"{candidate.first_name} {candidate.last_name}".strip(),
            subject=render_to_string(f"emails/interview/{what}.subject.txt", context).strip(),
            text=render_to_string(f"emails/interview/{what}.txt", context),
            html=render_to_string(f"emails/interview/{what}.html", context),
            person=outbox.Person("candidate", candidate.pk),
            seals=True,
            at=at,
        )
