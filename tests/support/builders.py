"""Builders: each test shows the values it relies on, the rest is filled in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recruit_platform.core import tenancy
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, Role, User

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday in the Dutch winter, 12:00 in Amsterdam
PASSWORD = "fiets-lamp-regen-42"


@dataclass(frozen=True)
class World:
    """An organisation and its people, by role."""

    organisation: Organisation
    people: dict[str, User]

    @property
    def id(self) -> int:
        return self.organisation.pk

    @property
    def slug(self) -> str:
        return self.organisation.slug

    def __getattr__(self, role: str) -> User:
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None


def make_organisation(slug: str = "acme", *, name: str | None = None, **settings: Any) -> Organisation:
    organisation = Organisation.objects.create(slug=slug, name=name or slug.title(), created_at=NOON)
    with tenancy.scope(organisation.pk):
        OrganisationSettings.objects.create(**settings)
    return organisation


def make_person(email: str, *, name: str = "Sam de Vries", password: str | None = None) -> User:
    user = User(email=email, name=name)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    return user


def make_membership(organisation: Organisation, user: User, role: str = Role.RECRUITER, **fields: Any) -> Membership:
    with tenancy.scope(organisation.pk):
        return Membership.objects.create(user=user, role=role, joined_at=NOON, **fields)


def make_world(slug: str) -> World:
    organisation = make_organisation(slug)
    people = {}
    for role in Role:
        people[role.value] = make_person(
            f"{role.value}@{slug}.example", name=f"{role.value.title()} van {slug.title()}"
        )
        make_membership(organisation, people[role.value], role)
    return World(organisation, people)
