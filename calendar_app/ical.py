"""The vacancy calendar as iCalendar (RFC 5545): openings, last days and needed-by days as whole-day events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from calendar_app.models import Vacancy, VacancyState


@dataclass(frozen=True)
class Entry:
    """One whole day. ``uid`` stays the same when the day moves, so programs move it too."""

    uid: str
    day: date
    summary: str
    url: str


def render(vacancies: Iterable[Vacancy], *, name: str, host: str, url_of: dict[int, str], at: datetime) -> bytes:
    """Return the calendar; ``url_of`` holds the page of each vacancy by its primary key."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//vacancies//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add("x-published-ttl", "PT1H")
    for vacancy in vacancies:
        for entry in _entries(vacancy, url=url_of.get(vacancy.pk, ""), host=host):
            calendar.add_component(_event(entry, vacancy, at=at))
    return bytes(calendar.to_ical())


def _entries(vacancy: Vacancy, *, url: str, host: str) -> Iterator[Entry]:
    about = {"title": vacancy.title, "place": f" ({vacancy.city})" if vacancy.city else ""}
    key = f"{vacancy.public_id}"
    if vacancy.state == VacancyState.DRAFT:
        yield Entry(f"{key}-opens@{host}", vacancy.opens_on, _("Openen (concept): %(title)s%(place)s") % about, url)
    else:
        yield Entry(f"{key}-opens@{host}", vacancy.opens_on, _("Opent: %(title)s%(place)s") % about, url)
    if vacancy.closes_on:
        yield Entry(f"{key}-closes@{host}", vacancy.closes_on, _("Laatste dag: %(title)s%(place)s") % about, url)
    if vacancy.start_by_on:
        yield Entry(f"{key}-start@{host}", vacancy.start_by_on, _("Iemand nodig: %(title)s%(place)s") % about, url)


def _event(entry: Entry, vacancy: Vacancy, *, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at)
    event.add("last-modified", vacancy.changed_at)
    event.add("sequence", vacancy.version)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("transp", "TRANSPARENT")
    if entry.url:
        event.add("url", entry.url)
    return event
