"""The words of the career site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.poll import versions
from talentpool.models import CareerSite


@transaction.atomic
def change(*, values: Mapping[str, Any], by: Membership, at: datetime) -> CareerSite:
    """Save what visitors read. The same words change nothing."""
    site = CareerSite.objects.select_for_update().first()  # one row per organisation
    if site is None:
        site = CareerSite.objects.create()
    changed = [name for name, value in values.items() if getattr(site, name) != value]
    for name in changed:
        setattr(site, name, values[name])
    if not changed:
        return site
    site.save(update_fields=changed)
    actor = log.Actor.user(by.user_id)
    log.append("career_site.changed", subject=log.Subject("career_site", site.pk), actor=actor, at=at)
    versions.touch("careers")
    return site
