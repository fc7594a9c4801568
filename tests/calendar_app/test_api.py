from __future__ import annotations

from typing import Any

import pytest

from calendar_app import facts
from calendar_app.models import JobProfile, Outflow, Vacancy, VacancyFact
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event
from tests.core.api.conftest import Ask, ask, make_key, valkey, valkey_server  # noqa: F401
from tests.support.builders import NOON, World
from tests.support.vacancies import make_fact, make_profile, make_vacancy

LIST = "/api/v1/vacancies"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


@pytest.fixture
def write(acme: World, ask: Ask) -> Any:  # noqa: F811
    secret = make_key(acme, Scope.VACANCIES_READ, Scope.VACANCIES_WRITE).secret

    def post(path: str, body: Any) -> Any:
        return ask(path, secret, method="post", data=body, content_type="application/json")

    return post


def test_a_vacancy_is_made_changed_published_and_closed(acme: World, zed: World, write: Any) -> None:
    profile = write("/api/v1/profiles/create", {"name": "Leerkracht"}).json()["id"]
    body = {
        "title": "Docent", "opens_on": "2026-11-01", "profile": profile, "salary_min_minor": 362200, "city": "Ede",
        "words": [{"label": "benefits", "text_nl": "Fiets"}],
    }  # fmt: skip
    made = write(f"{LIST}/create", body)
    assert made.status_code == 201
    there = f"{LIST}/{made.json()['id']}"
    refused = write(f"{there}/publish", None)
    assert (refused.status_code, "Zet er een salaris bij" in refused.json()["detail"]) == (409, True)
    changed = write(f"{there}/change", {"version": 1, "salary_max_minor": 552000})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = write(f"{there}/change", {"version": 1, "city": "Zeist"})
    assert stale.status_code == 409
    published = write(f"{there}/publish", None).json()
    assert (published["state"], published["is_open"], published["city"], published["profile"]) == (
        "published", True, "Ede", profile,
    )  # fmt: skip
    assert published["salary"] == {
        "min_minor": 362200, "max_minor": 552000, "currency": "EUR", "period": "month", "scale": "",
    }  # fmt: skip
    assert write(f"{there}/close", None).json()["state"] == "closed"
    with tenancy.scope(acme.id):
        kinds = list(Event.objects.filter(subject_kind="vacancy").order_by("pk").values_list("kind", "actor_kind"))
        assert {actor for kind, actor in kinds if kind != "vacancy.opened"} == {"api_key"}
        assert VacancyFact.objects.get().text_nl == "Fiets"
    with tenancy.scope(zed.id):
        assert not Vacancy.objects.exists()
        assert not JobProfile.objects.exists()


def test_the_api_says_the_very_facts_of_the_page_and_leaves_out_what_is_not_recorded(acme: World, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(company_car="no")
        make_fact(vacancy, "driving_licence", answer="no")
        wanted = [
            {"label": label, "text": fact.text, "answer": fact.answer}
            for label, fact in facts.of(vacancy, language="nl").items()
            if fact
        ]
    found = ask(f"{LIST}/{vacancy.public_id}", make_key(acme, Scope.VACANCIES_READ).secret).json()
    assert found["facts"] == wanted
    assert "travel_allowance" not in {one["label"] for one in found["facts"]}


def test_lists_hold_the_own_organisation_and_filter_by_state(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(zed.id):
        theirs = make_vacancy("Van Zed")
    with tenancy.scope(acme.id):
        make_vacancy("Open")
        make_vacancy("Schets", state="draft")
    secret = make_key(acme, Scope.VACANCIES_READ).secret
    assert [row["title"] for row in ask(LIST, secret).json()["items"]] == ["Schets", "Open"]
    assert [row["title"] for row in ask(f"{LIST}?state=draft", secret).json()["items"]] == ["Schets"]
    assert ask(f"{LIST}?state=weg", secret).status_code == 422
    assert ask(f"{LIST}/{theirs.public_id}", secret).status_code == 404
    assert ask(f"{LIST}/{theirs.public_id}/close", secret, method="post").status_code == 403  # reading is not writing


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"opens_on": None},
        {"opens_on": "0001-01-01"},
        {"positions": 0},
        {"salary_min_minor": -1},
        {"salary_min_minor": 10**15},
        {"contract": "anders"},
        {"profile": "01890000-0000-7000-8000-000000000000"},
        {"words": [{"label": "schoenmaat", "text_nl": "42"}]},
    ],
)
def test_wrong_input_is_refused_and_keeps_nothing(acme: World, write: Any, wrong: dict[str, Any]) -> None:
    answer = write(f"{LIST}/create", {"title": "Docent", "opens_on": "2026-11-01", **wrong})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    with tenancy.scope(acme.id):
        assert not Vacancy.objects.exists()


def test_outflow_is_set_read_and_refused_for_a_strange_profile(acme: World, zed: World, write: Any, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(zed.id):
        theirs = make_profile()
    with tenancy.scope(acme.id):
        own = make_profile()
    figure = {"profile": str(own.public_id), "month": "2026-08-01", "leavers": 9}
    there = "/api/v1/outflow/record"
    assert write(there, {"kind": "recorded", "figures": [figure]}).json() == {"changed": 1}
    assert write(there, {"kind": "recorded", "figures": [figure]}).json() == {"changed": 0}
    strange = {**figure, "profile": str(theirs.public_id)}
    assert write(there, {"kind": "recorded", "figures": [strange]}).status_code == 422
    assert write(there, {"kind": "recorded", "figures": [{**figure, "month": "2026-08-02"}]}).status_code == 409
    rows = ask("/api/v1/outflow", make_key(acme, Scope.VACANCIES_READ).secret).json()["items"]
    assert rows == [{**figure, "kind": "recorded"}]
    with tenancy.scope(zed.id):
        assert not Outflow.objects.exists()
