"""While a demo organisation still lives its year, its pages say so, and say when all of it is there."""

from __future__ import annotations

from recruit_platform.core.models import OrganisationSettings
from recruit_platform.core.roles import Can

from . import versions
from .panels import House, Panel, register


def context(_house: House) -> dict[str, bool]:
    """One statement."""
    return {"is_due": OrganisationSettings.objects.values_list("demo_year_is_due", flat=True).get()}


def changed() -> None:
    """The year of the active organisation is there with the running transaction."""
    versions.touch(DEMO_YEAR.name)


DEMO_YEAR = register(Panel("demo-year", Can.SEE_DASHBOARD, "core/panels/demo_year.html", context))
