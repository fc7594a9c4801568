"""Drafts, accounts, personas, settings by hand and reports over the API, in a member's name."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import pytest
from django.test import Client

from campaigns.models import (
    AccountMode,
    Autonomy,
    Campaign,
    CampaignChannel,
    ChannelAccount,
    HandSetting,
    Persona,
    ReportFile,
    ReportRow,
)
from campaigns.services import campaigns, ticks
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event, Membership, OutboxMessage
from tests.core.api.conftest import make_key
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

pytestmark = pytest.mark.django_db
READ, MANAGE, REPORTS = Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_MANAGE, Scope.REPORTS_WRITE
TODAY = date(2026, 11, 23)
HEADER = "Day,Campaign ID,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
DAILY = HEADER + "2026-11-01,7,Leerkrachten,10.00,100,5\n2026-11-02,9,Onbekend,12.50,120,6\n"


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def asking(world: World, *scopes: str) -> Any:
    client, secret = Client(), make_key(world, *scopes).secret
    headers = {"authorization": f"Bearer {secret}"}

    def ask(path: str, body: dict[str, Any] | None = None) -> Any:
        if body is None:
            return client.get(f"/api/v1/{path}", headers=headers)
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    return ask


def member(world: World, role: str = "marketeer") -> str:
    with tenancy.scope(world.id):
        return str(Membership.objects.get(role=role).public_id)


def a_file(text: str, name: str = "meta.csv") -> dict[str, str]:
    return {"name": name, "content_type": "text/csv", "content": base64.b64encode(text.encode()).decode()}


def a_strategy(world: World, **other: Any) -> dict[str, Any]:
    """30 days of 30 euro for one open vacancy on one account."""
    with tenancy.scope(world.id):
        account = ChannelAccount.objects.filter(is_active=True).order_by("pk").first() or make_account()
        vacancy = make_vacancy()
    return {
        "by": member(world), "name": "Leerkrachten", "kind": "always_on", "goal": "hires", "goal_count": 4,
        "budget_minor": 90_000, "starts_on": "2026-11-23", "ends_on": "2026-12-22", "words": "Kleine klassen.",
        "accounts": [str(account.public_id)], "vacancies": [str(vacancy.public_id)], **other,
    }  # fmt: skip


def test_a_draft_is_made_briefed_written_anew_started_and_ended(acme: World, zed: World) -> None:
    ask, strange = asking(acme, READ, MANAGE, Scope.CAMPAIGNS_WRITE), asking(zed, READ, MANAGE, Scope.CAMPAIGNS_WRITE)
    body = a_strategy(acme, brief_to=[member(acme, "director")])
    made = ask("campaigns/draft", body)
    told = made.json()
    assert (made.status_code, told["state"], told["budget_minor"], told["version"]) == (201, "draft", 90_000, 1)
    there = f"campaigns/{told['id']}"
    with tenancy.scope(acme.id):
        assert OutboxMessage.objects.filter(purpose="campaign.brief").count() == 1
        assert Campaign.objects.get().made_by == a_marketeer()
        kinds = ["campaign.drafted", "api_key.acted"]
        found = Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", "actor_kind")
        assert list(found) == [("api_key.acted", "api_key"), ("campaign.drafted", "user")]
        channel = CampaignChannel.objects.get()
    said = ask(f"{there}/strategy").json()
    assert (said["vacancies"], said["words"], said["made_by"]) == (body["vacancies"], body["words"], member(acme))
    assert [(one["id"], one["account"]) for one in said["channels"]] == [(str(channel.public_id), body["accounts"][0])]
    anew = {**body, "name": "Meesters", "budget_minor": 120_000, "version": 1, "brief_to": []}
    for path in (f"{there}/edit", f"{there}/strategy", f"{there}/end"):
        assert strange(path, None if path.endswith("strategy") else anew).status_code == 404
    assert ask(f"{there}/edit", anew).json()["name"] == "Meesters"
    assert ask(f"{there}/edit", anew).status_code == 409  # somebody was quicker
    assert ask(f"{there}/start", {}).json()["state"] == "running"
    assert ask(f"{there}/edit", {**anew, "version": 3}).status_code == 409  # no draft any more
    assert ask(f"{there}/end", {}).json()["state"] == "ended"
    assert ask(f"{there}/end", {}).status_code == 409
    with tenancy.scope(zed.id):
        assert not Campaign.objects.exists()


def test_a_draft_that_does_not_fit_is_refused_and_nothing_is_kept(acme: World, zed: World) -> None:
    ask, theirs = asking(acme, MANAGE), a_strategy(zed)
    body = a_strategy(acme)
    with tenancy.scope(acme.id):
        off = make_account("Uit", is_active=False)
        closed = make_vacancy(state="closed", closed_because="person", closed_at=NOON)
    for wrong in (
        {"accounts": []}, {"accounts": theirs["accounts"]}, {"accounts": [str(off.public_id)]}, {"name": " "},
        {"vacancies": theirs["vacancies"]}, {"vacancies": [str(closed.public_id)]}, {"brief_to": [member(zed)]},
        {"profile": theirs["by"]}, {"persona": theirs["by"]}, {"by": member(zed)}, {"budget_minor": 0},
        {"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}, {"goal": "roem"}, {"goal_count": 0},
    ):  # fmt: skip
        assert ask("campaigns/draft", {**body, **wrong}).status_code == 422, wrong
    assert ask("campaigns/draft", {**body, "by": member(acme, "recruiter")}).status_code == 403
    assert ask("campaigns/draft", {**body, "ends_on": "2026-11-22"}).status_code == 409
    assert asking(acme, READ, Scope.CAMPAIGNS_WRITE)("campaigns/draft", body).status_code == 403
    with tenancy.scope(acme.id):
        assert not Campaign.objects.exists()
        assert not Event.objects.filter(kind="api_key.acted").exists()


def test_a_budget_on_which_not_every_channel_runs_every_day_needs_a_yes(acme: World, zed: World) -> None:
    del zed
    with tenancy.scope(acme.id):
        accounts = [str(make_account(name).public_id) for name in ("Meta", "Google", "Derde", "Vierde")]
    ask, body = asking(acme, MANAGE), a_strategy(acme, accounts=accounts, budget_minor=30_000)
    refused = ask("campaigns/draft", body)
    assert (refused.status_code, refused.json().get("needs")) == (409, "is_meant"), refused.json()
    assert ask("campaigns/draft", {**body, "is_meant": True}).status_code == 201
    plainly = ask("campaigns/draft", {**body, "ends_on": "2026-11-22"})
    assert (plainly.status_code, "needs" in plainly.json()) == (409, False)


def test_accounts_and_personas_are_added_and_changed_in_a_members_name(acme: World, zed: World) -> None:
    ask, by = asking(acme, MANAGE, READ), {"by": member(acme)}
    account = {**by, "name": "Meta ", "network": "meta", "mode": "file", "currency": "EUR"}
    made = ask("accounts/add", account)
    assert (made.status_code, made.json()["name"], made.json()["time_zone"]) == (201, "Meta", "Europe/Amsterdam")
    assert ask("accounts/add", account).status_code == 409  # the name is taken
    for wrong in ({"currency": "euro"}, {"mode": "x"}, {"name": "\u200b"}, {"by": member(zed)}):
        assert ask("accounts/add", {**account, **wrong}).status_code == 422, wrong
    assert ask("accounts/add", {**account, "by": member(acme, "recruiter")}).status_code == 403
    there = f"accounts/{made.json()['id']}"
    change = {**by, "name": "Meta NL", "time_zone": "Europe/Brussels", "currency": "USD"}
    told = ask(f"{there}/change", change).json()
    assert (told["name"], told["time_zone"], told["currency"]) == ("Meta NL", "Europe/Brussels", "USD")
    assert ask(f"{there}/change", {**change, "time_zone": "Mars/Olympus"}).status_code == 422
    assert [ask(f"{there}/{verb}", by).json()["is_active"] for verb in ("retire", "retire", "take-up")] == [
        False, False, True,
    ]  # fmt: skip
    strange = asking(zed, MANAGE)
    for verb, body in (("change", change), ("retire", by), ("take-up", by)):
        assert strange(f"{there}/{verb}", {**body, "by": member(zed)}).status_code == 404
        assert asking(acme, READ)(f"{there}/{verb}", body).status_code == 403
    persona = {**by, "name": "Zij-instromer", "situation": "Wil iets nieuws", "drives": "", "message": "Kom kijken"}
    assert ask("personas/add", persona).json()["message"] == "Kom kijken"
    assert ask("personas/add", persona).status_code == 409
    assert ask("personas/add", {**persona, "by": member(acme, "director")}).status_code == 403
    with tenancy.scope(acme.id):
        assert list(Persona.objects.values_list("name", flat=True)) == ["Zij-instromer"]
    with tenancy.scope(zed.id):
        assert not Persona.objects.exists()
        assert not ChannelAccount.objects.exists()


def test_a_day_budget_is_said_to_be_set_and_taken_back(acme: World, zed: World) -> None:
    for world in (acme, zed):
        with tenancy.scope(world.id):
            campaign = make_campaign(
                starts_on=TODAY, ends_on=date(2026, 12, 22), vacancies=[make_vacancy()],
                accounts=[make_account(mode=AccountMode.FILE)], autonomy=Autonomy.AUTOMATIC,
            )  # fmt: skip
            campaigns.start(campaign, by=a_marketeer(), at=NOON)
        ticks.run(world.id, campaign.pk, at=NOON)
    ask, by = asking(acme, MANAGE, READ), {"by": member(acme)}
    (row,) = ask("hand-budgets").json()["items"]
    assert (row["wanted_minor"], row["set_minor"], row["is_to_do"], row["setting"]) == (3_000, None, True, None)
    confirm = f"hand-budgets/{row['channel']}/confirm"
    strange = asking(zed, MANAGE)
    assert strange(confirm, {"amount_minor": 3_000, "by": member(zed)}).status_code == 404
    assert asking(acme, READ)(confirm, {"amount_minor": 3_000, **by}).status_code == 403
    assert ask(confirm, {"amount_minor": 3_000, "by": member(acme, "recruiter")}).status_code == 403
    assert ask(confirm, {"amount_minor": 2_000, **by}).status_code == 409  # another one is wanted
    for _again in range(2):
        told = ask(confirm, {"amount_minor": 3_000, **by}).json()
        assert (told["set_minor"], told["is_to_do"], told["setting"]["by"]) == (3_000, False, member(acme))
    back = f"hand-settings/{told['setting']['id']}/take-back"
    assert strange(back, {"by": member(zed)}).status_code == 404
    assert ask(back, by).json()["taken_back_at"] is not None
    assert ask("hand-budgets").json()["items"] == [row]
    with tenancy.scope(acme.id):
        assert HandSetting.objects.count() == 1
    with tenancy.scope(zed.id):
        assert not HandSetting.objects.exists()


def test_a_report_is_shown_linked_kept_and_taken_back(acme: World, zed: World) -> None:
    made = {}
    for world in (acme, zed):
        with tenancy.scope(world.id):
            account = make_account(mode=AccountMode.FILE)
            make_campaign(accounts=[account])
            made[world.slug] = account, CampaignChannel.objects.get()
    account, channel = made["acme"]
    ask, by = asking(acme, REPORTS, READ), {"by": member(acme)}
    body = {**by, "account": str(account.public_id), "file": a_file(DAILY)}
    answer = ask("ad-reports/preview", body)
    told = answer.json()
    assert (answer.status_code, told["state"], told["new"], told["spend_minor"]) == (201, "previewed", 2, 2_250)
    assert (told["refused_because"], told["doubt"], told["problem_count"]) == ([], None, 0)
    (unknown,) = told["unknown"]
    assert (unknown["name"], unknown["rows"], unknown["spend_minor"]) == ("Onbekend", 1, 1_250)
    assert {"meaning": "spend", "header": "Amount spent (EUR)"} in told["columns"]
    there, strange = f"ad-reports/{told['id']}", asking(zed, REPORTS, READ)
    assert strange(there).status_code == 404
    for verb in ("choose", "apply", "undo", "discard"):
        assert strange(f"{there}/{verb}", {"by": member(zed)}).status_code == 404
        assert asking(acme, READ, MANAGE)(f"{there}/{verb}", by).status_code == 403
        assert ask(f"{there}/{verb}", {"by": member(acme, "recruiter")}).status_code == 403
    theirs = str(made["zed"][1].public_id)
    assert ask(f"{there}/choose", {**by, "campaigns": {unknown["key"]: theirs}}).status_code == 422
    assert ask(f"{there}/choose", {**by, "columns": {"geld": "Day"}}).status_code == 422
    assert ask(f"{there}/choose", {**by, "campaigns": {unknown["key"]: str(channel.public_id)}}).json()["unknown"] == []
    assert ask(f"{there}/undo", by).status_code == 409
    with tenancy.scope(acme.id):
        assert not ReportRow.objects.exists()
    assert ask(f"{there}/apply", by).json()["state"] == "applied"
    assert ask(f"{there}/apply", by).status_code == 409
    with tenancy.scope(acme.id):
        counted = ReportRow.objects.filter(is_current=True).order_by("pk").values_list("spend_minor", "channel_id")
        assert list(counted) == [(1_000, channel.pk), (1_250, channel.pk)]
    again = ask("ad-reports/preview", body).json()
    assert (again["new"], again["same"]) == (0, 2)
    assert ask(f"ad-reports/{again['id']}/discard", by).json()["state"] == "discarded"
    undone = ask(f"{there}/undo", by).json()
    assert (undone["state"], undone["new"]) == ("undone", 2)
    with tenancy.scope(acme.id):
        assert not ReportRow.objects.filter(is_current=True).exists()
    assert [one["state"] for one in ask("ad-reports").json()["items"]] == ["discarded", "undone"]
    assert strange("ad-reports").json()["items"] == []


def test_a_report_of_another_network_needs_a_yes_and_a_bad_file_is_refused(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        account = make_account("Google", network="google", mode=AccountMode.FILE)
        itself = make_account("Oefenen")
    ask, by = asking(acme, REPORTS, READ), {"by": member(acme)}
    body = {**by, "account": str(account.public_id), "file": a_file(DAILY)}
    for wrong in (
        {"account": str(itself.public_id)}, {"account": member(zed)}, {"file": a_file("")}, {"by": member(zed)},
        {"file": {"name": "x.csv", "content": "!"}}, {"file": a_file(DAILY, "rapport.pdf")},
    ):  # fmt: skip
        assert ask("ad-reports/preview", {**body, **wrong}).status_code == 422, wrong
    empty = ask("ad-reports/preview", {**body, "file": a_file("hallo\n1\n")}).json()
    assert (empty["state"], len(empty["refused_because"]), empty["problem_count"] > 0) == ("previewed", 1, True)
    assert ask(f"ad-reports/{empty['id']}/apply", by).status_code == 409
    told = ask("ad-reports/preview", body).json()
    assert "Meta" in told["doubt"]
    refused = ask(f"ad-reports/{told['id']}/apply", by)
    assert (refused.status_code, refused.json().get("needs")) == (409, "is_meant")
    assert ask(f"ad-reports/{told['id']}/apply", {**by, "is_meant": True}).json()["state"] == "applied"
    with tenancy.scope(acme.id):
        assert ReportFile.objects.count() == 2
