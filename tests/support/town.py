"""Several organisations full of canaries: words that occur once in the world, so whose they are shows wherever they turn up."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models
from django.test import Client

from recruit_platform.core import clock, tenancy
from recruit_platform.core.api import keys
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, Role, User
from tests.support import builders, planting
from tests.support.builders import NOON

_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels: no word of any page looks like one
CANARY = re.compile(r"kq[a-z0-9]{10}")
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PUBLIC = "public"  # may be seen by visitors of its organisation's public pages
PRIVATE = "private"


@dataclass(frozen=True)
class Person:
    """Somebody who asks: which organisations are theirs, and the cookie they are known by."""

    name: str
    homes: frozenset[int]
    cookies: dict[str, str] = field(hash=False, compare=False)
    api_key: str = ""


@dataclass
class Town:
    """What must be known to ask for things and to recognise them; can be pickled to other processes."""

    slugs: dict[int, str] = field(default_factory=dict)
    canaries: dict[str, tuple[int, str]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    public_ids: dict[str, tuple[int, str]] = field(default_factory=dict)  # id → organisation, model
    numbers: dict[int, list[int]] = field(default_factory=dict)

    def whose(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Every canary and public id in a text, with its organisation and kind."""
        for word in set(CANARY.findall(text)):
            if word in self.canaries:
                yield (*self.canaries[word], word)
        for word in set(UUID_TEXT.findall(text)):
            if word in self.public_ids:
                yield self.public_ids[word][0], PRIVATE, word


def build(*, organisations: int = 3, rows: int = 3, seed: int = 11) -> Town:
    """Make organisations with a person in every role, one person in the first two, and rows in every table."""
    chance, town = random.Random(seed), Town()
    worlds = [_organisation(town, chance, rows) for _ in range(organisations)]
    shared = builders.make_person("between@example.org", name="Iemand in twee organisaties")  # nobody's canary
    for world in worlds[:2]:
        builders.make_membership(world.organisation, shared, Role.RECRUITER)
    town.people.append(_person(shared, {world.id for world in worlds[:2]}))
    for world in worlds:
        town.people += [_person(person, {world.id}) for person in world.people.values()]
        town.people.append(_program(world))
        _note_ids(town, world.organisation)
    town.people.append(Person("somebody", frozenset(), {}))
    return town


def _organisation(town: Town, chance: random.Random, rows: int) -> builders.World:
    private, public, slug = ("kq" + "".join(chance.choices(_LETTERS, k=10)) for _ in range(3))
    organisation = Organisation.objects.create(slug=f"o-{slug}", name=f"Naam {public}", created_at=NOON)
    people: dict[str, User] = {}
    with tenancy.scope(organisation.pk):
        OrganisationSettings.objects.create()
        for role in Role:
            people[role.value] = builders.make_person(
                f"{private}.{role.value}@example.org", name=f"{private} {role.value}"
            )
            Membership.objects.create(user=people[role.value], role=role, joined_at=NOON)
    planting.plant(organisation, canary=private, published=public, rows=rows, seed=organisation.pk)
    town.slugs[organisation.pk] = organisation.slug
    town.canaries.update(
        {private: (organisation.pk, PRIVATE), public: (organisation.pk, PUBLIC), slug: (organisation.pk, PUBLIC)}
    )
    return builders.World(organisation, people)


def _person(user: User, homes: set[int]) -> Person:
    client = Client()
    client.force_login(user)
    return Person(user.email, frozenset(homes), {name: morsel.value for name, morsel in client.cookies.items()})


def _program(world: builders.World) -> Person:
    """A program with a key of the organisation, for everything that keys may do."""
    with tenancy.scope(world.id):
        made = keys.create(name="program", scopes=list(Scope), by=world.admin, at=clock.now())
    return Person(f"program of {world.slug}", frozenset({world.id}), {}, made.secret)


def _note_ids(town: Town, organisation: Organisation) -> None:
    with tenancy.scope(organisation.pk):
        numbers = town.numbers.setdefault(organisation.pk, [])
        for model in planting.parents_first():
            numbers.extend(model._base_manager.values_list("pk", flat=True)[:20])
            if any(
                isinstance(entry, models.UUIDField) and entry.name == "public_id" for entry in model._meta.local_fields
            ):
                for public_id in model._base_manager.values_list("public_id", flat=True):
                    assert isinstance(public_id, UUID)
                    town.public_ids[str(public_id)] = (organisation.pk, model.__name__.lower())
