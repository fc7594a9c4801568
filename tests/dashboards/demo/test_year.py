"""The demo's year is made by the services, so it must hold whatever real work holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from calendar_app.models import Vacancy
from campaigns.models import (
    Campaign,
    CampaignState,
    HandSetting,
    LedgerEntry,
    Outcome,
    OutcomeKind,
    Proposal,
    ProposalState,
    ReportFile,
    ReportRow,
)
from campaigns.selectors import by_hand
from dashboards.demo import year
from dashboards.demo.clockwork import Clockwork
from recruit_platform.core import clock, tenancy
from recruit_platform.core.demo import cast, filling
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, MessageState, Organisation, OutboxMessage, PendingEvent, User
from talentpool.models import Application, CallBack, Interview, InterviewState, StageKind
from tests.support import addresses

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_what_is_planned_happens_in_order_with_the_clock_held_and_nothing_after_the_end() -> None:
    seen: list[tuple[str, datetime]] = []
    works = Clockwork(until=NOW)

    def first(at: datetime) -> None:
        seen.append(("first", clock.now()))
        works.plan(at + timedelta(hours=1), lambda at: seen.append(("third", at)))
        works.plan(NOW + timedelta(seconds=1), lambda at: seen.append(("never", at)))

    works.plan(NOW - timedelta(hours=4), lambda at: seen.append(("second", at)))
    works.plan(NOW - timedelta(hours=5), first)
    assert works.run() == 3
    assert seen == [
        ("first", NOW - timedelta(hours=5)),
        ("second", NOW - timedelta(hours=4)),
        ("third", NOW - timedelta(hours=4)),
    ]


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Both organisations with their year, made once: this file only looks, and each test rolls back what it did."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        for house in cast.HOUSES:
            assert filling.fill(house, at=NOW, year=year.YEAR)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def rolled_back(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("slug", [house.slug for house in cast.HOUSES])
def test_a_year_is_coherent(slug: str, lived: None, rolled_back: None) -> None:
    house = next(one for one in cast.HOUSES if one.slug == slug)
    assert not filling.fill(house, at=NOW, year=year.YEAR)
    with tenancy.scope(Organisation.objects.get(slug=slug).pk):
        _the_funnel_agrees_with_its_rows()
        _the_money_agrees()
        _something_waits_for_somebody()
        _the_log_reads_in_the_order_of_time()
        assert not PendingEvent.objects.exists()


# Pages that may say that there is nothing, and why.
RIGHTLY_EMPTY = {
    "/stijl/": "shows what an empty list looks like",
    "/taken/": "no long work runs in a demo that nobody opened",
    "/verwerking/": "whatever was told was heard; a demo that begins with failures would lie",
    "/instellingen/sleutels/": "a key is a secret that an administrator makes for a program of theirs",
}


@pytest.mark.slow
@pytest.mark.parametrize("slug", [house.slug for house in cast.HOUSES])
def test_every_page_has_something_to_show(slug: str, lived: None, rolled_back: None) -> None:
    house = next(one for one in cast.HOUSES if one.slug == slug)
    client = Client()
    client.force_login(User.objects.get(email=house.people[0].email))
    named = [one.name for one in addresses.of_members() if one.parameters == ("organisation",)]
    places = sorted(reverse(name, args=[slug]) for name in named)
    empty = {}
    with clock.held(NOW):
        for place in places:
            answer = client.get(place)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            said = re.findall(r'<div class="empty">.*?<p class="b">(.*?)</p>', answer.content.decode(), flags=re.S)
            page = place.removeprefix(f"/o/{slug}")
            if said:
                empty[page] = said
    assert set(empty) == set(RIGHTLY_EMPTY), empty


def _the_funnel_agrees_with_its_rows() -> None:
    applications = Application.objects.count()
    assert applications > 40
    first, until = NOW.date() - timedelta(days=500), NOW.date() + timedelta(days=1)
    assert tallies.total("funnel.applied", first=first, until=until) == applications
    assert Outcome.objects.filter(kind=OutcomeKind.APPLIED).count() == applications
    assert tallies.total("funnel.visit", first=first, until=until) > 5 * applications
    hired = Application.objects.filter(stage_kind=StageKind.HIRED).count()
    assert hired > 3
    assert sum(Vacancy.objects.values_list("hired", flat=True)) == hired
    assert {one for kind in tallies.proved_kinds() for one in tallies.differences(kind)} == set()


def _the_log_reads_in_the_order_of_time() -> None:
    told = list(Event.objects.order_by("pk").values_list("at", "kind"))
    moment = timedelta(seconds=30)  # subscribers hear of something after it happened, and write its moment
    late = [(before, after) for before, after in pairwise(told) if after[0] < before[0] - moment]
    assert not late, "\n".join(map(str, late[:12]))
    assert told[-1][0] <= NOW


def _the_money_agrees() -> None:
    for campaign in Campaign.objects.all():
        entries = LedgerEntry.objects.filter(campaign=campaign).exclude(kind="overspend")
        assert sum(entries.values_list("amount_minor", flat=True)) == campaign.committed_minor <= campaign.budget_minor
    assert set(Campaign.objects.values_list("state", flat=True)) >= {CampaignState.RUNNING, CampaignState.DRAFT}
    spent = ReportRow.objects.filter(is_current=True, spend_minor__gt=0)
    assert len(set(spent.values_list("first_on", flat=True))) > 200, "ads in every season"
    assert Application.objects.filter(last_link__isnull=False).count() > 10


def _something_waits_for_somebody() -> None:
    """Every page of the demo has something to show."""
    assert CallBack.objects.filter(ended_at=None, due_at__lt=NOW).exists(), "a call that is late"
    assert Application.objects.filter(ended_at=None).exclude(stage_kind=StageKind.HIRED).count() >= 5
    states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert MessageState.SENT in states
    assert OutboxMessage.objects.filter(bounced_at__isnull=False).count() == 1
    assert OutboxMessage.objects.filter(delivered_at__isnull=False).count() > 1
    assert Interview.objects.filter(state=InterviewState.PLANNED, starts_at__gt=NOW).exists(), "a talk that is to come"
    assert Interview.objects.filter(state=InterviewState.HELD).exists()
    assert Proposal.objects.filter(state=ProposalState.OPEN, day=NOW.date()).exists(), "a proposal that waits"
    assert by_hand.to_set(at=NOW), "a budget to be set by hand"
    assert HandSetting.objects.exists()
    assert set(ReportFile.objects.values_list("state", flat=True)) == {"applied", "previewed"}
    assert Vacancy.objects.filter(state="published", opens_on__gt=NOW.date()).exists(), "one that opens later"
    assert Vacancy.objects.filter(state="closed", closed_because="filled").exists()
