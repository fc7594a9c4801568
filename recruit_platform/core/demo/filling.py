"""Filling one demo organisation, all of it or nothing; a second time finds it there and leaves it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Protocol

from django.contrib.auth.hashers import make_password
from django.db import transaction

from recruit_platform.core import clock, tenancy
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.demo.cast import PASSWORD, House, Person
from recruit_platform.core.models import Invitation, Membership, Organisation, Role, User
from recruit_platform.core.organisations import directory, invitations, settings, team

Step = tuple[datetime, Callable[[], object]]


class Year(Protocol):
    """What the floors above let an organisation live through: ``settings.DEMO_YEAR`` names it.

    ``beside`` is what its people did to the organisation itself meanwhile, each at its moment: the log is read by number.
    """

    def __call__(self, organisation: Organisation, *, at: datetime, beside: Sequence[Step]) -> object: ...


def quietly(organisation: Organisation, *, at: datetime, beside: Sequence[Step]) -> None:
    """Let a year pass in which nobody did any work."""
    for _when, step in sorted(beside, key=lambda one: one[0]):
        step()


@transaction.atomic
def fill(house: House, *, at: datetime, year: Year = quietly) -> bool:
    """Make the organisation as its people made it over the past year, all or nothing; False when it is there already."""
    if Organisation.objects.filter(slug=house.slug).exists():
        return False
    first, *others = house.people
    admin = _person(first)
    began = at - timedelta(days=first.joined_days_ago)
    organisation = directory.create(slug=house.slug, name=house.name, admin=admin, at=began, is_demo=True)
    with tenancy.scope(organisation.pk):
        year(organisation, at=at, beside=_steps(house, others, organisation, by=admin, began=began, at=at))
    return True


@transaction.atomic
def people_of(house: House) -> None:
    """Make the accounts of everybody in an organisation; those that are there stay as they are."""
    for person in house.people:
        _person(person)


def _steps(
    house: House, others: Sequence[Person], organisation: Organisation, *, by: User, began: datetime, at: datetime
) -> list[Step]:
    """What happened to this organisation, each with its moment."""
    steps: list[Step] = []
    set_up_at = began + timedelta(hours=1)
    steps.append((set_up_at, partial(_set_up, house, by=by, at=set_up_at)))
    for person in others:
        joined_at = at - timedelta(days=person.joined_days_ago)
        asked_at = joined_at - timedelta(hours=1)
        steps.append((asked_at, partial(_invite, person.email, person.role, by=by, at=asked_at, is_revoked=False)))
        steps.append((joined_at, partial(_join, person, organisation, at=joined_at)))
        if person.is_gone:
            gone_at = joined_at + timedelta(days=60)
            steps.append((gone_at, partial(_leave, person, by=by, at=gone_at)))
    entered_at = at - timedelta(days=14)
    for ahead, name in house.days_off:
        day = clock.local_date(at, zone="Europe/Amsterdam") + timedelta(days=ahead)
        steps.append((entered_at, partial(settings.add_day_off, day=day, name=name, by=by, at=entered_at)))
    for email, role, ago in (*house.revoked, *house.invited):
        sent_at = at - timedelta(days=ago)
        is_revoked = (email, role, ago) in house.revoked
        steps.append((sent_at, partial(_invite, email, role, by=by, at=sent_at, is_revoked=is_revoked)))
    return steps


def _invite(email: str, role: Role, *, by: User, at: datetime, is_revoked: bool) -> None:
    invitation = invitations.send(email=email, role=role, by=by, at=at)
    if is_revoked:
        invitations.revoke(invitation, by=by, at=at + timedelta(minutes=7))


def _leave(person: Person, *, by: User, at: datetime) -> None:
    membership = Membership.objects.select_related("user").get(user__email=person.email)
    team.deactivate(membership, by=by, at=at)


def _person(person: Person) -> User:
    """Return the account of somebody, made the first time; one person may play in both organisations."""
    held = User.objects.filter(email=person.email).first()  # the address is unique
    if held is not None:
        return held
    made = accounts.create(email=person.email, name=person.name)
    User.objects.filter(pk=made.pk).update(password=_hashed())
    return made


@cache
def _hashed() -> str:
    """The password that all of them have, hashed once: a hash is slow on purpose."""
    return make_password(PASSWORD)


def _set_up(house: House, *, by: User, at: datetime) -> None:
    values: dict[str, settings.Value] = {
        "region": house.region,
        "brand_colour": house.brand_colour,
        "font": house.font,
        "corner_radius": house.corner_radius,
    }
    held = settings.current(names=frozenset(values))
    settings.change(version=held.version, values=values, by=by, at=at)


def _join(person: Person, organisation: Organisation, *, at: datetime) -> None:
    """Let somebody accept the invitation they got, the way everybody comes in."""
    invitation = Invitation.objects.get(email=person.email, accepted_at=None, revoked_at=None)
    invitations.accept(invitations.Found(organisation, invitation), person=_person(person), at=at)
