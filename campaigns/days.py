"""Which day it is: for the organisation, and for an advertising account, which may count in another zone."""

from __future__ import annotations

from datetime import date, datetime

from recruit_platform.core import clock
from recruit_platform.core.models import OrganisationSettings


def zone() -> str:
    """Return the time zone of the active organisation. One statement."""
    return OrganisationSettings.objects.values_list("time_zone", flat=True).get()


def local(at: datetime) -> date:
    """Return the organisation's day at an instant. One statement."""
    return clock.local_date(at, zone=zone())
