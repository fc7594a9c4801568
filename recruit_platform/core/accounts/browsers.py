"""In which browsers a person is logged in: a list to look at, and to end the others from.

The table is the login package's; it holds names of sessions (sessions.py), never their keys. The package's own code that
fills and reads it would keep keys, so none of that runs (apps.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from recruit_platform.core.accounts import sessions
from recruit_platform.core.models import User

_LONGEST_AGENT = UserSession._meta.get_field("user_agent").max_length


@dataclass(frozen=True)
class Browser:
    """``session`` is the name of its session; ``is_current`` tells the browser that asks."""

    session: str
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@transaction.atomic
def note(request: HttpRequest, *, person: User, ip: str, at: datetime) -> None:
    """Put the browser of this request on the list of the person who just logged in there, and clear away what has ended."""
    _forget_ended(person)
    UserSession.objects.update_or_create(
        session_key=_here(request),
        defaults={
            "user": person,
            "ip": ip,
            "user_agent": request.headers.get("User-Agent", "")[:_LONGEST_AGENT],
            "created_at": at,
            "last_seen_at": at,
        },
    )


def seen(request: HttpRequest, *, at: datetime) -> None:
    UserSession.objects.filter(session_key=_here(request)).update(last_seen_at=at)


def listed(request: HttpRequest, *, person: User) -> list[Browser]:
    """Return where a person is logged in now, longest first. Two statements."""
    rows = list(UserSession.objects.filter(user_id=person.pk).order_by("created_at", "id"))
    alive, here = _alive([row.session_key for row in rows], person), _here(request)
    return [
        Browser(row.session_key, row.user_agent, row.ip, row.created_at, row.last_seen_at, row.session_key == here)
        for row in rows
        if row.session_key in alive
    ]


@transaction.atomic
def end_elsewhere(request: HttpRequest, *, person: User) -> None:
    """End every session of a person but the one of this request."""
    others = UserSession.objects.filter(user_id=person.pk).exclude(session_key=_here(request))
    sessions.end(list(others.values_list("session_key", flat=True)))


def _here(request: HttpRequest) -> str:
    return sessions.name_of(request.session.session_key or "")


def _forget_ended(person: User) -> None:
    names = list(UserSession.objects.filter(user_id=person.pk).values_list("session_key", flat=True))
    ended = set(names) - _alive(names, person)
    if ended:
        sessions.end(sorted(ended))


def _alive(names: list[str], person: User) -> set[str]:
    """Sessions that still open something: there, of this person, and not from before a new password."""
    valid = person.get_session_auth_hash()
    return {
        name
        for name, held in sessions.contents(names).items()
        if held.get(SESSION_KEY) == str(person.pk) and constant_time_compare(held.get(HASH_SESSION_KEY, ""), valid)
    }
