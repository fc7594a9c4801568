"""Events in words. Names are looked up when the page is shown: the log holds ids, so a person can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruit_platform.core.models import ActorKind, Event, Invitation, Membership, Role
from recruit_platform.core.organisations import selectors

WORDS: dict[str, Promise] = {
    "organisation.created": gettext_lazy("Organisatie gemaakt"),
    "support.looked_in": gettext_lazy("Meegekeken van buiten"),
    "settings.changed": gettext_lazy("Instellingen veranderd"),
    "day_off.added": gettext_lazy("Vrije dag toegevoegd"),
    "day_off.removed": gettext_lazy("Vrije dag weggehaald"),
    "team.invited": gettext_lazy("Uitgenodigd"),
    "team.invitation_resent": gettext_lazy("Uitnodiging opnieuw verstuurd"),
    "team.invitation_revoked": gettext_lazy("Uitnodiging ingetrokken"),
    "team.joined": gettext_lazy("Bij het team gekomen"),
    "team.role_changed": gettext_lazy("Andere rol gekregen"),
    "team.deactivated": gettext_lazy("Uitgezet"),
    "team.reactivated": gettext_lazy("Weer aangezet"),
    "team.vacancies_given": gettext_lazy("Vacatures toegewezen"),
    "person.signed_in": gettext_lazy("Ingelogd"),
    "person.password_changed": gettext_lazy("Wachtwoord veranderd"),
    "person.password_reset": gettext_lazy("Wachtwoord opnieuw ingesteld"),
    "person.email_changed": gettext_lazy("E-mailadres veranderd"),
    "person.second_step_added": gettext_lazy("Tweede stap ingesteld"),
    "person.second_step_removed": gettext_lazy("Tweede stap weggehaald"),
    "person.recovery_codes_made": gettext_lazy("Herstelcodes gemaakt"),
    "mail.sent": gettext_lazy("Mail verstuurd"),
    "mail.confirmed": gettext_lazy("Mail bevestigd als verstuurd"),
    "mail.sent_again": gettext_lazy("Mail opnieuw verstuurd"),
    "mail.unsure": gettext_lazy("Onzeker of mail aankwam"),
    "mail.cancelled": gettext_lazy("Mail niet verstuurd"),
    "mail.bounced": gettext_lazy("Mail kwam terug"),
    "mail.failed": gettext_lazy("Mail mislukt"),
    "job.started": gettext_lazy("Taak begonnen"),
    "job.stop_asked": gettext_lazy("Taak laten stoppen"),
    "job.ended": gettext_lazy("Taak klaar"),
    "file.downloaded": gettext_lazy("Bestand gedownload"),
    "api_key.created": gettext_lazy("API-sleutel gemaakt"),
    "api_key.revoked": gettext_lazy("API-sleutel ingetrokken"),
}

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
    """Return events as lines. Three statements at most, whatever the number of events."""
    about = _subjects(events)
    who = selectors.names(event.actor_id for event in events if event.actor_kind == ActorKind.USER)
    return [
        Line(
            id=event.pk,
            at=event.at,
            what=kind_in_words(event.kind),
            about=about.get((event.subject_kind, event.subject_id), ""),
            detail=_detail(event),
            who=_actor(event, who),
        )
        for event in events
    ]


def kind_in_words(kind: str) -> str:
    """A kind without words of its own is shown by its name: better than not at all."""
    return str(WORDS.get(kind, kind))


def _actor(event: Event, names: Mapping[int, str]) -> str:
    if event.kind in _BY_OPERATOR and event.actor_kind == ActorKind.SYSTEM:
        return _("de beheerder van de installatie")
    if event.actor_kind == ActorKind.USER:
        return names.get(event.actor_id or 0) or _("iemand die hier niet meer bekend is")
    return {
        ActorKind.CANDIDATE: _("een kandidaat"),
        ActorKind.API_KEY: _("een API-sleutel"),
    }.get(ActorKind(event.actor_kind), _("automatisch"))


def _subjects(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """Name what the events are about, per kind of thing in one statement."""
    found: dict[tuple[str, int], str] = {}
    persons = selectors.names(_ids(events, "person"))
    found.update({("person", pk): name for pk, name in persons.items()})
    members = Membership.objects.filter(pk__in=_ids(events, "membership")).values_list("pk", "user__name")
    found.update({("membership", pk): name for pk, name in members})
    invited = Invitation.objects.filter(pk__in=_ids(events, "invitation")).values_list("pk", "email")
    found.update({("invitation", pk): email for pk, email in invited})
    return found


def _ids(events: Iterable[Event], kind: str) -> list[int]:
    return sorted({event.subject_id for event in events if event.subject_kind == kind})


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
