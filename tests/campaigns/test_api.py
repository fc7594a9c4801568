from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from campaigns.models import Autonomy, CampaignChannel, ReportRow, TrackedLink
from campaigns.services import campaigns, links, ticks
from recruit_platform.core import tenancy
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import Event
from tests.core.api.conftest import ask, make_key  # noqa: F401
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign, make_link
from tests.support.vacancies import make_vacancy

pytestmark = pytest.mark.django_db
READ, WRITE = Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_WRITE


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def ran(world: World) -> Any:
    with tenancy.scope(world.id):
        campaign = make_campaign(
            starts_on=date(2026, 11, 13),
            vacancies=[make_vacancy()],
            accounts=[make_account()],
            autonomy=Autonomy.AUTOMATIC,
        )
        campaigns.start(campaign, by=a_marketeer(), at=NOON - timedelta(days=10))
    for day in range(10, -1, -1):
        ticks.run(world.id, campaign.pk, at=NOON - timedelta(days=day))
    return campaign


def test_campaigns_and_their_spend_are_those_of_the_key(acme: World, zed: World, ask: Any) -> None:  # noqa: F811
    ours, theirs = ran(acme), ran(zed)
    secret = make_key(acme, READ).secret
    (row,) = ask("/api/v1/campaigns", secret).json()["items"]
    with tenancy.scope(acme.id):
        ours.refresh_from_db()
        rows = list(
            ReportRow.objects.filter(is_current=True).order_by("first_on").values_list("first_on", "spend_minor")
        )
    assert (row["id"], row["committed_minor"]) == (str(ours.public_id), ours.committed_minor)
    assert row["spent_minor"] == sum(spent for _day, spent in rows)
    told = ask("/api/v1/campaigns/spend", secret).json()["items"]
    assert [(one["day"], one["spend_minor"]) for one in told] == [(str(day), spent) for day, spent in rows]
    assert ask(f"/api/v1/campaigns/{ours.public_id}", secret).json() == row
    assert ask(f"/api/v1/campaigns/{theirs.public_id}", secret).status_code == 404


def test_what_was_reported_over_a_longer_period_is_told_with_its_days(acme: World, zed: World, ask: Any) -> None:  # noqa: F811
    told = {}
    for world in (acme, zed):
        with tenancy.scope(world.id):
            campaign = make_campaign(accounts=[make_account()])
            (channel,) = CampaignChannel.objects.filter(campaign=campaign)
            for first, last, spent in ((1, 31, 40_000), (31, 31, 700)):
                ReportRow.objects.create(
                    account=channel.account, channel=channel, identity=f"x{first}", first_on=date(2026, 10, first),
                    last_on=date(2026, 10, last), spend_minor=spent, impressions=9, clicks=2, at=NOON,
                )  # fmt: skip
            told[world.slug] = {
                "campaign": str(campaign.public_id),
                "channel": str(channel.public_id),
                "network": "meta",
            }
    secret = make_key(acme, READ).secret
    answer = ask("/api/v1/campaigns/spend", secret, query_params={"first": "2026-10-20", "last": "2026-11-20"}).json()
    counts = {"impressions": 9, "clicks": 2}
    period = {"first_on": "2026-10-01", "last_on": "2026-10-31", "spend_minor": 40_000}
    assert answer["periods"] == [told["acme"] | period | counts]
    assert answer["items"] == [told["acme"] | {"day": "2026-10-31", "spend_minor": 700} | counts]
    later = ask("/api/v1/campaigns/spend", secret, query_params={"first": "2026-11-01", "last": "2026-11-20"}).json()
    assert later == {"items": [], "periods": []}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"first": "gisteren"}, "Schrijf een datum als 2026-11-23."),
        ({"first": "2026-12-01"}, "Vraag hoogstens 400 dagen, en niet na last."),
        ({"first": "2001-01-01"}, "Vraag hoogstens 400 dagen, en niet na last."),
        ({"last": "0001-01-01"}, "Kies een datum tussen 2000 en 2100."),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_in_words(
    acme: World,
    ask: Any,  # noqa: F811
    query: dict[str, str],
    said: str,
) -> None:
    answer = ask("/api/v1/campaigns/spend", make_key(acme, READ).secret, query_params=query)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"] == said


def test_a_program_makes_links_with_a_scope_of_its_own(acme: World, zed: World, client: Client) -> None:
    with tenancy.scope(zed.id):
        foreign = make_campaign()
        make_link("van een ander")
    with tenancy.scope(acme.id):
        campaign = make_campaign()
    body = {"label": "Nieuwsbrief", "source": "mail", "campaign": str(campaign.public_id)}

    def post(scope: str, **change: Any) -> Any:
        headers = {"authorization": f"Bearer {make_key(acme, scope).secret}"}
        return client.post("/api/v1/links/create", body | change, content_type="application/json", headers=headers)

    assert post(READ).status_code == 403
    for change in ({"source": "Met Spatie"}, {"campaign": str(foreign.public_id)}, {"vacancy": str(uuid4())}):
        assert post(WRITE, **change).status_code == 422
    made = post(WRITE)
    assert made.status_code == 201
    with tenancy.scope(acme.id):
        link = TrackedLink.objects.get()
        assert Event.objects.get(kind="tracked_link.made").actor_kind == "api_key"
        links.follow(link.code, at=NOON)
    headers = {"authorization": f"Bearer {make_key(acme, READ).secret}"}
    (row,) = client.get("/api/v1/links", headers=headers).json()["items"]
    assert row == made.json() | {"visits": 1}
    assert row["url"].endswith(f"/werkbij/acme/l/{link.code}")
