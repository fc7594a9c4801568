"""Stages are the organisation's own: named, timed, added and taken off the board by its admins."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from recruit_platform.core import tenancy
from talentpool.models import Stage, StageKind
from talentpool.services import stages
from tests.support.builders import World
from tests.support.candidates import make_application
from tests.support.vacancies import make_vacancy


def browser(world: World, role: str = "admin") -> Client:
    client = Client()
    client.force_login(world.people[role], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def names(world: World) -> list[str]:
    with tenancy.scope(world.id):
        return list(Stage.objects.filter(is_active=True).order_by("position", "id").values_list("name", flat=True))


def test_a_stage_is_added_behind_those_of_its_kind(acme: World) -> None:
    with tenancy.scope(acme.id):
        stages.ensure()
    address = reverse("stages", args=[acme.slug])
    assert browser(acme).post(address, {"name": "Proefles", "kind": "interview"}).status_code == 302
    assert names(acme) == ["Nieuw", "Gesproken", "Gesprek", "Proefles", "Aanbod", "Aangenomen", "Gestopt"]
    again = browser(acme).post(address, {"name": "Proefles", "kind": "offer"})
    assert (again.status_code, "Er is al een fase met deze naam" in again.content.decode()) == (422, True)
    assert browser(acme, "recruiter").get(address).status_code == 403


def test_a_stage_gets_another_name_and_limits_that_make_sense(acme: World) -> None:
    with tenancy.scope(acme.id):
        stage = stages.of_kind(StageKind.NEW)
    address = reverse("edit_stage", args=[acme.slug, stage.public_id])
    wrong = browser(acme).post(address, {"name": "Bellen", "ideal_hours": "20", "at_most_hours": "10"})
    assert wrong.status_code == 422
    assert browser(acme).post(address, {"name": "Bellen", "ideal_hours": "4", "at_most_hours": "8"}).status_code == 302
    with tenancy.scope(acme.id):
        stage.refresh_from_db()
        assert (stage.name, stage.ideal_hours, stage.at_most_hours) == ("Bellen", 4, 8)


def test_a_stage_with_people_in_it_or_the_last_of_its_kind_stays(acme: World) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
        hired = stages.of_kind(StageKind.HIRED)
    for stage in (application.stage, hired):
        browser(acme).post(reverse("switch_off_stage", args=[acme.slug, stage.public_id]))
    assert len(names(acme)) == 6
