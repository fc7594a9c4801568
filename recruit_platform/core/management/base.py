"""What commands share."""

from __future__ import annotations

from django.core.management.base import CommandError

from recruit_platform.core.models import Organisation


def organisation_named(slug: str) -> Organisation:
    """Return the organisation with this short name; raise CommandError with the known ones when there is none."""
    found = Organisation.objects.filter(slug=slug).first()  # the slug is unique
    if found is None:
        known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise CommandError(f"There is no organisation {slug!r}. Known: {known or 'none yet'}.")
    return found
