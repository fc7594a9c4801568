"""Candidates and applications over the API: the same services, the walls between organisations and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event
from talentpool.models import Application, CallBack, Candidate, StageKind
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import NOON, World
from tests.support.campaigns import make_campaign, make_link
from tests.support.candidates import a_person, a_stage, make_application
from tests.support.vacancies import make_vacancy

READ, WRITE = Scope.CANDIDATES_READ, Scope.CANDIDATES_WRITE
SENT = {"key": "formulier-0001", "first_name": "Noor", "email": "noor@voorbeeld.example", "phone": "+31612345678"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def post(ask: Ask, path: str, secret: str, body: dict[str, Any]) -> Any:
    return ask(path, secret, method="post", data=body, content_type="application/json")


def test_lists_show_the_own_organisation_only(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        make_application(make_vacancy())
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy(), person=a_person("Noor", "Voorbeeld"))
    secret = make_key(acme, READ).secret
    people = ask("/api/v1/candidates", secret).json()["items"]
    assert [one["id"] for one in people] == [str(application.candidate.public_id)]
    found = ask("/api/v1/applications", secret, query_params={"stage_kind": "new"}).json()["items"]
    assert [(one["id"], one["candidate"]) for one in found] == [(str(application.public_id), people[0]["id"])]
    assert ask("/api/v1/applications", secret, query_params={"stage_kind": "hired"}).json()["items"] == []
    assert ask("/api/v1/applications", secret, query_params={"stage_kind": "x"}).status_code == 422
    assert ask(f"/api/v1/applications/{application.public_id}", make_key(zed, READ).secret).status_code == 404


def test_reading_does_not_let_write_and_writing_not_read(acme: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
    reader, writer = make_key(acme, READ).secret, make_key(acme, WRITE).secret
    assert ask("/api/v1/candidates", writer).status_code == 403
    for path in ("submit", f"{application.public_id}/move", f"{application.public_id}/end"):
        assert post(ask, f"/api/v1/applications/{path}", reader, {}).status_code == 403


def test_an_application_tells_its_first_and_its_last_touch(acme: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign("Leerkrachten")
        first, last = make_link(label="Zomer", campaign=campaign), make_link(label="Herfst")
        touched = make_application(make_vacancy(), first_link=first, last_link=last)
        direct = make_application(make_vacancy())
    secret = make_key(acme, READ).secret
    told = ask(f"/api/v1/applications/{touched.public_id}", secret).json()
    assert told["first_touch"] == {
        "link": str(first.public_id),
        "label": "Zomer",
        "channel": first.source,
        "campaign": str(campaign.public_id),
        "campaign_name": "Leerkrachten",
    }
    assert (told["last_touch"]["label"], told["last_touch"]["campaign"]) == ("Herfst", None)
    told = ask(f"/api/v1/applications/{direct.public_id}", secret).json()
    assert (told["first_touch"], told["last_touch"]) == (None, None)


def test_the_same_key_is_the_same_application(acme: World, ask: Ask) -> None:
    secret, body = make_key(acme, WRITE).secret, {**SENT, "vacancy": None}
    first, second = (post(ask, "/api/v1/applications/submit", secret, body) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    with tenancy.scope(acme.id):
        assert (Application.objects.count(), Candidate.objects.count()) == (1, 1)
        assert Event.objects.get(kind="application.received").actor_kind == "api_key"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"email": "noor"}, "#/email"),
        ({"phone": "06 1"}, "#/phone"),
        ({"key": "kort"}, "#/key"),
        ({"vacancy": "x"}, "#/vacancy"),
    ],
)
def test_what_is_wrong_is_pointed_at(acme: World, ask: Ask, wrong: dict[str, str], pointer: str) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
    body = {**SENT, "vacancy": str(vacancy.public_id), **wrong}
    answer = post(ask, "/api/v1/applications/submit", make_key(acme, WRITE).secret, body)
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (422, [pointer])


def test_a_closed_vacancy_and_one_of_another_organisation_are_refused(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        closed = make_vacancy(closes_on=NOON.date().replace(day=20))
    with tenancy.scope(zed.id):
        theirs = make_vacancy()
    secret = make_key(acme, WRITE).secret
    for vacancy in (closed, theirs):
        answer = post(ask, "/api/v1/applications/submit", secret, {**SENT, "vacancy": str(vacancy.public_id)})
        assert answer.status_code == 422


def test_moving_and_ending_go_through_the_services(acme: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        application = make_application(make_vacancy())
        stage, ended = a_stage(StageKind.INTERVIEW), a_stage(StageKind.ENDED)
    secret, path = make_key(acme, WRITE).secret, f"/api/v1/applications/{application.public_id}"
    moved = post(ask, f"{path}/move", secret, {"stage": str(stage.public_id), "version": 1})
    assert (moved.status_code, moved.json()["stage_kind"], moved.json()["version"]) == (200, "interview", 2)
    assert moved.json()["first_contact_at"] is None
    with tenancy.scope(acme.id):
        assert CallBack.objects.get(application=application).ended_at is None  # only people stop the clock
    assert post(ask, f"{path}/move", secret, {"stage": str(stage.public_id), "version": 1}).status_code == 409
    assert post(ask, f"{path}/move", secret, {"stage": str(ended.public_id)}).status_code == 409
    stopped = post(ask, f"{path}/end", secret, {"ended_by": "candidate", "reason": "pay"})
    assert (stopped.status_code, stopped.json()["end_reason"]) == (200, "pay")
    assert post(ask, f"{path}/end", secret, {"ended_by": "us", "reason": "filled"}).status_code == 409
