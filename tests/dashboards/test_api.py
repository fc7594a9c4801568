"""Numbers over the API are those of the screens; links to them are made in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from campaigns.models import CampaignState, ReportRow
from dashboards import periods, readers
from dashboards.models import ShareLink
from dashboards.presenters import kpis, words
from dashboards.selectors import calls, funnel, money, schedule
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, Membership, Role
from talentpool.models import CallOutcome, StageKind
from talentpool.services import calls as calling
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import NOON, World
from tests.support.campaigns import make_account, make_campaign, make_channel
from tests.support.candidates import a_recruiter, make_application
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)
SPAN = periods.latest("30", today=TODAY, zone="Europe/Amsterdam")
ALL = readers.Reader(Role.DIRECTOR)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def post(ask: Ask, path: str, secret: str, body: dict[str, Any]) -> Any:
    return ask(path, secret, method="post", data=body, content_type="application/json")


def member(world: World, role: str) -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def test_the_funnel_counts_what_the_screen_counts(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        make_application(make_vacancy())
    with tenancy.scope(acme.id):
        one, other = make_vacancy(), make_vacancy()
        for _ in range(3):
            make_application(one, stage=StageKind.INTERVIEW)
        make_application(other)
        whole = funnel.of(ALL, span=SPAN)
        of_one = funnel.of(readers.of_vacancies([str(one.public_id)]), span=SPAN)
    secret = make_key(acme, Scope.NUMBERS_READ).secret
    told = ask("/api/v1/numbers/funnel", secret).json()
    assert told["days"] == {"first": "2026-10-25", "last": "2026-11-23"}
    assert [(row["step"], row["count"], row["before"]) for row in told["steps"]] == [
        (row.step.value, row.count, row.before) for row in whole.rows
    ]
    assert {row["step"]: row["count"] for row in told["steps"]}["applied"] == 4
    assert {row["step"]: row["share"] for row in told["steps"]}["interview"]["point"] is None  # too little data
    narrowed = ask(f"/api/v1/numbers/funnel?vacancy={one.public_id}", secret).json()
    assert [row["count"] for row in narrowed["steps"]] == [row.count for row in of_one.rows]
    assert {row["step"]: row["count"] for row in narrowed["steps"]}["applied"] == 3


def test_calls_and_schedule_are_those_of_the_screen(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy(closes_on=date(2026, 12, 31))
        application = make_application(vacancy)
        calling.log(
            application.candidate, application=application, outcome=CallOutcome.SPOKE, by=a_recruiter(), at=NOON
        )
        make_application(vacancy, at=NOON - timedelta(days=9))
        late, in_time = calls.overdue_count(ALL, at=NOON), calls.in_time(ALL, span=SPAN)
        [line] = schedule.lines(ALL, today=TODAY)
    with tenancy.scope(zed.id):
        make_application(make_vacancy("Van Zed"), at=NOON - timedelta(days=9))
    secret = make_key(acme, Scope.NUMBERS_READ).secret
    told = ask("/api/v1/numbers/calls", secret).json()
    assert in_time is not None
    assert (told["overdue"], late) == (1, 1)
    assert (told["in_time"]["successes"], told["in_time"]["trials"]) == (in_time.successes, in_time.trials) == (1, 1)
    assert told["definition"] == str(words.DEFINITIONS["in_time"])
    [row] = ask("/api/v1/numbers/schedule", secret).json()["items"]
    assert (row["vacancy"], row["standing"], row["days"], row["progress_share"]) == (
        str(vacancy.public_id), line.schedule.standing.value, line.schedule.days, line.schedule.progress,
    )  # fmt: skip


def test_spend_is_that_of_the_screen_and_asks_for_the_scope_of_campaigns(acme: World, zed: World, ask: Ask) -> None:
    for world, minor in ((zed, 99_900), (acme, 12_345)):
        with tenancy.scope(world.id):
            account = make_account()
            campaign = make_campaign(state=CampaignState.RUNNING)
            channel = make_channel(campaign, account=account)
            ReportRow.objects.create(
                account=account, channel=channel, first_on=TODAY, last_on=TODAY, spend_minor=minor,
                identity="x", at=NOON,
            )  # fmt: skip
            make_application(make_vacancy())
    told = ask("/api/v1/numbers/spend", make_key(acme, Scope.CAMPAIGNS_READ).secret).json()
    with tenancy.scope(acme.id):
        pace, cost = money.pace(today=TODAY), kpis.cost_per_application(ALL, money.spent_in(SPAN), span=SPAN)
    assert pace is not None
    assert told["spent"] == [{"currency": "EUR", "minor": 12_345}]
    assert (told["unlinked"], told["unplaced"], told["reported_on"]) == ([], [], TODAY.isoformat())
    assert told["cost_per_application"] == {"minor": 12_345, "currency": "EUR"}
    assert cost == (12_345, "EUR")
    assert (told["running"]["total"]["spent_minor"], told["running"]["reported_on"]) == (
        pace.total.spent_minor, TODAY.isoformat(),
    )  # fmt: skip
    assert [one["minor"] for one in told["running"]["planned"]] == [minor for _day, minor in pace.planned]
    assert ask("/api/v1/numbers/spend", make_key(acme, Scope.NUMBERS_READ).secret).status_code == 403


def test_mails_and_definitions(acme: World, zed: World, ask: Ask) -> None:
    for world, n in ((zed, 50), (acme, 3)):
        with tenancy.scope(world.id):
            tallies.count("mail.sent", day=TODAY, n=n)
            tallies.count("mail.delivered", day=TODAY, n=n - 1)
    secret = make_key(acme, Scope.NUMBERS_READ).secret
    told = ask("/api/v1/numbers/mails?days=90", secret).json()
    assert (told["sent"], told["delivered"]) == (3, 2)
    assert told["per_day"] == [{"day": "2026-11-23", "sent": 3, "delivered": 2}]
    found = {one["name"]: one["definition"] for one in ask("/api/v1/numbers/definitions", secret).json()["items"]}
    assert found == {str(name): str(means) for name, means in words.DEFINITIONS.items()}


def test_strange_questions_about_numbers_are_refused(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        theirs = make_vacancy()
    secret = make_key(acme, Scope.NUMBERS_READ).secret
    for query in ("days=31", "vacancy=x", f"vacancy={theirs.public_id}", "dagen=30"):
        assert ask(f"/api/v1/numbers/funnel?{query}", secret).status_code == 422, query
    assert ask("/api/v1/numbers/funnel", make_key(acme, Scope.CANDIDATES_READ).secret).status_code == 403


def test_a_link_is_made_in_the_name_of_a_member_works_and_is_revoked(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy("Deze baan")
        make_vacancy("Andere baan")
    secret = make_key(acme, Scope.NUMBERS_SHARE).secret
    body = {"name": "Bestuur", "days": 7, "vacancies": [str(vacancy.public_id)], "by": member(acme, "director")}
    made = post(ask, "/api/v1/share-links/create", secret, body)
    assert (made.status_code, made.json()["made_by"]) == (201, body["by"])
    path = "/" + made.json()["url"].partition("//")[2].partition("/")[2]
    assert "Andere baan" not in Client().get(path).content.decode()
    [listed] = ask("/api/v1/share-links", secret).json()["items"]
    assert listed["id"] == made.json()["id"]
    assert "url" not in listed
    there = f"/api/v1/share-links/{listed['id']}/revoke"
    strange = make_key(zed, Scope.NUMBERS_SHARE).secret
    assert post(ask, there, strange, {"by": member(zed, "director")}).status_code == 404
    assert post(ask, there, secret, {"by": member(acme, "admin")}).json()["revoked_at"] is not None
    assert Client().get(path).status_code == 410
    with tenancy.scope(acme.id):
        acted = Event.objects.filter(kind="api_key.acted").order_by("pk")
        assert [(one.actor_kind, one.data["may"]) for one in acted] == [("api_key", "numbers.share")] * 2


def test_a_key_gets_no_further_than_the_member_it_names(acme: World, zed: World, ask: Ask) -> None:
    with tenancy.scope(zed.id):
        theirs = make_vacancy()
    secret, path = make_key(acme, Scope.NUMBERS_SHARE).secret, "/api/v1/share-links/create"
    body = {"name": "Bestuur", "by": member(acme, "director")}
    assert post(ask, path, secret, {**body, "by": member(acme, "hiring_manager")}).status_code == 403
    for wrong in ({"by": member(zed, "director")}, {"days": 366}, {"vacancies": [str(theirs.public_id)]}, {"name": ""}):
        assert post(ask, path, secret, {**body, **wrong}).status_code == 422, wrong
    assert post(ask, path, secret, {"name": "Bestuur"}).json()["errors"][0]["pointer"] == "#/by"
    with tenancy.scope(acme.id):
        assert not ShareLink.objects.exists()
        assert not Event.objects.filter(kind="api_key.acted").exists()
