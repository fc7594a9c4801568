from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calendar_app.models import JobProfile, Outflow
from campaigns.models import Campaign, CampaignChannel, Network
from recruit_platform.core import tenancy
from recruit_platform.core.models import OutboxMessage
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign
from tests.support.vacancies import make_profile, make_vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def as_(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def at(world: World, name: str, *parts: Any) -> str:
    return reverse(name, args=[world.slug, *parts])


def leaving(profile: JobProfile, months: dict[date, int]) -> JobProfile:
    for month, leavers in months.items():
        Outflow.objects.create(profile=profile, month=month, kind="planned", leavers=leavers, changed_at=NOON)
    return profile


def typed(**change: Any) -> dict[str, Any]:
    return {
        "name": "Leerkrachten 2026", "kind": "always_on", "goal": "hires", "goal_count": "4", "budget": "1.500",
        "starts_on": "2026-11-23", "ends_on": "2027-01-22", "autonomy": "propose", "words": "Werk in je eigen wijk",
    } | change  # fmt: skip


def test_the_outflow_of_a_profile_is_shown_per_month_and_becomes_the_goal(acme: World, zed: World) -> None:
    months = {date(2026, 11, 1): 2, date(2026, 12, 1): 3, date(2027, 2, 1): 50}
    with tenancy.scope(zed.id):
        foreign = leaving(make_profile("Hun profiel"), months)
    with tenancy.scope(acme.id):
        profile = leaving(make_profile("Leerkracht"), months)
    client, asked = as_(acme, "marketeer"), {"starts_on": "2026-11-23", "ends_on": "2027-01-22"}
    part = client.get(at(acme, "campaign_need"), asked | {"profile": str(profile.public_id)}).content.decode()
    assert "<html" not in part
    assert "Samen nodig: 5" in part
    assert re.findall(r'scope="row">([^<]*)</th>', part) == ["nov 2026", "dec 2026", "jan 2027"]
    for nothing in (str(foreign.public_id), "", "geen-kenmerk"):
        other = client.get(at(acme, "campaign_need"), asked | {"profile": nothing}).content.decode()
        assert "Samen nodig" not in other
    shown = client.post(at(acme, "campaign_new"), typed(profile=str(profile.public_id), toon="1"))
    page = shown.content.decode()
    assert (shown.status_code, "Samen nodig: 5" in page, "Werk in je eigen wijk" in page) == (200, True, True)
    taken = client.post(
        at(acme, "campaign_new"), typed(profile=str(profile.public_id), goal="applications", neem_over="1")
    )
    assert 'name="goal_count" value="5"' in taken.content.decode()
    with tenancy.scope(acme.id):
        assert not Campaign.objects.exists()
    begun = client.get(at(acme, "campaign_new"), {"profiel": str(profile.public_id)}).content.decode()
    assert 'name="goal_count" value="55"' in begun  # twelve months from today
    assert as_(acme, "recruiter").get(at(acme, "campaign_need")).status_code == 403


def test_the_brief_carries_the_outflow(acme: World) -> None:
    with tenancy.scope(acme.id):
        profile = leaving(make_profile("Leerkracht"), {date(2026, 12, 1): 3})
        account, me = make_account(), a_marketeer()
    sent = typed(
        profile=str(profile.public_id), accounts=[str(account.public_id)], brief_to=[str(me.public_id)]
    )  # fmt: skip
    assert as_(acme, "marketeer").post(at(acme, "campaign_new"), sent).status_code == 302
    with tenancy.scope(acme.id):
        mail = OutboxMessage.objects.get()
    for words in (mail.text, mail.html):
        assert "december 2026: uitstroom 3, al aangenomen 0, nodig 3" in words
        assert "november 2026: uitstroom niet ingevuld" in words
        assert "Samen nodig: 3" in words


def test_channels_are_asked_for_and_said_to_be_needed(acme: World) -> None:
    with tenancy.scope(acme.id):
        make_account()
        vacancy = make_vacancy()
    client = as_(acme, "marketeer")
    page = client.get(at(acme, "campaign_new")).content.decode()
    assert "<legend>Kanalen</legend>" in page
    answer = client.post(at(acme, "campaign_new"), typed(vacancies=[str(vacancy.public_id)]))
    assert answer.status_code == 422
    assert "Kies ten minste één kanaal." in answer.content.decode()


def test_a_thin_budget_is_kept_only_after_a_tick(acme: World) -> None:
    with tenancy.scope(acme.id):
        accounts = [make_account("Meta"), make_account("TikTok", network=Network.TIKTOK)]
        vacancy = make_vacancy()
    sent = typed(
        budget="600", vacancies=[str(vacancy.public_id)], accounts=[str(one.public_id) for one in accounts]
    )  # fmt: skip
    client = as_(acme, "marketeer")
    answer = client.post(at(acme, "campaign_new"), sent)
    assert answer.status_code == 422
    assert "niet elke dag genoeg voor TikTok" in answer.content.decode()
    assert 'type="checkbox" name="is_meant"' in answer.content.decode()
    assert client.post(at(acme, "campaign_new"), sent | {"is_meant": "on"}).status_code == 302


def test_a_draft_is_edited_wholly_and_the_second_editor_sees_what_stands(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        foreign = make_campaign()
    with tenancy.scope(acme.id):
        account, vacancy = make_account(), make_vacancy()
        campaign = make_campaign(vacancies=[vacancy], accounts=[account], budget_minor=150_050)
    client, url = as_(acme, "marketeer"), at(acme, "campaign_edit", campaign.public_id)
    assert url in client.get(at(acme, "campaign", campaign.public_id)).content.decode()
    page = client.get(url).content.decode()
    for held in ('value="1.500,50"', 'name="version" value="1"', "Leerkrachten bewerken", 'value="2026-12-30"'):
        assert held in page, held
    sent = typed(
        name="Nieuwe naam", version="1", vacancies=[str(vacancy.public_id)], accounts=[str(account.public_id)]
    )  # fmt: skip
    assert client.post(url, sent | {"ends_on": "2026-11-01"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    second = client.post(url, sent | {"name": "Van de tweede"})
    page = second.content.decode()
    assert (second.status_code, "Iemand anders heeft" in page, "Van de tweede" in page) == (422, True, True)
    assert "Nieuwe naam" in page
    assert 'name="version" value="2"' in page
    with tenancy.scope(acme.id):
        campaign.refresh_from_db()
        assert (campaign.name, campaign.budget_minor, campaign.version) == ("Nieuwe naam", 150_000, 2)
        assert CampaignChannel.objects.count() == 1
        Campaign.objects.update(state="running")
    assert client.get(url).status_code == 302
    assert client.get(at(acme, "campaign_edit", foreign.public_id)).status_code == 404
    assert as_(acme, "recruiter").get(url).status_code == 403


def test_a_budget_that_leaves_a_channel_standing_still_is_said_before_it_is_confirmed(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign(vacancies=[make_vacancy()], accounts=[make_account()], starts_on=date(2026, 11, 23))
    client, url = as_(acme, "marketeer"), at(acme, "campaign_budget", campaign.public_id)
    sent = {"budget": "1", "reason": "", "version": "1"}
    refused = client.post(url, sent)
    assert (refused.status_code, "geen enkele dag" in refused.content.decode()) == (422, True)
    thin = client.post(url, sent | {"budget": "100"}).content.decode()
    assert "niet elke dag genoeg voor Meta" in thin
    assert 'name="is_meant" value="on"' in thin
    assert client.post(url, sent | {"budget": "100", "bevestigd": "1"}).status_code == 200  # asked again
    assert client.post(url, sent | {"budget": "100", "bevestigd": "1", "is_meant": "on"}).status_code == 302
    with tenancy.scope(acme.id):
        campaign.refresh_from_db()
        assert campaign.budget_minor == 10_000
