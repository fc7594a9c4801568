"""The demo's year is made by the services, so it must hold whatever real work holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from calendar_app.models import Vacancy
from campaigns.models import Campaign, CampaignState, LedgerEntry, Outcome, OutcomeKind, ReportRow
from dashboards.demo import year
from dashboards.demo.clockwork import Clockwork
from recruit_platform.core import clock, tenancy
from recruit_platform.core.demo import cast, filling
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event, MessageState, Organisation, OutboxMessage, PendingEvent
from talentpool.models import Application, CallBack, StageKind

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


@pytest.mark.slow
def test_a_year_is_coherent(db: None) -> None:
    assert filling.fill(cast.WIJDE_BLIK, at=NOW, year=year.YEAR)
    assert not filling.fill(cast.WIJDE_BLIK, at=NOW, year=year.YEAR)
    with tenancy.scope(Organisation.objects.get(slug="wijde-blik").pk):
        _the_funnel_agrees_with_its_rows()
        _the_money_agrees()
        _something_waits_for_somebody()
        _the_log_reads_in_the_order_of_time()
        assert not PendingEvent.objects.exists()


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
    assert ReportRow.objects.filter(is_current=True, spend_minor__gt=0).count() > 100
    assert Application.objects.filter(last_link__isnull=False).count() > 10


def _something_waits_for_somebody() -> None:
    """Every page of the demo has something to show."""
    assert CallBack.objects.filter(ended_at=None, due_at__lt=NOW).exists(), "a call that is late"
    assert Application.objects.filter(ended_at=None).exclude(stage_kind=StageKind.HIRED).count() >= 5
    states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert MessageState.SENT in states
    assert Vacancy.objects.filter(state="published", opens_on__gt=NOW.date()).exists(), "one that opens later"
    assert Vacancy.objects.filter(state="closed", closed_because="filled").exists()
