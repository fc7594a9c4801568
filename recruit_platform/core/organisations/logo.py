"""The logo of an organisation: one picture, public, kept with the other files; a new one gets a new address."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.urls import reverse

from recruit_platform.core import files, log, tenancy
from recruit_platform.core.files import kinds
from recruit_platform.core.models import Organisation, OrganisationSettings, StoredFile, User
from recruit_platform.core.poll import versions

MOST_BYTES = 1024 * 1024
OWNER_KIND = "organisation"
PURPOSE = "logo"


@transaction.atomic
def replace(stream: BinaryIO, *, name: str, declared: str, by: User, at: datetime) -> StoredFile:
    """Take a picture as the logo of the active organisation; the one before is deleted.

    Raises kinds.UploadRefused when it is not a PNG, JPEG or WebP of at most a megabyte, StorageFull when it cannot be kept.
    """
    kind = kinds.check(stream, name=name, declared=declared, allowed=kinds.IMAGES, at_most=MOST_BYTES)
    settings = OrganisationSettings.objects.select_for_update().get()
    stored = files.store(
        stream,
        owner_kind=OWNER_KIND,
        owner_id=tenancy.required(),
        name=name,
        purpose=PURPOSE,
        content_type=kind.content_type,
        at=at,
        at_most=MOST_BYTES,
    )
    _set(settings, stored, by=by, at=at)
    return stored


@transaction.atomic
def remove(*, by: User, at: datetime) -> None:
    """Go on without a logo. A second time changes nothing."""
    settings = OrganisationSettings.objects.select_for_update().get()
    if settings.logo_id is not None:
        _set(settings, None, by=by, at=at)


def url_of(settings: OrganisationSettings, *, organisation: Organisation) -> str:
    """Return the public address of the logo, or nothing. One statement when there is a logo."""
    stored = settings.logo
    if stored is None:
        return ""
    return reverse("career_logo", kwargs={"organisation": organisation.slug, "logo": stored.public_id})


def _set(settings: OrganisationSettings, stored: StoredFile | None, *, by: User, at: datetime) -> None:
    before = settings.logo
    settings.logo = stored
    settings.version += 1
    settings.save(update_fields=["logo", "version"])
    if before is not None:
        files.remove(before)
    log.append(
        "settings.changed",
        subject=log.Subject("organisation", tenancy.required()),
        actor=log.Actor.user(by),
        at=at,
        data={"fields": ["logo_id"], "version": settings.version},
    )
    versions.touch("organisation")
