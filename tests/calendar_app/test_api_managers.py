"""Who looks along with a vacancy, over the API."""

from __future__ import annotations

from typing import Any

import pytest

from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership, VacancyAccess
from tests.core.api.conftest import Ask, ask, make_key, valkey, valkey_server  # noqa: F401
from tests.support.builders import NOON, World
from tests.support.vacancies import make_vacancy


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def member(world: World, role: str) -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def test_who_looks_along_is_set_in_a_members_name_and_read_back(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
    manager, there = member(acme, "hiring_manager"), f"/api/v1/vacancies/{vacancy.public_id}/managers"
    key = make_key(acme, Scope.VACANCIES_MANAGERS, Scope.VACANCIES_READ).secret

    def post(secret: str, body: dict[str, Any]) -> Any:
        return ask(f"{there}/set", secret, method="post", data=body, content_type="application/json")

    body = {"by": member(acme, "recruiter"), "managers": [manager]}
    strange = make_key(zed, Scope.VACANCIES_MANAGERS, Scope.VACANCIES_READ).secret
    assert ask(there, strange).status_code == 404
    assert post(strange, {**body, "by": member(zed, "recruiter")}).status_code == 404
    assert post(make_key(acme, Scope.VACANCIES_WRITE).secret, body).status_code == 403
    assert post(key, {**body, "by": member(acme, "marketeer")}).status_code == 403
    for wrong in ([member(zed, "hiring_manager")], [member(acme, "marketeer")], "iedereen"):
        assert post(key, {**body, "managers": wrong}).status_code == 422
    assert ask(there, key).json() == {"managers": []}
    for _again in range(2):
        assert post(key, body).json() == {"managers": [manager]}
    assert ask(there, key).json() == {"managers": [manager]}
    with tenancy.scope(acme.id):
        assert Event.objects.filter(kind="vacancy.managers_set").count() == 1
    assert post(key, {**body, "managers": []}).json() == {"managers": []}
    with tenancy.scope(acme.id):
        assert not VacancyAccess.objects.exists()
