"""Talks over the API: offered, called off and ended in a member's name; the candidate chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Membership, OutboxMessage
from talentpool.models import Application, Interview, InterviewSlot
from talentpool.services import interviews
from tests.core.api.conftest import Ask, ask, make_key, valkey, valkey_server  # noqa: F401
from tests.support.builders import NOON, World
from tests.support.candidates import a_person, make_application
from tests.support.vacancies import make_vacancy

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def application(acme: World, zed: World) -> Application:
    """Noor's, in the first organisation; another one, in the second, must never be touched."""
    with tenancy.scope(zed.id):
        make_application(make_vacancy(), person=a_person("Zij", "Van Zed"))
    with tenancy.scope(acme.id):
        return make_application(make_vacancy(), person=a_person("Noor", "Voorbeeld"))


def post(ask: Ask, path: str, secret: str, body: dict[str, Any]) -> Any:  # noqa: F811
    return ask(f"/api/v1/{path}", secret, method="post", data=body, content_type="application/json")


def member(world: World, role: str = "recruiter") -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def a_time(hours: int = 0, **other: str) -> dict[str, str]:
    starts_at = TOMORROW + timedelta(hours=hours)
    return {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(minutes=45)).isoformat(), **other}


def test_times_are_offered_one_is_chosen_and_the_talk_is_contact(
    acme: World,
    zed: World,
    application: Application,
    ask: Ask,  # noqa: F811
) -> None:
    secret, by = make_key(acme, Scope.INTERVIEWS_WRITE, Scope.CONTACT_READ).secret, {"by": member(acme)}
    there = f"applications/{application.public_id}/interviews"
    body = {**by, "host": member(acme, "hiring_manager"), "place": "Kamer 2", "times": [a_time(2), a_time()]}
    made = post(ask, f"{there}/offer", secret, body)
    told = made.json()
    assert (made.status_code, told["state"], told["place"], told["host"]) == (201, "offered", "Kamer 2", body["host"])
    assert [one["taken_at"] for one in told["slots"]] == [None, None]
    strange = make_key(zed, Scope.INTERVIEWS_WRITE, Scope.CONTACT_READ).secret
    assert ask(f"/api/v1/{there}", strange).status_code == 404
    for path in (f"{there}/offer", f"interviews/{told['id']}/cancel", f"interviews/{told['id']}/end"):
        full = {**body, "came": True}
        assert post(ask, path, strange, {**full, "by": member(zed)}).status_code == 404
        assert post(ask, path, make_key(acme, Scope.CONTACT_WRITE).secret, full).status_code == 403
        assert post(ask, path, secret, {**full, "by": member(acme, "hiring_manager")}).status_code == 403
    end = f"interviews/{told['id']}/end"
    assert post(ask, end, secret, {**by, "came": True}).status_code == 409  # nothing is planned yet
    with tenancy.scope(acme.id):
        interviews.choose(InterviewSlot.objects.get(starts_at=TOMORROW), at=NOON)
    (row,) = ask(f"/api/v1/{there}", secret).json()["items"]
    assert (row["state"], row["starts_at"]) == ("planned", TOMORROW.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert post(ask, end, secret, {**by, "came": True}).json()["state"] == "held"
    with tenancy.scope(acme.id):
        application.refresh_from_db()
        assert application.first_contact_at == NOON
    with tenancy.scope(zed.id):
        assert not Interview.objects.exists()
        assert Application.objects.get().first_contact_at is None


def test_an_offer_that_cannot_be_is_refused_and_one_can_be_called_off(
    acme: World,
    zed: World,
    application: Application,
    ask: Ask,  # noqa: F811
) -> None:
    secret, by = make_key(acme, Scope.INTERVIEWS_WRITE).secret, {"by": member(acme)}
    there, body = f"applications/{application.public_id}/interviews/offer", {**by, "times": [a_time()]}
    for wrong in (
        {"times": []}, {"times": [a_time(n) for n in range(9)]}, {"times": [{"starts_at": "morgen"}]},
        {"times": [a_time(ends_at="9999-01-01T00:00:00Z")]}, {"host": member(zed)}, {"by": member(zed)},
    ):  # fmt: skip
        assert post(ask, there, secret, {**body, **wrong}).status_code == 422, wrong
    assert post(ask, there, secret, {**body, "times": [a_time(-48)]}).status_code == 409
    with tenancy.scope(acme.id):
        assert not Interview.objects.exists()
        assert not OutboxMessage.objects.filter(purpose__startswith="interview").exists()
    told = post(ask, there, secret, body).json()
    assert told["host"] == by["by"]
    for _again in range(2):
        assert post(ask, f"interviews/{told['id']}/cancel", secret, by).json()["state"] == "cancelled"
