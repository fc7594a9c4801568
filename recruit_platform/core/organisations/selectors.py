"""Reads for the pages of an organisation. All need the organisation active."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from recruit_platform.core.models import DayOff, Event, Invitation, Membership, Role

_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_ROLE_ORDER = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(Role)),
    default=Value(9),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when."""

    by: str
    at: datetime


def members() -> QuerySet[Any]:
    """Return the members: active first, by role, then by name. One statement; a team has tens of people, not thousands."""
    return (
        Membership.objects.select_related("user")
        .annotate(
            role_order=_ROLE_ORDER,
            has_second_step=Exists(Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=_STEPS)),
        )
        .order_by("-is_active", "role_order", "user__name", "pk")
    )


def members_without_second_step() -> list[str]:
    """Return the names of active members who have no second step yet. One statement."""
    return [one.user.name for one in members().filter(is_active=True, has_second_step=False)]


def open_invitations() -> QuerySet[Invitation]:
    """Return what is neither accepted nor revoked, newest first; expired ones too. One statement."""
    found = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return found.select_related("invited_by").order_by("-created_at", "-pk")


def days_off(*, since: date) -> QuerySet[DayOff]:
    """Return the days off from a day on, soonest first. One statement."""
    return DayOff.objects.filter(day__gte=since).order_by("day", "pk")


def last_change_of_settings() -> Change | None:
    """Return who changed the settings last. Two statements along (organisation, kind, -id)."""
    event = Event.objects.filter(kind="settings.changed").order_by("-id").first()
    if event is None:
        return None
    return Change(by=names({event.actor_id}).get(event.actor_id or 0, ""), at=event.at)


def names(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of people who are or were members here; the log holds ids only. One statement."""
    wanted = [person_id for person_id in person_ids if person_id is not None]
    here = Membership.objects.filter(user_id__in=wanted).values_list("user_id", "user__name")
    return dict(here)


def person_id(membership_public_id: str) -> int | None:
    """Return the person behind a membership's public id, or None. One statement."""
    return Membership.objects.filter(public_id=membership_public_id).values_list("user_id", flat=True).first()  # unique
