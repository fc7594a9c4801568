from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from calendar_app.models import Vacancy
from campaigns.models import Autonomy, Campaign, LedgerEntry, Proposal
from campaigns.pacing import ChannelPlan, DayPlan
from campaigns.selectors import flights
from campaigns.services import campaigns, proposals
from campaigns.services.rates import enter as enter_rate
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event
from tests.core.api.conftest import make_key
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_vacancy

pytestmark = pytest.mark.django_db
READ, WRITE = Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_WRITE
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def a_draft(world: World) -> Campaign:
    with tenancy.scope(world.id):
        return make_campaign(
            starts_on=TODAY, ends_on=date(2026, 12, 22), vacancies=[make_vacancy()], accounts=[make_account()]
        )


def asking(world: World, scope: str) -> Any:
    client, secret = Client(), make_key(world, scope).secret
    headers = {"authorization": f"Bearer {secret}"}

    def ask(path: str, body: dict[str, Any] | None = None, *, get: bool = False) -> Any:
        if get:
            return client.get(f"/api/v1/{path}", headers=headers)
        return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)

    return ask


def test_a_program_steers_its_own_campaigns_by_the_same_services(acme: World, zed: World) -> None:
    ours, theirs = a_draft(acme), a_draft(zed)
    post, read = asking(acme, WRITE), asking(acme, READ)
    path = f"campaigns/{ours.public_id}"
    for verb in ("start", "pause", "resume"):
        assert read(f"{path}/{verb}").status_code == 403
        assert post(f"campaigns/{theirs.public_id}/{verb}").status_code == 404
    assert [post(f"{path}/{verb}").json()["state"] for verb in ("start", "pause", "resume")] == [
        "running", "paused", "running",
    ]  # fmt: skip
    assert post(f"{path}/start").status_code == 409
    with tenancy.scope(acme.id):
        ours.refresh_from_db()
        assert [entry.by for entry in LedgerEntry.objects.all()] == [None, None]
        kinds = ["campaign.started", "campaign.paused", "campaign.resumed"]
        assert list(Event.objects.filter(kind__in=kinds).values_list("actor_kind", flat=True)) == ["api_key"] * 3
    assert post(f"{path}/budget", {"budget_minor": 95_000, "version": ours.version - 1}).status_code == 409
    assert post(f"{path}/budget", {"budget_minor": 180_000, "version": ours.version}).status_code == 409  # no reason
    assert post(f"{path}/budget", {"budget_minor": 95_000, "version": ours.version}).json()["budget_minor"] == 95_000
    assert post(f"{path}/autonomy", {"autonomy": "zelf"}).status_code == 422
    assert post(f"{path}/autonomy", {"autonomy": "automatic"}).json()["autonomy"] == Autonomy.AUTOMATIC
    with tenancy.scope(zed.id):
        theirs.refresh_from_db()
        assert theirs.state == "draft"


def test_a_program_decides_on_proposals_and_one_that_no_longer_fits_lapses(acme: World, zed: World) -> None:
    made = {}
    for world in (acme, zed):
        campaign = a_draft(world)
        with tenancy.scope(world.id):
            flight = flights.flight(campaigns.start(campaign, by=a_marketeer(), at=NOON), at=NOON)
            (channel,) = flight.channels
            plan = DayPlan(TODAY, (ChannelPlan(channel.pk, 4_000, ()),))
            made[world.slug] = proposals.make(flight, plan, in_force={channel.pk: 3_000}, at=NOON)
    proposal, post, read = made["acme"], asking(acme, WRITE), asking(acme, READ)
    assert proposal is not None
    (row,) = read("proposals", get=True).json()["items"]
    assert (row["id"], row["state"], row["day"]) == (str(proposal.public_id), "open", "2026-11-23")
    assert [(line["before_minor"], line["after_minor"]) for line in row["lines"]] == [(3_000, 4_000)]
    path = f"proposals/{proposal.public_id}"
    assert read(f"{path}/accept").status_code == 403
    assert post(f"proposals/{made['zed'].public_id}/accept").status_code == 404
    states = [post(f"{path}/{verb}").json()["state"] for verb in ("accept", "take-back", "decline", "take-back")]
    assert states == ["accepted", "open", "declined", "open"]
    with tenancy.scope(acme.id):
        Vacancy.objects.update(state="closed", closed_because="person", closed_at=NOON)
    refused = post(f"{path}/accept")
    assert (refused.status_code, "geen vacature meer open" in refused.json()["detail"]) == (409, True)
    with tenancy.scope(acme.id):
        assert Proposal.objects.get().state == "lapsed"


def test_accounts_personas_and_rates_are_those_of_the_key(acme: World, zed: World) -> None:
    for world in (acme, zed):
        with tenancy.scope(world.id):
            make_account(f"Meta {world.slug}")
    ask = asking(acme, READ)
    assert [one["name"] for one in ask("accounts", get=True).json()["items"]] == ["Meta acme"]
    assert ask("personas", get=True).json() == {"items": [], "next_cursor": None}
    for world, rate in ((acme, "0.9217"), (zed, "0.5")):
        with tenancy.scope(world.id):
            enter_rate(
                currency="USD", into="EUR", valid_from=TODAY, rate=Decimal(rate), source="ECB", by=a_marketeer(), at=NOON
            )  # fmt: skip
    (row,) = ask("rates", get=True).json()["items"]
    assert (row["currency"], row["into"], row["valid_from"], Decimal(row["rate"])) == (
        "USD", "EUR", "2026-11-23", Decimal("0.9217"),
    )  # fmt: skip
