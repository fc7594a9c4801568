"""The pages of the calendar, as tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may

_PAGES: tuple[tuple[Promise, str, Can], ...] = (
    (_("Jaar"), "calendar", Can.SEE_CALENDAR),
    (_("Vacatures"), "vacancies", Can.SEE_CALENDAR),
    (_("Uitstroom"), "outflow", Can.MANAGE_OUTFLOW),
    (_("Profielen"), "profiles", Can.MANAGE_VACANCIES),
    (_("Inlezen"), "feeds", Can.MANAGE_VACANCIES),
)


def tabs(request: OrganisationRequest, *, current: str) -> list[ui.Tab]:
    """Return the pages that this member may open; ``current`` is the name of the address."""
    return [
        ui.Tab(label=label, url=reverse(name, args=[request.organisation.slug]), current=name == current)
        for label, name, can in _PAGES
        if may(request.membership, can)
    ]
