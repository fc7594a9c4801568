from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, Membership, OrganisationSettings, Role
from recruit_platform.core.organisations import invitations, team
from tests.support.builders import NOON, World, make_membership


def membership_of(world: World, role: str) -> Membership:
    return Membership.objects.select_related("user").get(user=world.people[role])


def test_the_last_admin_stays_admin(acme: World) -> None:
    with tenancy.scope(acme.id):
        last = membership_of(acme, "admin")
        with pytest.raises(team.LastAdmin):
            team.change_role(last, to=Role.DIRECTOR, by=acme.admin, at=NOON)
        with pytest.raises(team.LastAdmin):
            team.deactivate(last, by=acme.admin, at=NOON)
        last.refresh_from_db()
        assert (last.role, last.is_active) == (Role.ADMIN, True)
        assert not Event.objects.exists()


def test_of_two_admins_one_may_go(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        team.change_role(membership_of(acme, "recruiter"), to=Role.ADMIN, by=acme.admin, at=NOON)
        team.deactivate(membership_of(acme, "admin"), by=acme.recruiter, at=NOON)
        with pytest.raises(team.LastAdmin):
            team.change_role(membership_of(acme, "recruiter"), to=Role.RECRUITER, by=acme.recruiter, at=NOON)
        facts = list(Event.objects.order_by("pk").values_list("kind", "data", "actor_id"))
    assert facts == [
        ("team.role_changed", {"before": "recruiter", "after": "admin"}, acme.admin.pk),
        ("team.deactivated", {}, acme.recruiter.pk),
    ]


def test_the_same_role_again_changes_and_says_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        team.change_role(membership_of(acme, "recruiter"), to=Role.RECRUITER, by=acme.admin, at=NOON)
        team.reactivate(membership_of(acme, "recruiter"), by=acme.admin, at=NOON)
        assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_at_once_leave_one(acme: World) -> None:
    with tenancy.scope(acme.id):
        team.change_role(membership_of(acme, "recruiter"), to=Role.ADMIN, by=acme.admin, at=NOON)
    ready, refused = threading.Barrier(2), []

    def demote(victim: str, by: Any) -> None:
        try:
            with tenancy.scope(acme.id):
                found = membership_of(acme, victim)
                ready.wait(5)
                team.change_role(found, to=Role.DIRECTOR, by=by, at=NOON)
        except team.LastAdmin:
            refused.append(victim)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=demote, args=("admin", acme.recruiter)),
        threading.Thread(target=demote, args=("recruiter", acme.admin)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with tenancy.scope(acme.id):
        assert Membership.objects.filter(role=Role.ADMIN, is_active=True).count() == 1
    assert len(refused) == 1


def test_vacancies_of_a_hiring_manager_are_exactly_those_given(acme: World) -> None:
    import uuid

    one, two, three = (uuid.UUID(int=n) for n in (1, 2, 3))
    with tenancy.scope(acme.id):
        manager = membership_of(acme, "hiring_manager")
        team.give_vacancies(manager, vacancies=[one, two], by=acme.admin, at=NOON)
        team.give_vacancies(manager, vacancies=[two, three, three], by=acme.admin, at=NOON)
        assert team.vacancies_of(manager) == [two, three]


@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_twice_at_once_makes_one_member(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        invitation = invitations.send(email=zed.recruiter.email, role=Role.DIRECTOR, by=acme.admin, at=NOON)
    ready, outcomes = threading.Barrier(2), []

    def accept() -> None:
        try:
            found = invitations.Found(acme.organisation, invitation)
            ready.wait(5)
            invitations.accept(found, person=zed.recruiter, at=NOON)
            outcomes.append("in")
        except (invitations.NotOpen, invitations.AlreadyHere):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["in", "refused"]
    with tenancy.scope(acme.id):
        assert Membership.objects.filter(user=zed.recruiter).count() == 1


def test_a_member_is_not_invited_again(acme: World) -> None:
    with tenancy.scope(acme.id):
        with pytest.raises(invitations.AlreadyHere, match="hoort al bij"):
            invitations.send(email=acme.director.email.upper(), role=Role.ADMIN, by=acme.admin, at=NOON)
        team.deactivate(membership_of(acme, "director"), by=acme.admin, at=NOON)
        with pytest.raises(invitations.AlreadyHere, match="uitgezet"):
            invitations.send(email=acme.director.email, role=Role.ADMIN, by=acme.admin, at=NOON)


def test_being_deactivated_here_changes_nothing_there(acme: World, zed: World) -> None:
    make_membership(zed.organisation, acme.recruiter, Role.MARKETEER)
    with tenancy.scope(acme.id):
        team.deactivate(membership_of(acme, "recruiter"), by=acme.admin, at=NOON)
    with tenancy.scope(zed.id):
        assert Membership.objects.get(user=acme.recruiter).is_active
        assert OrganisationSettings.objects.count() == 1


def test_the_service_itself_refuses_a_closed_or_foreign_invitation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        held = invitations.send(email=zed.recruiter.email, role=Role.DIRECTOR, by=acme.admin, at=NOON)
    found = invitations.Found(acme.organisation, held)
    for person, at in ((zed.director, NOON), (zed.recruiter, NOON + invitations.LIFE)):
        with pytest.raises(invitations.NotOpen):
            invitations.accept(found, person=person, at=at)
    with tenancy.scope(acme.id):
        assert not Membership.objects.filter(user__in=[zed.director, zed.recruiter]).exists()
    invitations.accept(found, person=zed.recruiter, at=NOON + invitations.LIFE / 2)
