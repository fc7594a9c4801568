"""What an organisation tells about itself, and how quickly it promises to call."""

from __future__ import annotations

from talentpool.models import CareerSite, Stage, StageKind

DEFAULT_AT_MOST_HOURS = 16


def career_site() -> CareerSite:
    """Return the words of the career site; an organisation that wrote none has an empty, public one. One statement."""
    return CareerSite.objects.first() or CareerSite()  # one row per organisation


def call_limit_hours() -> int:
    """Return within how many working hours a new application is called at most. One statement."""
    first = Stage.objects.filter(kind=StageKind.NEW, is_active=True).order_by("position", "id").first()
    return (first.at_most_hours if first else None) or DEFAULT_AT_MOST_HOURS
