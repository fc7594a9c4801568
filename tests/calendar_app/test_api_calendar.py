"""Feeds, calendar links, days, profiles and the grid over the API."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import pytest
from django.test import Client

from calendar_app.models import FeedRun, FeedRunState, OutflowKind, Vacancy
from calendar_app.selectors import days
from calendar_app.selectors import year as axis
from calendar_app.services import outflow
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.log import Actor, tallies
from recruit_platform.core.models import DayOff, LongJob, Membership
from tests.core.api.conftest import Ask, ask, make_key, valkey, valkey_server  # noqa: F401
from tests.support.builders import NOON, World
from tests.support.vacancies import make_profile, make_vacancy

TABLE = "titel;plaats;salaris van;salaris tot\nKok;Ede;2500;3000\nArts;Ede;3;4\n;Ede;;\n"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON)


def post(ask: Ask, path: str, secret: str, body: dict[str, Any] | None = None) -> Any:  # noqa: F811
    return ask(path, secret, method="post", data=body or {}, content_type="application/json")


def member(world: World, role: str = "recruiter") -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def a_file(text: str, name: str = "vacatures.csv") -> dict[str, str]:
    return {"name": name, "content_type": "text/csv", "content": base64.b64encode(text.encode()).decode()}


def test_a_feed_is_shown_done_and_undone(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    secret, by = make_key(acme, Scope.FEEDS_WRITE, Scope.VACANCIES_READ).secret, {"by": member(acme)}
    body = {"feed": "Ons systeem", "kind": "table", "file": a_file(TABLE), **by}
    made = post(ask, "/api/v1/feed-runs/preview", secret, body)
    told = made.json()
    assert (made.status_code, told["state"], told["new"], told["problem_count"]) == (201, "previewed", 2, 1)
    assert sorted(one["title"] for one in told["lines"]) == ["Arts", "Kok"]
    with tenancy.scope(acme.id):
        assert not Vacancy.objects.exists()
    there = f"/api/v1/feed-runs/{told['id']}"
    strange = make_key(zed, Scope.FEEDS_WRITE, Scope.VACANCIES_READ).secret
    assert ask(there, strange).status_code == 404
    assert post(ask, f"{there}/apply", strange, {"by": member(zed)}).status_code == 404
    assert post(ask, f"{there}/apply", secret, {"by": member(acme, "marketeer")}).status_code == 403
    for _again in range(2):
        assert post(ask, f"{there}/apply", secret, by).json()["state"] == "applied"
    with tenancy.scope(acme.id):
        assert sorted(Vacancy.objects.values_list("title", "state")) == [("Arts", "draft"), ("Kok", "draft")]
    assert post(ask, f"{there}/undo", secret, by).json()["state"] == "undone"
    assert post(ask, f"{there}/undo", secret, by).status_code == 409
    with tenancy.scope(acme.id):
        assert not Vacancy.objects.exists()
    other = post(ask, "/api/v1/feed-runs/preview", secret, body).json()
    assert post(ask, f"/api/v1/feed-runs/{other['id']}/discard", secret, by).json()["state"] == "discarded"
    assert [one["state"] for one in ask("/api/v1/feed-runs", secret).json()["items"]] == ["discarded", "undone"]


def test_a_long_feed_is_left_to_a_worker_and_a_bad_one_refused(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    secret, by = make_key(acme, Scope.FEEDS_WRITE).secret, {"by": member(acme)}
    body = {"feed": "Ons systeem", "kind": "table", "file": a_file(TABLE), **by}
    for wrong in (
        {"file": {"name": "x.csv", "content": "!"}}, {"file": a_file("")}, {"file": a_file("niets\n1\n")}, {"kind": "pdf"},
        {"by": member(zed)}, {"feed": ""},
    ):  # fmt: skip
        assert post(ask, "/api/v1/feed-runs/preview", secret, {**body, **wrong}).status_code == 422, wrong
    with tenancy.scope(acme.id):
        assert not FeedRun.objects.exists()
    lines = "".join(f"Kok {n};Ede;2500;3000\n" for n in range(151))
    many = {**body, "file": a_file(f"titel;plaats;salaris van;salaris tot\n{lines}")}
    run = post(ask, "/api/v1/feed-runs/preview", secret, many).json()["id"]
    started = post(ask, f"/api/v1/feed-runs/{run}/apply", secret, by)
    assert (started.status_code, started.json()["state"]) == (202, "previewed")
    with tenancy.scope(acme.id):
        assert LongJob.objects.count() == 1
        assert FeedRun.objects.get().state == FeedRunState.PREVIEWED


def test_a_calendar_link_is_a_members_own(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(zed.id):
        make_vacancy("Van Zed")
    with tenancy.scope(acme.id):
        make_vacancy("Leerkracht")
    secret, by = make_key(acme, Scope.CALENDAR_LINKS).secret, {"by": member(acme)}
    made = post(ask, "/api/v1/calendar-links/create", secret, {"name": "Telefoon", **by})
    assert made.status_code == 201
    path = "/" + made.json()["url"].partition("//")[2].partition("/")[2]
    feed = Client().get(path).content.decode()
    assert ("Leerkracht" in feed, "Van Zed" in feed) == (True, False)
    [listed] = ask("/api/v1/calendar-links", secret).json()["items"]
    assert (listed["id"], "url" in listed) == (made.json()["id"], False)
    there = f"/api/v1/calendar-links/{listed['id']}/revoke"
    assert post(ask, there, make_key(zed, Scope.CALENDAR_LINKS).secret, {"by": member(zed)}).status_code == 404
    assert post(ask, there, secret, {"by": member(acme, "admin")}).status_code == 404
    assert post(ask, there, secret, by).json()["revoked_at"] is not None
    assert Client().get(path).status_code == 404


def test_days_are_those_of_the_calendar(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    for world, name in ((zed, "Van Zed"), (acme, "Studiedag")):
        with tenancy.scope(world.id):
            DayOff.objects.create(day=date(2026, 12, 4), name=name)
    secret = make_key(acme, Scope.VACANCIES_READ).secret
    told = ask("/api/v1/holidays?first=2026-12-01&last=2026-12-31", secret).json()
    assert told["own"] == [{"name": "Studiedag", "first": "2026-12-04", "last": "2026-12-04"}]
    wanted = days.holidays_between(date(2026, 12, 1), date(2026, 12, 31))
    assert [(one["name"], one["first"]) for one in told["public"]] == [
        (one.name, one.starts_on.isoformat()) for one in wanted
    ]
    assert [one["name"] for one in told["school"]] == ["Kerstvakantie"]
    for query in ("first=2026-12-31&last=2026-12-01", "first=x", "first=1900-01-01", "last=2099-01-01"):
        assert ask(f"/api/v1/holidays?{query}", secret).status_code == 422, query


def test_profiles_are_renamed_and_put_away(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    with tenancy.scope(acme.id):
        profile, other = make_profile("Leerkracht"), make_profile("Conci\u00ebrge")
    secret = make_key(acme, Scope.VACANCIES_WRITE).secret
    there = f"/api/v1/profiles/{profile.public_id}"
    assert post(ask, f"{there}/change", secret, {"name": "Docent", "family": "Onderwijs"}).json()["name"] == "Docent"
    assert post(ask, f"{there}/change", secret, {"name": other.name}).status_code == 409
    for is_active in (False, False, True):
        assert post(ask, f"{there}/set", secret, {"is_active": is_active}).json()["is_active"] is is_active
    assert post(ask, f"{there}/set", secret, {}).status_code == 422
    strange = make_key(zed, Scope.VACANCIES_WRITE).secret
    assert post(ask, f"{there}/change", strange, {"name": "Van Zed"}).status_code == 404


def test_the_grid_sums_as_the_screen(acme: World, zed: World, ask: Ask) -> None:  # noqa: F811
    for world, n in ((zed, 70), (acme, 7)):
        with tenancy.scope(world.id):
            profile = make_profile("Leerkracht")
            vacancy = make_vacancy(profile=profile)
            entry = outflow.Entry(profile, date(2026, 3, 1), n)
            outflow.record([entry], kind=OutflowKind.RECORDED, by=Actor.system(), at=NOON)
            tallies.count("funnel.hired", day=date(2026, 3, 9), subject_id=vacancy.pk, n=2)
    secret = make_key(acme, Scope.VACANCIES_READ).secret
    told = ask("/api/v1/outflow/grid", secret).json()
    with tenancy.scope(acme.id):
        months = axis.months_of(axis.profile_years(first=date(2026, 1, 1)), first=date(2026, 1, 1))
    assert [(one["leavers"], one["hired"], one["short"]) for one in told["together"]] == list(
        zip(months.leavers, months.hired, months.short, strict=True)
    )
    march = told["items"][0]["months"][2]
    assert march == {"month": "2026-03-01", "recorded": 7, "planned": None, "hired": 2}
    assert told["together"][2]["short"] == 5
    assert ask("/api/v1/outflow/grid?year=2027", secret).json()["together"][2]["leavers"] is None
    assert ask("/api/v1/outflow/grid?year=27", secret).status_code == 422
