"""Events in words. Names are looked up when the page is shown: the log holds ids, so a person can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core.log import kinds
from recruit_platform.core.models import ActorKind, Event, Role
from recruit_platform.core.organisations import selectors

FIELDS: dict[str, Promise] = {
    "name": gettext_lazy("naam"),
    "career_host": gettext_lazy("eigen host"),
    "time_zone": gettext_lazy("tijdzone"),
    "region": gettext_lazy("vakantieregio"),
    "language": gettext_lazy("taal"),
    "english_on": gettext_lazy("Engelse site"),
    "brand_colour": gettext_lazy("merkkleur"),
    "font": gettext_lazy("lettertype"),
    "corner_radius": gettext_lazy("ronding"),
    "logo_id": gettext_lazy("logo"),
    "mfa_required": gettext_lazy("tweede stap verplicht"),
}


# What nobody of the organisation did, and the product not by itself either.
_BY_OPERATOR = frozenset({"organisation.created", "support.looked_in", "team.invited", "team.invitation_resent"})


@dataclass(frozen=True)
class Line:
    id: int
    at: datetime
    what: str
    about: str
    detail: str
    who: str


def lines(events: Sequence[Event]) -> list[Line]:
    """Return events as lines. A statement per kind of thing they are about, whatever the number of events."""
    about = {kind: kinds.names_of(kind, ids) for kind, ids in _ids(events).items()}
    who = selectors.names(event.actor_id for event in events if event.actor_kind == ActorKind.USER)
    return [
        Line(
            id=event.pk,
            at=event.at,
            what=kind_in_words(event.kind),
            about=about[event.subject_kind].get(event.subject_id, ""),
            detail=_detail(event),
            who=_actor(event, who),
        )
        for event in events
    ]


def kind_in_words(kind: str) -> str:
    """A kind that is no longer declared is shown by its name: better than not at all."""
    try:
        return str(kinds.get(kind).words)
    except kinds.Refused:
        return kind


def _actor(event: Event, names: Mapping[int, str]) -> str:
    if event.kind in _BY_OPERATOR and event.actor_kind == ActorKind.SYSTEM:
        return _("de beheerder van de installatie")
    if event.actor_kind == ActorKind.USER:
        return names.get(event.actor_id or 0) or _("iemand die hier niet meer bekend is")
    return {
        ActorKind.CANDIDATE: _("een kandidaat"),
        ActorKind.API_KEY: _("een API-sleutel"),
    }.get(ActorKind(event.actor_kind), _("automatisch"))


def _ids(events: Iterable[Event]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for event in events:
        found[event.subject_kind].add(event.subject_id)
    return found


def _detail(event: Event) -> str:
    data = event.data
    if event.kind == "settings.changed":
        return ", ".join(str(FIELDS.get(name, name)) for name in data.get("fields", []))
    if event.kind == "team.role_changed":
        return _("van %(before)s naar %(after)s") % {
            "before": Role(data["before"]).label,
            "after": Role(data["after"]).label,
        }
    if event.kind == "support.looked_in":
        return _("kon ook veranderen") if data.get("may_change") else _("alleen kijken")
    if "role" in data:
        return str(Role(data["role"]).label)
    if "day" in data:
        return date_format(date.fromisoformat(str(data["day"])), "D j b Y")
    return ""
