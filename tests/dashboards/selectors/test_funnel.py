"""The funnel: exact with and without workers, the same for whoever asks, its own for a hiring manager."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import ChannelAccount, ReportRow
from dashboards import periods, readers
from dashboards.selectors import calls, funnel, rows, schedule
from dashboards.selectors.funnel import Step
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Membership, Role, VacancyAccess
from talentpool.models import CallOutcome, StageKind
from talentpool.services import applications
from talentpool.services import calls as calling
from talentpool.services import funnel as counting
from tests.support.builders import NOON, World
from tests.support.candidates import a_recruiter, a_stage, make_application
from tests.support.vacancies import make_vacancy

TODAY = date(2026, 11, 23)
SPAN = periods.latest("30", today=TODAY, zone="Europe/Amsterdam")
ALL = readers.Reader(Role.RECRUITER)
STEPS = [Step.APPLIED, Step.CONTACTED, Step.INTERVIEW, Step.OFFER, Step.HIRED]


def _counts(reader: readers.Reader = ALL) -> dict[Step, int | None]:
    return {row.step: row.count for row in funnel.of(reader, span=SPAN).rows}


def test_counts_are_exact_before_and_after_folding(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        for _ in range(3):
            make_application(vacancy)
        make_application(vacancy, stage=StageKind.HIRED)
        make_application(vacancy, at=NOON - timedelta(days=35))
        before = _counts()
        assert {step: before[step] for step in STEPS} == {
            Step.APPLIED: 4,
            Step.CONTACTED: 1,
            Step.INTERVIEW: 1,
            Step.OFFER: 1,
            Step.HIRED: 1,
        }
        assert next(row.before for row in funnel.of(ALL, span=SPAN).rows if row.step == Step.APPLIED) == 1
    tallies.fold(acme.id)
    with tenancy.scope(acme.id):
        assert _counts() == before
    with tenancy.scope(zed.id):
        assert set(_counts().values()) == {0, None}


def test_every_count_agrees_with_its_rows(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy, other = make_vacancy("Eigen"), make_vacancy("Ander")
        for stage in (StageKind.NEW, StageKind.CONTACTED, StageKind.INTERVIEW, StageKind.HIRED):
            make_application(vacancy, stage=stage)
        moved = make_application(other, stage=StageKind.INTERVIEW)
        applications.move(moved, to=a_stage(StageKind.CONTACTED), by=a_recruiter(), at=NOON)
        applications.move(moved, to=a_stage(StageKind.INTERVIEW), by=a_recruiter(), at=NOON + timedelta(minutes=1))
        for reader in (ALL, readers.Reader(Role.HIRING_MANAGER, vacancy_ids=[vacancy.pk])):
            counts = _counts(reader)
            assert rows.applications(reader, span=SPAN).count() == counts[Step.APPLIED]
            assert rows.spoken(reader, span=SPAN).count() == counts[Step.CONTACTED]
            for step in STEPS[2:]:
                assert rows.reached(step, reader, span=SPAN).count() == counts[step], step


def test_the_counters_can_be_proved_by_a_recount(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        for stage in (StageKind.NEW, StageKind.OFFER, StageKind.HIRED):
            make_application(vacancy, stage=stage)
        late = make_application(vacancy)
        calling.log(
            late.candidate, outcome=CallOutcome.SPOKE, application=late, by=a_recruiter(), at=NOON + timedelta(days=9)
        )
        kinds = [f"funnel.{step}" for step in STEPS] + [counting.IN_TIME, counting.LATE]
        assert set(kinds) <= set(tallies.proved_kinds())
        assert {kind: tallies.differences(kind) for kind in kinds} == {kind: [] for kind in kinds}
        tallies.count("funnel.hired", day=TODAY, subject_id=vacancy.pk)
        assert [(one.counted, one.truth) for one in tallies.differences("funnel.hired")] == [(2, 1)] * 2


def test_a_hiring_manager_counts_only_their_own_vacancies(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        own, other = make_vacancy("Eigen"), make_vacancy("Ander")
        make_application(own)
        make_application(other)
        member = Membership.objects.get(user=acme.hiring_manager)
        assert _counts(readers.of(member))[Step.APPLIED] == 0
        VacancyAccess.objects.create(membership=member, vacancy_public_id=own.public_id)
        reader = readers.of(member)
        counts = _counts(reader)
        assert (counts[Step.APPLIED], counts[Step.REACH]) == (1, None)
        assert [line.vacancy.title for line in schedule.lines(reader, today=TODAY)] == ["Eigen"]


def _report(account: ChannelAccount, day: date, *, current: bool = True, version: int = 1, **values: int) -> None:
    ReportRow.objects.create(
        account=account,
        identity="x",
        version=version,
        is_current=current,
        first_on=day,
        last_on=day,
        spend_minor=values.pop("spend_minor", 100),
        at=NOON,
        **values,
    )


def test_reach_and_clicks_are_the_newest_report_of_each_day_in_the_span(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        account = ChannelAccount.objects.create(network="meta", name="Meta", mode="sandbox", created_at=NOON)
        _report(account, TODAY, impressions=900, clicks=90, current=False)
        _report(account, TODAY, impressions=1000, clicks=40, version=2)
        _report(account, SPAN.first - timedelta(days=1), impressions=7, clicks=7)
        counts = _counts()
        assert (counts[Step.REACH], counts[Step.CLICK]) == (1000, 40)
        assert sum(one.impressions for one in rows.accounts(span=SPAN)) == 1000
        row = funnel.of(ALL, span=SPAN).row(Step.CLICK)
        assert row.share is not None
        assert row.share.point == pytest.approx(0.04)


def test_small_numbers_are_said_to_be_small(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        for _ in range(3):
            make_application(make_vacancy(), stage=StageKind.CONTACTED)
        row = funnel.of(ALL, span=SPAN).row(Step.CONTACTED)
        assert row.share is not None
        assert not row.share.is_enough
        assert row.median_days is None


def test_the_median_is_the_time_in_the_stage_before(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        for days in (1, 2, 3, 4, 10):
            application = make_application(make_vacancy(), at=NOON - timedelta(days=days))
            applications.move(application, to=a_stage(StageKind.CONTACTED), by=a_recruiter(), at=NOON)
        assert funnel.median_days(SPAN) == {Step.CONTACTED: pytest.approx(3.0)}


def test_a_narrowed_reader_gets_the_medians_of_their_own_vacancies(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        own, other, few = make_vacancy(), make_vacancy(), make_vacancy()
        for vacancy, waits in ((own, (1, 2, 3, 4, 10)), (other, (20, 20, 20, 20, 20)), (few, (7, 7))):
            for days in waits:
                application = make_application(vacancy, at=NOON - timedelta(days=days))
                applications.move(application, to=a_stage(StageKind.CONTACTED), by=a_recruiter(), at=NOON)
        assert funnel.median_days(SPAN, vacancy_ids=[own.pk]) == {Step.CONTACTED: pytest.approx(3.0)}
        assert funnel.median_days(SPAN, vacancy_ids=[few.pk]) == funnel.median_days(SPAN, vacancy_ids=[]) == {}
        everything = [own.pk, other.pk, few.pk]
        assert funnel.median_days(SPAN, vacancy_ids=everything) == funnel.median_days(SPAN)
        reader = readers.Reader(Role.HIRING_MANAGER, vacancy_ids=[own.pk])
        assert funnel.of(reader, span=SPAN).row(Step.CONTACTED).median_days == pytest.approx(3.0)
    with tenancy.scope(zed.id):
        assert funnel.median_days(SPAN, vacancy_ids=everything) == {}


def test_a_narrowed_readers_medians_read_no_whole_history(acme: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        make_application(vacancy, stage=StageKind.INTERVIEW)
        with CaptureQueriesContext(connection) as caught:
            funnel.of(readers.Reader(Role.HIRING_MANAGER, vacancy_ids=[vacancy.pk]), span=SPAN)
    of_people = [query["sql"] for query in caught if "talentpool_" in query["sql"]]
    assert len(of_people) == 1
    assert of_people[0].count("LIMIT") == 2


def test_called_in_time_is_a_share_of_the_promises(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        kept, late, open_ = (make_application(vacancy) for _ in range(3))
        for application, when in ((kept, NOON + timedelta(minutes=5)), (late, NOON + timedelta(days=10))):
            calling.log(application.candidate, outcome="spoke", application=application, by=a_recruiter(), at=when)
        wide = periods.latest("365", today=TODAY + timedelta(days=11), zone="Europe/Amsterdam")
        share = calls.in_time(ALL, span=wide)
        assert share is not None
        assert (share.successes, share.trials) == (1, 2)
        assert rows.called(ALL, span=wide).count() == 2
        assert calls.overdue_count(ALL, at=NOON) == 0
        assert [one.application_id for one in calls.overdue(ALL, at=NOON + timedelta(days=10))] == [open_.pk]


def test_the_work_does_not_grow_with_history(acme: World, zed: World) -> None:
    """The same statements, and none that reads a row per application."""
    with tenancy.scope(acme.id):
        vacancy = make_vacancy()
        make_application(vacancy)
        with CaptureQueriesContext(connection) as few:
            funnel.of(ALL, span=SPAN)
            schedule.lines(ALL, today=TODAY)
        for _ in range(30):
            make_application(vacancy, stage=StageKind.INTERVIEW)
        with CaptureQueriesContext(connection) as many:
            funnel.of(ALL, span=SPAN)
            schedule.lines(ALL, today=TODAY)
    assert len(few) == len(many) <= 9
    of_people = [query["sql"] for query in many if "talentpool_" in query["sql"]]
    assert len(of_people) == 2
    assert all("LIMIT" in sql for sql in of_people)
