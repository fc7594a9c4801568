"""Links that show the numbers without a login: read-only, without names, until they end or are taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Vacancy
from dashboards.models import ShareLink
from recruit_platform.core import log
from recruit_platform.core.models import Membership, Organisation
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text

LONGEST_DAYS = 365
_OPENED_AGAIN_AFTER = timedelta(minutes=10)  # between two notes that a link was opened


@dataclass(frozen=True)
class Fresh:
    """A new link with its address, which is not kept anywhere."""

    link: ShareLink
    url: str


class UnfitEnd(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Een link werkt minstens één dag en hoogstens een jaar."))


@transaction.atomic
def make(*, name: str, days: int, vacancies: Sequence[Vacancy], by: Membership, at: datetime) -> Fresh:
    """Make a link that ends by itself; without vacancies it shows the whole organisation's numbers. Raises UnfitEnd."""
    if not 1 <= days <= LONGEST_DAYS:
        raise UnfitEnd
    token = secrets.token_urlsafe(24)
    link = ShareLink.objects.create(
        name=text.clean_line(name),
        token_hash=hash_of(token),
        vacancies=[str(one.public_id) for one in vacancies],
        made_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    _log("share_link.made", link, by=by, at=at, days=days)
    slug = Organisation.active().slug
    return Fresh(link, settings.PUBLIC_URL + reverse("shared_numbers", args=[slug, token]))


@transaction.atomic
def revoke(link: ShareLink, *, by: Membership, at: datetime) -> bool:
    """Make a link useless at once; False when it was already."""
    if not ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        return False
    _log("share_link.revoked", link, by=by, at=at)
    return True


def opened(token: str, *, at: datetime) -> ShareLink | None:
    """Return the link that a token opens now, and note that it was opened; None for one that ended or never was."""
    link = ShareLink.objects.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=at).first()  # unique
    if link is not None:
        long_ago = Q(last_opened_at=None) | Q(last_opened_at__lt=at - _OPENED_AGAIN_AFTER)
        ShareLink.objects.filter(long_ago, pk=link.pk).update(last_opened_at=at)
    return link


def hash_of(token: str) -> str:
    """The form in which a token is kept; it has 192 random bits, so a fast hash is right."""
    return hashlib.sha256(token.encode()).hexdigest()


def _log(kind: str, link: ShareLink, *, by: Membership, at: datetime, **facts: int) -> None:
    subject = log.Subject("share_link", link.pk)
    log.append(kind, subject=subject, actor=log.Actor.user(by.user_id), at=at, data=facts)
