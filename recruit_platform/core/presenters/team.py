"""The team as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from recruit_platform.core.models import Invitation, Membership, Role, User
from recruit_platform.core.roles import IN_A_SENTENCE
from recruit_platform.core.ui.parts import Status, Text, Tone


@dataclass(frozen=True)
class Member:
    id: UUID
    name: str
    email: str
    role: str
    role_label: Text
    is_me: bool
    is_active: bool
    status: Status
    second_step: Status
    last_seen_on: date | None


@dataclass(frozen=True)
class Invited:
    id: UUID
    email: str
    role_label: Text
    by: str
    sent: Text
    expires_at: datetime
    status: Status


@dataclass(frozen=True)
class RoleChoice:
    value: str
    label: Text
    sentence: Text


def members(found: Iterable[Membership], *, me: User) -> list[Member]:
    return [_member(one, me=me) for one in found]


def invitations(found: Iterable[Invitation], *, at: datetime) -> list[Invited]:
    return [_invited(one, at=at) for one in found]


def roles() -> list[RoleChoice]:
    return [RoleChoice(value=role.value, label=role.label, sentence=IN_A_SENTENCE[role]) for role in Role]


def _member(one: Any, *, me: User) -> Member:
    on, off = Status(tone=Tone.OK, word=_("Actief")), Status(tone=Tone.IDLE, word=_("Uitgezet"))
    has, has_not = Status(tone=Tone.OK, word=_("Ja")), Status(tone=Tone.WARN, word=_("Nog niet"))
    return Member(
        id=one.public_id,
        name=one.user.name,
        email=one.user.email,
        role=one.role,
        role_label=Role(one.role).label,
        is_me=one.user_id == me.pk,
        is_active=one.is_active,
        status=on if one.is_active else off,
        second_step=has if one.has_second_step else has_not,
        last_seen_on=one.last_seen_on,
    )


def _invited(one: Invitation, *, at: datetime) -> Invited:
    expired = one.expires_at <= at
    return Invited(
        id=one.public_id,
        email=one.email,
        role_label=Role(one.role).label,
        by=one.invited_by.name if one.invited_by else _("de beheerder van de installatie"),
        sent=_("1 keer") if one.times_sent == 1 else _("%(n)s keer") % {"n": one.times_sent},
        expires_at=one.expires_at,
        status=Status(tone=Tone.WARN, word=_("Verlopen"))
        if expired
        else Status(tone=Tone.INFO, word=_("Wacht op antwoord")),
    )
