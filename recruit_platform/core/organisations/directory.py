"""The directory of organisations: making one, and the way from a person to the page they land on."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from recruit_platform.core import log, tenancy
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, Role, User

# Words that mean something in addresses of the product: no organisation may be called by them.
RESERVED = frozenset({"account", "api", "health", "live", "o", "static", "werkbij"})


@transaction.atomic
def create(*, slug: str, name: str, admin: User | None, at: datetime, is_demo: bool = False) -> Organisation:
    """Make an organisation with default settings and its first admin; without one, somebody must be invited next.

    Raises ValidationError on a short name that is taken, reserved or not fit for an address, and on a name too long.
    """
    organisation = Organisation(slug=slug, name=name, created_at=at)
    if slug in RESERVED:
        raise ValidationError({"slug": _("Deze korte naam is van het product zelf. Kies een andere.")})
    organisation.full_clean()
    organisation.save(force_insert=True)
    with tenancy.scope(organisation.pk):
        OrganisationSettings.objects.create(is_demo=is_demo)
        if admin is not None:
            Membership.objects.create(user=admin, role=Role.ADMIN, joined_at=at)
        log.append(
            "organisation.created",
            subject=log.Subject("organisation", organisation.pk),
            actor=log.Actor.system() if admin is None else log.Actor.user(admin),
            at=at,
            data={},
        )
    return organisation


def note_support(organisation: Organisation, *, may_change: bool, at: datetime) -> None:
    """Tell the active organisation, in its log, that the operator of the installation looked inside."""
    subject = log.Subject("organisation", organisation.pk)
    log.append("support.looked_in", subject=subject, actor=log.Actor.system(), at=at, data={"may_change": may_change})


def by_career_host(host: str) -> Organisation | None:
    """Return the organisation whose career site lives at a host name. One statement on a unique index."""
    return Organisation.objects.filter(career_host=host.lower()).first()  # the host is unique


def by_slug(slug: str) -> Organisation | None:
    """Return the organisation that lives at a slug. One statement on a unique index."""
    return Organisation.objects.filter(slug=slug).first()  # the slug is unique
