"""The directory of organisations: making one, and the way from a person to the page they land on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from recruit_platform.core import log, tenancy
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, Role, User


@transaction.atomic
def create(*, slug: str, name: str, admin: User, at: datetime, is_demo: bool = False) -> Organisation:
    """Make an organisation with default settings and its first admin."""
    organisation = Organisation.objects.create(slug=slug, name=name, created_at=at)
    with tenancy.scope(organisation.pk):
        OrganisationSettings.objects.create(is_demo=is_demo)
        Membership.objects.create(user=admin, role=Role.ADMIN, joined_at=at)
        log.append(
            "organisation.created",
            subject=log.Subject("organisation", organisation.pk),
            actor=log.Actor.user(admin),
            at=at,
            data={},
        )
    return organisation


def by_career_host(host: str) -> Organisation | None:
    """Return the organisation whose career site lives at a host name. One statement on a unique index."""
    return Organisation.objects.filter(career_host=host.lower()).first()  # the host is unique


def by_slug(slug: str) -> Organisation | None:
    """Return the organisation that lives at a slug. One statement on a unique index."""
    return Organisation.objects.filter(slug=slug).first()  # the slug is unique
