"""Filling a demo organisation in two pieces, each all or nothing and done once: its first days, then the year after them.

People can look around after the first piece, which takes seconds; the year takes the better part of a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from django.contrib.auth.hashers import make_password
from django.db import transaction

from recruit_platform.core import clock, tenancy
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.demo.cast import PASSWORD, House, Person
from recruit_platform.core.models import Invitation, Membership, Organisation, OrganisationSettings, Role, User
from recruit_platform.core.organisations import directory, invitations, settings, team
from recruit_platform.core.poll import demo_year

Step = tuple[datetime, Callable[[], object]]


def quietly(_organisation: Organisation, *, at: datetime, beside: Sequence[Step]) -> None:
    """Let time pass in which nobody did any work."""
    for _when, step in sorted(beside, key=lambda one: one[0]):
        step()


@dataclass(frozen=True)
class Year:
    """What the floors above let an organisation live through: ``settings.DEMO_YEAR`` names one.

    Each gets what its people did to the organisation itself meanwhile, every step with its moment: the log is read by number.
    ``found`` lives the days before ``DAYS`` ago and ends then; ``live`` goes on from there up to ``at``.
    """

    found: Callable[..., object] = quietly
    live: Callable[..., object] = quietly


DAYS = 360
QUIET = Year()


def fill(house: House, *, at: datetime, year: Year = QUIET) -> bool:
    """Make the organisation as its people made it over the past year; False when it is there already."""
    return found(house, at=at, year=year) and live(house, at=at, year=year)


@transaction.atomic
def found(house: House, *, at: datetime, year: Year = QUIET) -> bool:
    """Make the organisation with the people and plans it began with; False when it is there already."""
    if Organisation.objects.filter(slug=house.slug).exists():
        return False
    admin = _person(house.people[0])
    began = at - timedelta(days=house.people[0].joined_days_ago)
    organisation = directory.create(slug=house.slug, name=house.name, admin=admin, at=began, is_demo=True)
    with tenancy.scope(organisation.pk):
        OrganisationSettings.objects.update(demo_year_is_due=True)
        early, _late = _steps(house, organisation, by=admin, at=at)
        year.found(organisation, at=at, beside=early)
    return True


@transaction.atomic
def live(house: House, *, at: datetime, year: Year = QUIET) -> bool:
    """Let a founded organisation have its year, once: False when it had it."""
    organisation = Organisation.objects.get(slug=house.slug)
    with tenancy.scope(organisation.pk):
        if not OrganisationSettings.objects.get().demo_year_is_due:
            return False
        admin = User.objects.get(email=house.people[0].email)
        _early, late = _steps(house, organisation, by=admin, at=at)
        year.live(organisation, at=at, beside=late)
        OrganisationSettings.objects.update(demo_year_is_due=False)
        demo_year.changed()
    return True


def _steps(house: House, organisation: Organisation, *, by: User, at: datetime) -> tuple[list[Step], list[Step]]:
    """What happened to this organisation, each with its moment: before the year, and in it."""
    steps: list[Step] = []
    set_up_at = organisation.created_at + timedelta(hours=1)
    steps.append((set_up_at, partial(_set_up, house, by=by, at=set_up_at)))
    for person in house.people[1:]:
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
    begins = at - timedelta(days=DAYS)
    return [one for one in steps if one[0] < begins], [one for one in steps if one[0] >= begins]


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
