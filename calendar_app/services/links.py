"""Secret addresses for calendar programs: made once, shown once, read by anyone who has it, revoked for good."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from calendar_app.models import CalendarLink
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal

MOST = 20


class TooMany(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Je hebt al %(n)s agenda-links. Trek er eerst een in.") % {"n": MOST})


@dataclass(frozen=True)
class Made:
    """The only moment at which the token is known; the table keeps a hash."""

    link: CalendarLink
    token: str


@transaction.atomic
def make(*, name: str, member: Membership, at: datetime) -> Made:
    """Make a link that shows what this member may see. Raises TooMany."""
    if CalendarLink.objects.filter(made_by=member, revoked_at=None).count() >= MOST:
        raise TooMany
    token = secrets.token_urlsafe(32)
    link = CalendarLink.objects.create(name=name, token_hash=hash_of(token), made_by=member, created_at=at)
    _log("calendar_link.made", link, member, at=at)
    return Made(link, token)


@transaction.atomic
def revoke(link: CalendarLink, *, by: Membership, at: datetime) -> None:
    """Close it for good. A second time changes nothing."""
    if CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        _log("calendar_link.revoked", link, by, at=at)


def read(token: str, *, at: datetime) -> CalendarLink | None:
    """Return the link behind a token and count the reading; None when it is unknown, revoked or its maker has left."""
    found = CalendarLink.objects.select_related("made_by__user").filter(token_hash=hash_of(token), revoked_at=None)
    link = found.filter(made_by__is_active=True, made_by__user__is_active=True).first()  # unique by its hash
    if link is not None:
        CalendarLink.objects.filter(pk=link.pk).update(times_read=F("times_read") + 1, last_read_at=at)
    return link


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _log(kind: str, link: CalendarLink, member: Membership, *, at: datetime) -> None:
    actor = log.Actor.user(member.user_id)
    log.append(kind, subject=log.Subject("calendar_link", link.pk), actor=actor, at=at)
